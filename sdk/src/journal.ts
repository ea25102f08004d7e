export { fileJournal, type FileJournalOptions } from './journal/file-journal.js';
export { memoryJournal, type MemoryJournalOptions } from './journal/memory-journal.js';
export type { RunJournal, RunOutcome, RunRecord } from './journal/run-journal.js';
