/** The seam between what is to be said and where it goes: one implementation for each type of channel. */
import type { Alert } from '@crony/shared/domain/alert';
import type { ChannelOf, ChannelType } from '@crony/shared/domain/channel';

/** One thing to say of one alert. */
export interface Notice {
  kind: 'alert' | 'escalation' | 'recovery';
  alert: Alert;
}

/** What goes out at once. */
export type Message =
  /** One notice; `id` stays the same however often it is tried. */
  | { id: string; kind: 'notice'; notice: Notice }
  /**
   * What came too thick to be sent one by one: the first of them, how many there are in all, and of how many jobs where
   * that is known; otherwise the jobs of `notices` are counted.
   */
  | { id: string; kind: 'digest'; notices: Notice[]; total: number; jobs?: number; from: number; to: number }
  /** "Send a test." */
  | { id: string; kind: 'test'; channelName: string; at: number };

/** A channel as it is needed to send: with its secrets in the clear (open-channel.ts makes it of a row). */
export type OpenChannel = { [T in ChannelType]: ChannelOf<T> }[ChannelType];

export interface ChannelSender {
  /**
   * Resolves when the other side has taken the message over. Rejects with `SendError`, and with nothing else; an abort of
   * the signal ends the work at once.
   */
  send(channel: OpenChannel, message: Message, signal: AbortSignal): Promise<void>;
}

/** What one type has to do. */
export interface TypedSender<T extends ChannelType> {
  send(channel: ChannelOf<T>, message: Message, signal: AbortSignal): Promise<void>;
}

export interface SendErrorOptions extends ErrorOptions {
  retryable: boolean;
  retryAfterMs?: number | null;
  uncertain?: boolean;
}

/** Why it could not be sent; the message names no secret. */
export class SendError extends Error {
  override name = 'SendError';
  /** False: sending the same again is in vain until somebody changes the channel. */
  readonly retryable: boolean;
  /** What the other side asked for. */
  readonly retryAfterMs: number | null;
  /** No answer came after everything was sent: it may have been taken over. */
  readonly uncertain: boolean;

  constructor(message: string, options: SendErrorOptions) {
    super(message, options);
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.uncertain = options.uncertain ?? false;
  }
}
