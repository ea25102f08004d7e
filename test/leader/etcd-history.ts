import { Etcd3 } from 'etcd3';
import type { IWatchResponse } from 'etcd3';
import type { Change } from '@crony/shared/coordination/coordination';
import { ASSIGNMENTS_PREFIX } from '@crony/shared/coordination/keys';
import { AssignmentHistory } from './assignment-history.js';

const END_KEY = 'end-of-history';

/** Everything that etcd ever committed about assignments, from its first revision on, judged revision by revision. */
export async function judgeWholeHistory(
  endpoint: string,
  mayVanish: Iterable<string> = [],
): Promise<AssignmentHistory> {
  const client = new Etcd3({ hosts: endpoint, grpcOptions: { 'grpc.max_receive_message_length': -1 } });
  const history = new AssignmentHistory();
  for (const jobId of mayVanish) history.mayVanish.add(jobId);
  try {
    const watcher = await client.watch().prefix('').startRevision('1').create();
    const ended = new Promise<void>((resolve, reject) => {
      watcher.on('error', reject);
      watcher.on('data', ({ events }: IWatchResponse) => {
        for (const { type, kv } of events) {
          const key = kv.key.toString();
          if (key === END_KEY) resolve();
          const at = key.indexOf(ASSIGNMENTS_PREFIX);
          if (at < 0) continue;
          const modRevision = Number(kv.mod_revision);
          const change: Change =
            type === 'Delete'
              ? { type: 'delete', key: key.slice(at), modRevision }
              : {
                  type: 'put',
                  kv: {
                    key: key.slice(at),
                    value: kv.value.toString(),
                    createRevision: Number(kv.create_revision),
                    modRevision,
                    leaseId: null,
                  },
                };
          history.apply([change]);
        }
      });
    });
    await client.put(END_KEY).value('');
    await ended;
    history.synced();
    return history;
  } finally {
    client.close();
  }
}
