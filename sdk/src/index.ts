export { createReceiver, type Receiver } from './receiver/create-receiver.js';
export type { LocalRetryOptions, ReceiverOptions } from './receiver/receiver-options.js';
export type { ReceiverEvent } from './receiver/receiver-event.js';
export type { Handler, Run } from './receiver/run.js';
export type { Answer, RefusalCode } from './receiver/answer.js';
export type { ReceivedRequest } from './receiver/delivery.js';
export { CallbackError, type CallbackErrorOptions } from './callback-error.js';
export { RunAborted, type AbortCode } from './run-aborted.js';
export {
  verifySignature,
  type SignatureFailure,
  type Verification,
  type VerificationInput,
} from './signature/verify-signature.js';
export { SigningSecretError } from './signature/signing-key.js';
export { memoryJournal, type MemoryJournalOptions } from './journal/memory-journal.js';
export type { RunJournal, RunOutcome, RunRecord } from './journal/run-journal.js';
