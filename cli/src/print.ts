/** A line for people; answers with the exit code that it is given. */
export function print(text: string, stream: 'stdout' | 'stderr' = 'stdout', exitCode = 0): number {
  process[stream].write(`${text}\n`);
  return exitCode;
}
