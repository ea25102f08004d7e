import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { Store } from '@crony/shared/store/store';
import { SendError } from './channels/channel.js';
import {
  alertEvent,
  runFinishedEvent,
  type CloudEvent,
  type EventPoster as EventSender,
} from './channels/cloud-event.js';
import type { EventPoster, ReportItem } from './report-outbox.js';

/** Posts to the address that the project names at that moment, signed with the secrets that it has then. */
export function createReportPoster(options: {
  store: Pick<Store, 'projects'>;
  secretBox: SecretBox;
  publicUrl: string;
  events: EventSender;
}): EventPoster {
  const { store, secretBox, publicUrl, events } = options;
  return {
    async post({ project: name }, id, item, signal) {
      const project = await store.projects.get(name);
      if (project === null || project.reportUrl === null) {
        throw new SendError(`the project ${name} has no report address any more`, { retryable: false });
      }
      const { signingSecretCurrent, signingSecretNext, reportUrl } = project;
      const sealed = [signingSecretCurrent, ...(signingSecretNext === null ? [] : [signingSecretNext])];
      const secrets = sealed.map((secret) => secretBox.open(secret));
      await events.postEvent(reportUrl, toEvent(item, { id, publicUrl }), secrets, signal);
    },
  };
}

function toEvent(item: ReportItem, parts: { id: string; publicUrl: string }): CloudEvent {
  if (item.kind !== 'result') return alertEvent({ kind: item.kind, alert: item.alert }, parts);
  const { run, attempts } = item.run;
  return runFinishedEvent(run, attempts.findLast(({ late }) => !late) ?? null, parts);
}
