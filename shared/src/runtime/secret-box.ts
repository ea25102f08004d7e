import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encrypts what must not be readable in a backup of the database (AES-256-GCM, key derived from `CRONY_SECRET`).
 * A sealed value reads `v1.<key id>.<base64url of nonce, ciphertext and tag>`; the key id tells a later rotation
 * which secret opens it.
 */
export interface SecretBox {
  seal(plain: string): string;
  /** Throws when the value was sealed under another secret or was changed. */
  open(sealed: string): string;
  /** False for what was sealed under a previous secret. */
  isCurrent(sealed: string): boolean;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `previous`: secrets that still open what was sealed under them; nothing is sealed under them any more. */
export function createSecretBox(secret: string, previous: readonly string[] = []): SecretBox {
  const current = deriveKey(secret);
  const keys = new Map([secret, ...previous].map(deriveKey).map((key) => [key.id, key]));
  return {
    seal(plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${current.id}.${sealed.toString('base64url')}`;
    },
    open(sealed) {
      const [version, id = '', payload] = sealed.split('.');
      if (version !== 'v1' || payload === undefined) throw new Error('not a sealed value');
      const key = keys.get(id);
      if (!key) throw new Error(`sealed under another CRONY_SECRET (key ${id}, this process has ${current.id})`);
      const bytes = Buffer.from(payload, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key.key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]).toString('utf8');
    },
    isCurrent: (sealed) => sealed.startsWith(`v1.${current.id}.`),
  };
}

function deriveKey(secret: string): { id: string; key: Buffer } {
  const derive = (info: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `crony/secret-box/${info}`, length));
  return { key: derive('key', 32), id: derive('key-id', 4).toString('hex') };
}
