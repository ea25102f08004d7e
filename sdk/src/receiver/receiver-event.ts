/** What an operator of the service may want to know and no handler sees. */
export interface ReceiverEvent {
  /**
   * - `handler_failed`: a handler threw; the outcome says so too.
   * - `run_recovered`: found unfinished in the journal after a restart.
   * - `report_delayed`: a final report did not get through and is tried again.
   * - `report_refused`: the hub will not have a final report (run unknown, bad token); it is not tried again.
   * - `report_given_up`: a final report did not get through for as long as reports are tried.
   * - `journal_failed`: the journal could not be read or written.
   */
  type: 'handler_failed' | 'run_recovered' | 'report_delayed' | 'report_refused' | 'report_given_up' | 'journal_failed';
  runId: string | null;
  message: string;
}

/** Without a listener, what is lost for good is at least said on the console. */
export function sayWhatIsLost({ type, runId, message }: ReceiverEvent): void {
  if (type === 'report_refused' || type === 'report_given_up' || type === 'journal_failed') {
    console.warn(`crony: ${type}${runId === null ? '' : ` (run ${runId})`}: ${message}`);
  }
}

/** A listener that throws must not break what it listens to. */
export function safeListener(listener: (event: ReceiverEvent) => void): (event: ReceiverEvent) => void {
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      console.warn(`crony: the onEvent listener failed on ${event.type}: ${String(error)}`);
    }
  };
}
