export interface Port {
  readonly port: number | string;
  /** What answers there, on which address by default, and whether it asks who calls. */
  readonly what: string;
}

/** A component of the cluster, or what stands beside the components and changes the threat model. */
export interface ComponentEntry {
  readonly id: `component/${string}`;
  readonly title: string;
  /** One of the nine that the guidance names. */
  readonly named: boolean;
  readonly does: string;
  readonly ports: readonly Port[];
  readonly gain: string;
  readonly configuredIn: string;
  /** How Glacis finds it. */
  readonly foundBy: string;
}

/** A word of the guidance or of Kubernetes security. */
export interface Word {
  readonly word: string;
  readonly aliases: readonly string[];
  /** Two or three sentences. */
  readonly text: string;
  /** Ids that lead on: recommendations, threats, components, rules. */
  readonly see: readonly string[];
}
