/** Output: what runs say while they go on. */

export interface OutputChunk {
  runId: string;
  attempt: number;
  stream: 'stdout' | 'stderr' | 'log';
  at: number;
  /** Unique in its run: a chunk that comes twice is kept once. */
  chunkId: string;
  text: string;
}

export interface StoredChunk extends OutputChunk {
  /** Grows with each chunk of a run. */
  seq: number;
}

export interface OutputStore {
  /** Returns how many were new. */
  append(chunks: readonly OutputChunk[]): Promise<number>;
  read(runId: string, afterSeq: number, limit: number): Promise<StoredChunk[]>;
  /** Chunks and bytes of a run. */
  size(runId: string): Promise<{ chunks: number; bytes: number }>;
}
