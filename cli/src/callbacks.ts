/** Every kind of callback, as the settings of a node say. */
import { combineRunners } from '@crony/node/callback/callback-runners';
import type { CallbackRunner } from '@crony/node/callback/callback';
import { createGrpcCallbackRunner } from '@crony/node/callback/grpc/grpc-callback-runner';
import type { ServiceWatch } from '@crony/node/callback/grpc/service-instances';
import { createHttpCallbackRunner } from '@crony/node/callback/http/http-callback-runner';
import { ProxySettingError, proxySettingsFrom } from '@crony/node/callback/http/proxies';
import { createShellCallbackRunner } from '@crony/node/callback/shell/shell-callback-runner';
import type { EgressRules } from '@crony/shared/egress/egress-rules';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { StartupError } from './startup.js';

export interface CallbackParts {
  settings: Pick<Settings<'node' | 'standalone'>, 'nodeShell'>;
  egress: EgressRules;
  dataDirectory: string;
  /** Instances of services in etcd; null where there is none. */
  services: ServiceWatch | null;
  clock: Clock;
}

export function createCallbacks({ settings, egress, dataDirectory, services, clock }: CallbackParts): CallbackRunner {
  try {
    const { nodeShell } = settings;
    return combineRunners({
      http: createHttpCallbackRunner({ clock, egress, proxies: proxySettingsFrom(process.env) }),
      grpc: createGrpcCallbackRunner({ clock, services, egress }),
      shell: createShellCallbackRunner({ clock, enabled: nodeShell === 'on', dataDirectory }),
    });
  } catch (error) {
    if (error instanceof ProxySettingError) throw new StartupError(error.message, { cause: error });
    if (settings.nodeShell === 'on' && process.platform === 'win32' && error instanceof Error) {
      throw new StartupError(`CRONY_NODE_SHELL: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
