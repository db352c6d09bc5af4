import { ofCluster } from '../../knowledge/deputies/cluster-api.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { hub, nodeState, type State } from '../states.ts';
import type { Step } from '../technique.ts';

interface Seen {
  /** Namespaces in which there is a Cluster. */
  readonly clusters: ReadonlySet<string>;
  /** `NS/NAME` of the Clusters that nodes say they are of. */
  readonly ofNodes: ReadonlySet<string>;
}

const seen = new WeakMap<AttackContext, Seen>();

function seenIn(context: AttackContext): Seen {
  let found = seen.get(context);
  if (!found) {
    const { cluster } = context;
    const ofNodes = cluster.given('Node').flatMap(({ metadata: { annotations } }) => (annotations?.[ofCluster.namespace] === undefined ? [] : [`${annotations[ofCluster.namespace]}/${annotations[ofCluster.name]}`]));
    found = { clusters: new Set(cluster.given('Cluster', 'cluster.x-k8s.io').map((object) => cluster.ref(object).namespace ?? '')), ofNodes: new Set(ofNodes) };
    seen.set(context, found);
  }
  return found;
}

/** Root on the machines that Cluster API makes for a Cluster of a namespace. */
export function machinesHub(namespace: string): State {
  return hub('own-machines', namespace);
}

/** Whether there is a Cluster in the namespace, which takes machines. */
export function hasCluster(namespace: string, context: AttackContext): boolean {
  return seenIn(context).clusters.has(namespace);
}

/** Whether a Cluster of the namespace is this cluster: what is not known about it, undefined where it is another. */
export function standsForThis(namespace: string, context: AttackContext): readonly Gap[] | undefined {
  const { clusters, ofNodes } = seenIn(context);
  // Another cluster may manage this one, in a namespace of that name.
  if ([...ofNodes].some((each) => each.startsWith(`${namespace}/`))) return clusters.has(namespace) ? [] : [self(namespace)];
  return ofNodes.size > 0 || context.cluster.list('Node', '').known ? undefined : [self(namespace)];
}

function self(namespace: string): Gap {
  return gap('api', `gap/deputy-cluster-api/${namespace}`, `Is one of the Clusters of ${namespace} this cluster? kubectl get clusters.cluster.x-k8s.io -n ${namespace}; kubectl get nodes -o yaml, annotation ${ofCluster.namespace}`);
}

/** Its machines are nodes. Those of the control plane are made by another kind. */
export function* machinesOf(context: AttackContext): Generator<Step> {
  for (const { metadata: { name, annotations, labels } } of context.cluster.given('Node')) {
    const namespace = annotations?.[ofCluster.namespace];
    if (namespace !== undefined && labels?.['node-role.kubernetes.io/control-plane'] === undefined) yield { needs: [machinesHub(namespace)], gives: nodeState(name), free: true };
  }
  // Which nodes, nothing says.
  if (seenIn(context).ofNodes.size === 0) for (const namespace of context.cluster.namespaces) yield { needs: [machinesHub(namespace)], gives: hub('own-nodes', null), free: true };
}
