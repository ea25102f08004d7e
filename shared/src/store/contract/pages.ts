/** Pages carry the cursor that fetches the next one, or null at the end. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface PageRequest {
  /** 1 to 1000. */
  limit: number;
  cursor?: string | undefined;
}

/** A cursor that this store did not hand out. */
export class BadCursorError extends Error {
  override name = 'BadCursorError';
}
