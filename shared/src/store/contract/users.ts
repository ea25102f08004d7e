/** People, what they may do in which project, what acts in their name, and who failed to sign in. */
import type { Page, PageRequest } from './pages.js';

/** In the cluster. A cluster administrator may do everything everywhere, and needs no membership. */
export type UserRole = 'user' | 'admin';
/** In a project, each with what those before it may do. */
export type MemberRole = 'viewer' | 'operator' | 'editor' | 'admin';
/** `cluster_admin` stands for everything that its owner may do. */
export type TokenRole = MemberRole | 'cluster_admin';

export interface User {
  id: string;
  name: string;
  /** Empty: no password is the right one, the user signs in elsewhere. */
  passwordHash: string;
  /** Somebody else knows the password, or it was made up: the user has not chosen it. */
  passwordGiven: boolean;
  role: UserRole;
  /** Grows when all sessions of the user must end. */
  sessionEpoch: number;
  createdAt: number;
  /** In small letters. */
  email: string | null;
  disabled: boolean;
  /** Digest of issuer and subject of whoever signs in elsewhere. */
  oidcSubject: string | null;
  lastSignInAt: number | null;
}

export type UserChange = Partial<
  Pick<User, 'email' | 'role' | 'disabled' | 'passwordHash' | 'passwordGiven' | 'oidcSubject'>
>;

/** `last_admin`: refused, or nobody could administer the cluster any more. */
export type UserChangeResult = { changed: User } | { refused: 'not_found' | 'last_admin' | 'subject_taken' };

export interface UserFilter {
  /** Part of the name, as it is written. */
  nameContains?: string | undefined;
}

export interface UserStore {
  getByName(name: string): Promise<User | null>;
  getByOidcSubject(subject: string): Promise<User | null>;
  /** Who have this address, at most `limit`: it is not unique. */
  getByEmail(email: string, limit: number): Promise<User[]>;
  get(id: string): Promise<User | null>;
  count(): Promise<number>;
  /** By name. */
  list(filter: UserFilter, page: PageRequest): Promise<Page<User>>;
  /** False: the name was taken, or the subject. */
  create(user: User): Promise<boolean>;
  /** Ends all sessions of the user where the password or the right to be here changes. */
  change(id: string, change: UserChange): Promise<UserChangeResult>;
  /** With memberships and tokens. */
  remove(id: string): Promise<UserChangeResult>;
  signedIn(id: string, at: number): Promise<void>;
  /** Raises the session epoch: every session of the user ends, wherever its cookie has been copied to. */
  endSessions(id: string): Promise<void>;
}

export interface Membership {
  project: string;
  userId: string;
  role: MemberRole;
  createdAt: number;
}

export interface Member extends Membership {
  userName: string;
  disabled: boolean;
}

/** A user is read with all memberships at each request. */
export const MOST_MEMBERSHIPS = 1_000;

export interface MemberStore {
  /** By project, at most MOST_MEMBERSHIPS. */
  ofUser(userId: string): Promise<Membership[]>;
  /** By the name of the user. */
  ofProject(project: string, page: PageRequest): Promise<Page<Member>>;
  get(project: string, userId: string): Promise<Membership | null>;
  /** New, or with another role; `createdAt` stays that of the first. */
  save(membership: Membership): Promise<void>;
  remove(project: string, userId: string): Promise<boolean>;
}

export interface ApiToken {
  id: string;
  name: string;
  /** SHA-256 of the token, in hexadecimal digits: the token itself is kept nowhere. */
  hash: string;
  /** Its first characters, by which people tell tokens apart. */
  hint: string;
  /** Null: made with the bootstrap token, and nobody's. */
  userId: string | null;
  /** Null: all projects. */
  project: string | null;
  role: TokenRole;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  revokedAt: number | null;
}

export interface ApiTokenFilter {
  userId?: string | undefined;
}

export interface ApiTokenStore {
  getByHash(hash: string): Promise<ApiToken | null>;
  get(id: string): Promise<ApiToken | null>;
  /** Newest first. */
  list(filter: ApiTokenFilter, page: PageRequest): Promise<Page<ApiToken>>;
  /** Of this user, or (null) of nobody: those that still count at this time. */
  countUsable(userId: string | null, now: number): Promise<number>;
  create(token: ApiToken): Promise<void>;
  /** False: there is none, or it was revoked before. */
  revoke(id: string, now: number): Promise<boolean>;
  /** Notes the use, unless a later one than `before` is noted already. */
  used(id: string, now: number, before: number): Promise<void>;
}

/** Failed sign-ins by name or address. */
export interface SignInFailures {
  failures: number;
  lastAt: number;
  blockedUntil: number;
}

export interface SignInRule {
  key: string;
  /** Failures that cost nothing. */
  free: number;
  /** The wait after the first that does; each further one doubles it. */
  firstDelayMs: number;
  longestDelayMs: number;
  /** After so long without any, all is forgotten. */
  forgetAfterMs: number;
}

export interface SignInFailureStore {
  /**
   * Counts a failure under each key before anybody knows whether it is one, so that attempts at the same time, on
   * whichever hub, cannot slip past each other. Where one of the keys is blocked nothing is counted, and the answer is
   * until when.
   */
  begin(rules: readonly SignInRule[], now: number): Promise<{ blockedUntil: number } | null>;
  /** It was none after all: `clear` forgets all under the key, `takeBack` this one. */
  clear(key: string): Promise<void>;
  takeBack(key: string): Promise<void>;
  get(key: string): Promise<SignInFailures | null>;
  /** Deletes some of what is older; returns how many. */
  forgetBefore(before: number, limit: number): Promise<number>;
}
