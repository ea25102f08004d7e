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
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createSecretBox(secret: string): SecretBox {
  const derive = (info: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `crony/secret-box/${info}`, length));
  const key = derive('key', 32);
  const keyId = derive('key-id', 4).toString('hex');
  return {
    seal(plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${keyId}.${sealed.toString('base64url')}`;
    },
    open(sealed) {
      const [version, id, payload] = sealed.split('.');
      if (version !== 'v1' || payload === undefined) throw new Error('not a sealed value');
      if (id !== keyId) throw new Error(`sealed under another CRONY_SECRET (key ${id}, this process has ${keyId})`);
      const bytes = Buffer.from(payload, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]).toString('utf8');
    },
  };
}
