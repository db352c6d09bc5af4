/** Who or what would answer: a right in the API, a node, a flag, a cloud API, a registry, an audit log, a person, another policy engine, or a later version of Glacis. */
export type GapSource = 'api' | 'node' | 'flags' | 'cloud' | 'registry' | 'audit' | 'person' | 'policy-engine' | 'version' | 'not-assessed';

/** One thing that was not read. A thousand verdicts wait for one gap, so gaps of one id are one object. */
export interface Gap {
  /** `gap/` and a kebab-case name, with the object it is about where there is one: `gap/kubelet-config/worker-1`. */
  readonly id: string;
  readonly source: GapSource;
  /** The question, and what answers it: a command, a right, a file, a flag of ours, a person. */
  readonly ask: string;
}

const gaps = new Map<string, Gap>();

/** The gap of that id. The first wording of an id stays. */
export function gap(source: GapSource, id: `gap/${string}`, ask: string): Gap {
  const known = gaps.get(id);
  if (known) return known;
  const made: Gap = Object.freeze({ id, source, ask });
  gaps.set(id, made);
  return made;
}
