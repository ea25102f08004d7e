/** What the settings name of certificates and keys, read anew each time: a renewal changes the files, not their names. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { EtcdTls } from '@crony/shared/coordination/etcd/etcd-coordination';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import type { DatabaseTls } from '@crony/shared/store/database/mysql-database';
import { StartupError, messageOf } from './startup.js';

export type EtcdTlsSettings = Pick<Settings<'admin' | 'node'>, 'etcdCaFile' | 'etcdCertFile' | 'etcdKeyFile'>;
export type DatabaseTlsSettings = Pick<Settings<'migrate'>, 'databaseCaFile' | 'databaseCertFile' | 'databaseKeyFile'>;

/** Undefined: no file is named, and the system's authorities count where a URL begins with https. */
export function readEtcdTls({ etcdCaFile, etcdCertFile, etcdKeyFile }: EtcdTlsSettings): EtcdTls | undefined {
  const tls: EtcdTls = {
    ...(etcdCaFile === null ? {} : { ca: readFileSync(etcdCaFile) }),
    ...(etcdCertFile === null || etcdKeyFile === null
      ? {}
      : { cert: readFileSync(etcdCertFile), key: readFileSync(etcdKeyFile) }),
  };
  demandUsable(tls, 'CRONY_ETCD_CA_FILE, CRONY_ETCD_CERT_FILE, CRONY_ETCD_KEY_FILE');
  return Object.keys(tls).length === 0 ? undefined : tls;
}

export function readDatabaseTls(settings: DatabaseTlsSettings): DatabaseTls {
  const text = (path: string | null): string | undefined => (path === null ? undefined : readFileSync(path, 'utf8'));
  const tls: DatabaseTls = {
    ca: text(settings.databaseCaFile),
    cert: text(settings.databaseCertFile),
    key: text(settings.databaseKeyFile),
  };
  demandUsable(tls, 'CRONY_DATABASE_CA_FILE, CRONY_DATABASE_CERT_FILE, CRONY_DATABASE_KEY_FILE');
  return tls;
}

/** Before anything hangs on them: a key of another certificate, or a file that was cut off while it was written. */
function demandUsable(tls: EtcdTls | DatabaseTls, names: string): void {
  try {
    createSecureContext({ ca: tls.ca, cert: tls.cert, key: tls.key });
  } catch (error) {
    throw new StartupError(`${names}: these files cannot be used together: ${messageOf(error)}`, { cause: error });
  }
}
