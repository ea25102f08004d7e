import { Metadata } from '@grpc/grpc-js';
import type { IAuthenticateResponse } from 'etcd3';
import type { Connection } from './connection.js';

export interface Account {
  username: string;
  password: string;
}

/** Signs in once and keeps the token until etcd refuses it; it does so after a restart, or 5 minutes without use. */
export class Authenticator {
  readonly #account: Account;
  #signedIn: Promise<Metadata> | null = null;

  constructor(account: Account) {
    this.#account = account;
  }

  metadata(connection: Connection, deadline: { limitMs: number; onMissed(): void }): Promise<Metadata> {
    this.#signedIn ??= this.#signIn(connection, deadline);
    return this.#signedIn;
  }

  forget(): void {
    this.#signedIn = null;
  }

  async #signIn(connection: Connection, deadline: { limitMs: number; onMissed(): void }): Promise<Metadata> {
    const { username: name, password } = this.#account;
    try {
      const { token } = await connection.unary<IAuthenticateResponse>(
        { service: 'Auth', method: 'authenticate', payload: { name, password } },
        new Metadata(),
        { ...deadline, writes: false },
      );
      const metadata = new Metadata();
      metadata.set('token', token);
      return metadata;
    } catch (error) {
      this.#signedIn = null;
      throw error;
    }
  }
}
