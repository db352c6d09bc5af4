/** Another tool whose checks ours can be told by. A check that shares the meaning may judge it otherwise. */
export interface Peer {
  readonly title: string;
  /** Its own ids by the id of our rule. */
  readonly checks: Readonly<Record<string, readonly string[]>>;
}
