import type { Assessment } from '../model/assessment.ts';
import type { GraphNode, GraphStep, PathResult } from '../model/attack-path.ts';

export interface ExportedStep extends GraphStep {
  /** What the attacker does. */
  readonly title: string;
  readonly attack: readonly string[];
}

/** What lies between footholds and goals, for other programs. */
export interface GraphExport {
  readonly tool: Assessment['tool'];
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly steps: readonly ExportedStep[];
  /** The cheapest path, where two ends were given. */
  readonly path: PathResult | null;
  readonly now: Date;
  readonly nounOf: (end: string) => string;
  /** The tactics of a technique of ATT&CK. */
  readonly tacticsOf: (technique: string) => readonly Tactic[];
}

export interface Tactic {
  /** `lateral-movement`. */
  readonly name: string;
  readonly id: string;
}

/** One format of `glacis export`. A file of `graph-formats/` exports one, and its name is the format's. */
export interface GraphFormat {
  readonly what: string;
  /** It tells one path, and needs two ends. */
  readonly path?: true;
  readonly write: (report: GraphExport) => string;
}

/** A vertex of a plain graph: an end, or a step that needs several at once. */
export interface Vertex {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly foothold: string | null;
  readonly goal: boolean;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Undefined on the way into a step that needs several at once. */
  readonly step: ExportedStep | undefined;
}

/** As a graph whose edges have one start: what needs several at once goes through a vertex of its own. */
export function plainGraph({ nodes, steps, nounOf }: GraphExport): { readonly vertices: readonly Vertex[]; readonly edges: readonly Edge[] } {
  const joint = steps.filter(({ from }) => from.length > 1);
  const names = new Map(joint.map((step, index) => [step, `all-of:${index + 1}`]));
  return {
    vertices: [
      ...nodes.map(({ id, foothold, goal }) => ({ id, kind: kindOf(id), label: nounOf(id), foothold, goal })),
      ...joint.map((step) => ({ id: names.get(step) ?? '', kind: 'all-of', label: 'all of', foothold: null, goal: false })),
    ],
    edges: steps.flatMap((step): readonly Edge[] => {
      const name = names.get(step);
      return name === undefined ? [{ from: step.from[0] ?? '', to: step.to, step }] : [...step.from.map((from) => ({ from, to: name, step: undefined })), { from: name, to: step.to, step }];
    }),
  };
}

/** `serviceaccount` of `serviceaccount:shop/cart`. */
export function kindOf(id: string): string {
  const at = id.indexOf(':');
  const kind = at < 0 ? id : id.slice(0, at);
  return kind === 'may' || kind === 'open' || kind === 'files' || kind === 'volumes' ? 'power' : kind;
}
