import { AttackGraph } from '../../attack/attack-graph.ts';
import type { PathStep } from '../../attack/path.ts';
import { clusterAdmin } from '../../attack/states.ts';
import { giftsOf, type Example, type Technique } from '../../attack/technique.ts';
import { Cluster } from '../../cluster/cluster.ts';
import { collectText } from '../../collect/index.ts';

/** What a technique needs and gives, read off its own examples, so that it cannot say other than it does. */
export interface Shown {
  /** Where it starts, and what makes the step. */
  readonly needs: readonly (readonly [from: string, because: string])[];
  readonly gives: readonly string[];
}

const mostReasons = 4;

const nouns: Readonly<Record<string, string>> = {
  container: 'a container', pod: 'a pod', node: 'root on a node', user: 'a user', group: 'a group', serviceaccount: 'a service account',
  secret: 'a Secret', role: 'the rights of a Role', clusterrole: 'the rights of a ClusterRole', cloud: 'a cloud identity', internet: 'the internet',
  'cluster-admin': 'cluster-admin', 'all-secrets': 'all Secrets', 'node-root': 'root on a node', etcd: 'etcd',
};

/** Where no example is present for certain, those that rest on something not known are shown. */
export function shown(technique: Technique): Shown {
  const { examples } = technique;
  const chosen = examples.present.length > 0 ? examples.present : examples.unknown;
  const rows = chosen.map((example) => {
    const { also, reasons } = stepOf(technique, example);
    const from = [example.from, ...also.filter((each) => each !== example.from)].map(kindOf).join(' and ');
    return [from, because(reasons, example)] as const;
  });
  return { needs: [...new Map(rows.map((row) => [row.join('\n'), row])).values()], gives: [...new Set(chosen.map(({ to }) => kindOf(to)))] };
}

function kindOf(end: string): string {
  const kind = end.split(':')[0] ?? end;
  return nouns[kind] ?? end;
}

/** The step on the cheapest path that the example has; where it only opens the way for another technique, what makes it so. */
function stepOf(technique: Technique, { objects, from, to, version }: Example): Pick<PathStep, 'also' | 'reasons'> {
  const graph = AttackGraph.of(Cluster.from(collectText(objects).snapshot, version === undefined ? {} : { kubernetesVersion: version }));
  const found = graph.pathsBetween(graph.seedsOf(from), to, 'possible', 5).found.flatMap(({ steps }) => steps).find((step) => step.technique.id === technique.id);
  if (found) return found;
  const own = [...technique.steps(graph.model.context)].filter(({ needs }) => !needs.includes(clusterAdmin)).flatMap((step) => giftsOf(step).flatMap((_, index) => step.because?.(index).text ?? []));
  return { also: [], reasons: [...new Set(own)].filter((reason) => !roleName.test(reason) || exampleRole.test(reason)).slice(0, mostReasons) };
}

/** The reasons without the names of the example's role; that it is bound goes without saying beside a right of it. */
function because(reasons: readonly string[], { version }: Example): string {
  const rights = reasons.filter((reason) => roleName.test(reason));
  const told = reasons.filter((reason) => rights.length === 0 || !/^(Cluster)?RoleBinding \S+$/.test(reason)).map((reason) => reason.replace(roleName, (_, all: string | undefined) => (all === undefined ? 'may ' : `has ${all}`)));
  return [[...new Set(told)].join('; '), ...(version === undefined ? [] : [`Kubernetes ${version}`])].filter((part) => part !== '').join(', on ');
}

// Beside it every cluster is born with roles.
const exampleRole: RegExp = /Role (\S+\/)?given: /;
const roleName: RegExp = /^(?:Cluster)?Role \S+: (every )?/;
