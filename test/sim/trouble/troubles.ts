/** The faults of a story: how often each comes up, what is done to whom, for how long, and how it is undone. */
import { SECOND, TTL_MS, type TroubleContext } from './context.js';
import {
  killNode,
  killNodeAndDelete,
  standNode,
  cutNodeFromEtcd,
  cutNodeFromDatabase,
  isolateNode,
  strandNode,
  everyNodeGone,
  stepClock,
} from './node-troubles.js';
import { databaseTrouble, databaseAwayAndOwnerDies, failOver, fullSpool } from './database-troubles.js';
import { etcdDown, compact, loseHistory } from './etcd-troubles.js';
import { killHub, stallHub, cutHubFromEtcd, cutHubFromDatabase, everyHubDown } from './hub-troubles.js';
import { rollingRestart } from './rolling-restart.js';

interface Trouble {
  weight: number;
  /** Does it, and resolves when it has been undone. */
  inject(context: TroubleContext): Promise<void>;
}

export const TROUBLES: Record<string, Trouble> = {
  'kill a node': { weight: 6, inject: (context) => killNode(context, 'node_killed', 2 * TTL_MS, 4 * TTL_MS) },
  'kill a node and start it within the TTL': {
    weight: 4,
    inject: (context) => killNode(context, 'node_restarted', 50, TTL_MS - SECOND),
  },
  'pause a node': { weight: 2, inject: (context) => standNode(context, 'node_paused', 100, 1_200) },
  'stall a node': { weight: 5, inject: (context) => standNode(context, 'node_stalled', 1_800, 5 * TTL_MS) },
  'cut a node from etcd': { weight: 4, inject: cutNodeFromEtcd },
  'cut a node from the database': { weight: 4, inject: cutNodeFromDatabase },
  'isolate a node': { weight: 5, inject: isolateNode },
  'strand a node with what it has spooled': { weight: 30, inject: strandNode },
  'kill a node and delete what it was to try again': { weight: 3, inject: killNodeAndDelete },
  'database down': { weight: 4, inject: (context) => databaseTrouble(context, 'database_down', ['refused', 'hangs']) },
  'database slow': { weight: 2, inject: (context) => databaseTrouble(context, 'database_slow', ['slow']) },
  'database loses answers': {
    weight: 2,
    inject: (context) => databaseTrouble(context, 'database_answers_lost', ['answers_lost']),
  },
  'database locked': { weight: 2, inject: (context) => databaseTrouble(context, 'database_locked', ['locked']) },
  'database down and the owner dies': {
    weight: 4,
    inject: (context) => databaseAwayAndOwnerDies(context, 'database_down', 'refused'),
  },
  'database locked and the owner dies': {
    weight: 3,
    inject: (context) => databaseAwayAndOwnerDies(context, 'database_locked', 'locked'),
  },
  'database fails over': { weight: 2, inject: failOver },
  'spool full while the database is down': { weight: 2, inject: fullSpool },
  'etcd down': { weight: 3, inject: etcdDown },
  'etcd compacts': { weight: 2, inject: compact },
  'etcd loses its history': { weight: 2, inject: loseHistory },
  'kill a hub': { weight: 4, inject: killHub },
  'stall a hub': { weight: 3, inject: stallHub },
  'cut a hub from etcd': { weight: 2, inject: cutHubFromEtcd },
  'cut a hub from the database': { weight: 3, inject: cutHubFromDatabase },
  'every hub down': { weight: 2, inject: everyHubDown },
  'last node gone': { weight: 2, inject: everyNodeGone },
  'rolling restart of nodes': { weight: 3, inject: (context) => rollingRestart(context, 'node') },
  'rolling restart of hubs': { weight: 2, inject: (context) => rollingRestart(context, 'hub') },
  'a clock steps': { weight: 3, inject: stepClock },
};
