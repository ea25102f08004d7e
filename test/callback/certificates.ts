import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certified {
  cert: string;
  key: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** An authority that only a test trusts, and those whom it certifies; made with the openssl program. */
export function createAuthority(): {
  cert: string;
  issue(commonName: string, altNames?: string): Certified;
  remove(): void;
} {
  const directory = mkdtempSync(join(tmpdir(), 'crony-certificates-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  openssl('req', '-x509', ...KEY, '-days', '2', '-subj', '/CN=authority', '-keyout', 'ca.key', '-out', 'ca.crt');
  return {
    cert: read('ca.crt'),
    issue(commonName, altNames = 'DNS:localhost,IP:127.0.0.1') {
      writeFileSync(join(directory, 'extensions'), `subjectAltName=${altNames}\n`);
      openssl('req', ...KEY, '-subj', `/CN=${commonName}`, '-keyout', 'one.key', '-out', 'one.csr');
      const by = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'extensions'];
      openssl('x509', '-req', '-in', 'one.csr', ...by, '-out', 'one.crt');
      return { cert: read('one.crt'), key: read('one.key') };
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}
