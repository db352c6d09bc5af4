// Who shares a node, and its kernel, with whom.

import { entries, text } from '../../cluster/read.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import { placementGap } from '../../attack/techniques/node-to-pods.ts';
import { isPublic } from '../../engines/network/of-cluster.ts';
import type { Holder, Match, Right } from '../../engines/rights.ts';
import { refLabel } from '../../model/object.ts';
import { assumed, known, map, unknown } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { mayHold } from './held.ts';
import { ofCluster, orElse, present, textAt, type Decisions } from './instances.ts';
import { containersOf, whichCommand, workloadsOf } from './running.ts';

export const sharedNodeDecisions: Decisions = {
  'threat/NOD-05': {
    severity: { gain: 'secrets', position: 'a container', effort: 'several weaknesses' },
    decide: mixedTiers,
  },
  'threat/RUN-02': {
    severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
    decide: (context) => [...openRuntimes(context), ofCluster('the runtimes of the nodes', unknown(runtimeGap))],
  },
  'threat/RUN-03': {
    severity: { gain: 'node', position: 'a container', effort: 'several weaknesses' },
    decide: (context) => [sharedKernel(context)],
  },
};

const runtimeGap = gap('node', 'gap/runtime-listens', 'Does the container runtime of a node listen on TCP? ss -ltnp on the node shows dockerd, containerd and crio with their addresses.');
const untrustedGap = gap('person', 'gap/untrusted-workloads', 'Is all code that runs here trusted? Code of customers or of tenants who do not trust each other needs a sandbox or nodes of its own.');

const strongRights: readonly Right[] = [{ verb: 'list', group: '', resource: 'secrets' }, { verb: 'get', group: '', resource: 'secrets' }, { verb: 'create', group: '', resource: 'pods' }];

/** Pods that are open to the outside beside pods whose account is strong. What runs on every node is told by NOD-03. */
function* mixedTiers(context: Context): Iterable<ThreatInstance> {
  const all = workloadsOf(context);
  const open = all.filter((workload) => isPublic(context.cluster, workload));
  if (open.length === 0) return yield ofCluster('nothing that was given is open to the outside', assumed(false));
  const byNode = new Map<string, Workload>();
  for (const workload of open) for (const node of workload.nodes) if (!byNode.has(node)) byNode.set(node, workload);
  yield* orElse(strongOf(all, context, (workload, match) => beside(workload, match, open, byNode)), () => ofCluster('no workload that was given holds rights of the whole cluster', map(context.rights.whole, () => false)));
}

function* strongOf(all: readonly Workload[], context: Context, judge: (workload: Workload, match: Match) => ThreatInstance): Iterable<ThreatInstance> {
  const known_ = new Map<string, Match | undefined>();
  for (const workload of all) {
    if (workload.ref.kind === 'DaemonSet') continue;
    const { namespace, serviceAccount: { name } } = workload;
    const key = `${namespace}/${name}`;
    if (!known_.has(key)) known_.set(key, strongMatch({ kind: 'ServiceAccount', name, namespace }, context));
    const match = known_.get(key);
    if (match) yield judge(workload, match);
  }
}

function strongMatch(holder: Holder, context: Context): Match | undefined {
  if (!mayHold(holder, strongRights, context)) return undefined;
  return strongRights.map((right) => context.rights.held(holder, right, 'cluster')?.match).find((match) => match?.names.length === 0);
}

function beside(workload: Workload, match: Match, open: readonly Workload[], byNode: ReadonlyMap<string, Workload>): ThreatInstance {
  const node = [...workload.nodes].toSorted().find((each) => (byNode.get(each) ?? workload) !== workload);
  const other = node === undefined ? undefined : byNode.get(node);
  const account = workload.at('serviceAccountName');
  if (node !== undefined && other) return present(workload.ref, `holds rights of the whole cluster and shares node ${node} with ${refLabel(other.ref)}, which is open to the outside`, account, match.evidence, other.at('nodeName'));
  const placed = workload.nodes.size > 0 && open.every((each) => each === workload || each.nodes.size > 0);
  return { scope: workload.ref, message: 'holds rights of the whole cluster', exposed: placed ? known(false, account) : unknown(placementGap) };
}

/** Docker inside a pod that takes commands from the network without asking for a certificate. */
function* openRuntimes(context: Context): Iterable<ThreatInstance> {
  const commands = whichCommand(context);
  const isDocker = /(^|\/)docker(:.*dind|@)/;
  for (const [index, container] of containersOf(context).entries()) {
    const list = commands[index] === true ? ['command', 'args'].find((each) => listensOnTcp(container, each)) : undefined;
    const variable = isDocker.test(container.image) ? entries(container.spec['env']).find(({ value }) => value['name'] === 'DOCKER_TLS_CERTDIR' && (text(value['value']) ?? '') === '' && value['valueFrom'] === undefined) : undefined;
    const shown = list !== undefined ? container.at(list) : variable ? container.at('env', variable.index) : undefined;
    if (shown) yield present(container.workload.ref, `container ${container.name}: takes commands for Docker over TCP without a certificate`, shown);
  }
}

function listensOnTcp({ spec, image }: Container, list: string): boolean {
  const words = Array.isArray(spec[list]) ? spec[list].join(' ') : '';
  return (/dockerd/.test(words) || /(^|\/)docker:.*dind/.test(image)) && /(^|\s)(-H|--host)[= ]?tcp:\/\/(?!127\.|localhost|\[::1\])/.test(words) && !/--tlsverify(\s|$)/.test(words);
}

const sandboxes = /gvisor|runsc|kata/;

function sharedKernel(context: Context): ThreatInstance {
  const inSandbox = ({ spec }: Workload): boolean => {
    const name = text(spec['runtimeClassName']);
    const object = name === undefined ? undefined : context.cluster.find('RuntimeClass', 'node.k8s.io', undefined, name);
    return object !== undefined && sandboxes.test(textAt(object, 'handler'));
  };
  const all = workloadsOf(context);
  const first = all.find((workload) => !inSandbox(workload));
  if (first) return ofCluster('workloads share the kernel of their node', unknown(untrustedGap));
  return ofCluster('every workload that was given runs in a sandbox', all[0] ? known(false, all[0].at('runtimeClassName')) : assumed(false));
}
