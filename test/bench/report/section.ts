/** What one section of the benchmark has found. */
export interface SectionReport {
  title: string;
  /** What was done, and what the columns mean. */
  method: string;
  tables: Table[];
  verdicts: Verdict[];
}

export interface Table {
  caption?: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

/** A target, and whether it was met. */
export interface Verdict {
  target: string;
  measured: string;
  met: boolean;
}

export type Section = (tell: (line: string) => void) => Promise<SectionReport>;

export const round = (value: number): string => Math.round(value).toLocaleString('en-US');

export const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0)} %`;
