/** A mail as it came over the wire, read by the standards and with as little leniency as can be. */
export interface ReceivedMail {
  /** By lower-case name, in order, decoded. */
  headers: Map<string, string[]>;
  text: string;
  html: string;
}

export function readMail(raw: string): ReceivedMail {
  const { headers, body } = splitEntity(raw);
  const [contentType = ''] = headers.get('content-type') ?? [];
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (!contentType.startsWith('multipart/alternative') || boundary === undefined) {
    throw new Error(`a mail of ${contentType} and not of two alternatives`);
  }
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => splitEntity(part.replace(/^\r\n/, '')));
  const partOf = (type: string): string => {
    const found = parts.filter((part) => part.headers.get('content-type')?.[0]?.startsWith(type));
    if (found.length !== 1) throw new Error(`${found.length} parts of ${type}`);
    const [part] = found;
    return decodeBody(part!.body, part!.headers.get('content-transfer-encoding')?.[0] ?? '7bit');
  };
  return { headers, text: partOf('text/plain'), html: partOf('text/html') };
}

function splitEntity(raw: string): { headers: Map<string, string[]>; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const headers = new Map<string, string[]>();
  // A line that begins with a space goes on with the one before (RFC 5322, 2.2.3).
  for (const line of raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`no header: ${line}`);
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), decodeWords(line.slice(colon + 1).trim())]);
  }
  return { headers, body: raw.slice(end + 4) };
}

/** RFC 2047: spaces between two encoded words are not part of the text. */
function decodeWords(text: string): string {
  return text
    .replace(/(=\?[^?]+\?[BbQq]\?[^?]*\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    );
}

function decodeBody(body: string, encoding: string): string {
  const lines = body.replace(/\r\n$/, '');
  if (encoding === 'base64') return Buffer.from(lines, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return decodeQuoted(lines.replace(/=\r\n/g, ''));
  return lines;
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
