/** What the conformance suite needs of a type of channel: a channel, and the other side of it. */
import type { Language } from '@crony/shared/domain/alert';
import type { ChannelType } from '@crony/shared/domain/channel';
import type { OpenChannel } from '@crony/admin/alerts/channels/channel';

/** A message as it arrived, once the other side had checked its form, its limits and its signature. */
export interface Arrived {
  title: string;
  /** Everything that a reader sees, in one text, with the vendor's escapes undone. */
  text: string;
  /** Where its links lead. */
  links: string[];
  /** What somebody else than Crony has got to say in the vendor's markup: mentions, tags, headers. Empty when all is well. */
  forged: string[];
}

export type Refusal = 'lasting' | 'passing' | 'too often';

export interface OtherSide {
  channel(language: Language): OpenChannel;
  readonly arrived: readonly Arrived[];
  /** What the other side held against what it was sent: a bad signature, a text beyond a limit. */
  readonly complaints: readonly string[];
  refuse(how: Refusal): void;
  /** Takes the message and never answers; resolves when one has come. */
  stall(): Promise<void>;
  /** How long it is asked to be left alone after `too often`; null: it does not say. */
  readonly pauseMs: number | null;
  close(): Promise<void>;
}

export interface ChannelKind {
  type: ChannelType;
  /** Signatures are made, and checked, by this time. */
  start(nowMs: number): Promise<OtherSide>;
}
