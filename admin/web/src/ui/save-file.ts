/** Hands the browser a file to keep. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** `crony-jobs-2026-11-28.json` */
export function fileName(what: string, ending: string): string {
  return `crony-${what}-${new Date().toISOString().slice(0, 10)}.${ending}`;
}
