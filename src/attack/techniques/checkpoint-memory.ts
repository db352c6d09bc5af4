import { covers, evidenceOf } from '../../cluster/mounts.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { rootUnlessSaid } from '../escapes.ts';
import { cart, everywhere, podIn, rule } from '../examples.ts';
import { nodesOf, someNode } from '../places.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { accountState, hub, secretState, type State } from '../states.ts';
import type { Step, Technique } from '../technique.ts';
import { secretsOf } from './mounted-secret.ts';
import { placementGap } from './node-to-pods.ts';

const directory = '/var/lib/kubelet/checkpoints';
const onFrom = 30;
const gateGap: Gap = gap('version', 'gap/container-checkpoint', 'Do the kubelets make checkpoints of containers? They do from 1.30 by default, where the runtime can: --kubernetes-version.');

const reader = (path = directory): string => podIn('shop', 'securityContext: {runAsUser: 0}, volumeMounts: [{name: v, mountPath: /v, readOnly: true}]', `serviceAccountName: cart, volumes: [{name: v, hostPath: {path: ${path}}}]`);
const other = podIn('blog', 'env: [{name: K, valueFrom: {secretKeyRef: {name: keys, key: k}}}]', 'serviceAccountName: boss');
const boss = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: boss, namespace: blog}\n---\n';
const ends = { from: cart, to: accountState('blog', 'boss') };
const allowed = everywhere(rule('nodes/checkpoint', 'create'), rule('pods/exec', 'create'));

const makes = rightTechnique({
  ...texts(), rights: [...rightsTo(['create'], '', 'nodes', 'checkpoint'), ...rightsTo(['create'], '', 'nodes', 'proxy')],
  gives: (where) => (where === null ? hub('checkpoint', null) : undefined),
  named: (name, where) => (where === null ? [hub('checkpoint', name)] : []),
});

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    const { minor } = context;
    if (minor !== undefined && minor < onFrom) return;
    const gaps = minor === undefined ? [gateGap] : [];
    const nodes = new Set<string>();
    for (const { container, workload, state } of context.containers) {
      const mount = container.privileged ? undefined : container.hostPaths.find(({ path }) => covers(path, directory));
      const root = rootUnlessSaid(container);
      if (!mount || (root.known && !root.value)) continue;
      for (const node of nodesOf(workload)) {
        nodes.add(node);
        yield { needs: [state], gives: hub('read-checkpoints', node), free: true, because: () => ({ text: `it may read ${mount.path} of the node`, evidence: evidenceOf(container, mount) }) };
      }
    }
    if (nodes.size > 0) yield* makes.steps(context);
    for (const node of nodes) yield* memories(node, gaps, context);
  },
};

export default technique;

/** What the memory of the containers of a node holds: tokens that they have read, and the Secrets in their environment. */
function* memories(node: string, gaps: readonly Gap[], context: AttackContext): Generator<Step> {
  const all = node === someNode ? [...gaps, placementGap] : gaps;
  yield { needs: [hub('checkpoint', null)], gives: hub('checkpoint', node), free: true };
  yield { needs: [hub('checkpoint', node), hub('read-checkpoints', node)], gives: hub('memory', node), certain: all.length === 0, because: () => ({ text: 'a checkpoint writes the memory of a container to the disk of the node', evidence: [], gaps: all }) };
  const targets = new Set<State>();
  for (const { container, workload } of context.containersOn(node)) {
    const { apiToken } = container;
    if (apiToken.known && apiToken.value) targets.add(accountState(apiToken.value.namespace ?? workload.namespace, apiToken.value.name));
    for (const { name } of secretsOf(container)) targets.add(secretState(workload.namespace, name));
  }
  if (targets.size > 0) yield { needs: [hub('memory', node)], gives: [...targets], free: true };
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/checkpoint-memory',
    title: 'has the memory of a container written to disk',
    why: 'The kubelet makes checkpoints of running containers: files on the node with all of their memory, the tokens and Secrets in it included. Who may ask for one and read that directory has them, without being in the container.',
    aliases: ['D19'],
    attack: ['T1003'],
    microsoft: ['MS-TA9041'],
    effort: 2,
    detects: 'New files below /var/lib/kubelet/checkpoints.',
    removes: 'Take nodes/checkpoint and nodes/proxy away, and mount nothing of the kubelet’s directory.',
    examples: {
      present: [{ objects: boss + allowed + reader() + other, ...ends, version: '1.34' }, { objects: boss + allowed + reader() + other, from: cart, to: 'secret:blog/keys', version: '1.34' }],
      absent: [
        { objects: boss + allowed + reader() + other, ...ends, version: '1.29' },
        { objects: boss + allowed + reader('/var/lib/kubelet/device-plugins') + other, ...ends, version: '1.34' },
        { objects: boss + everywhere(rule('nodes/checkpoint', 'get'), rule('pods/exec', 'create')) + reader() + other, ...ends, version: '1.34' },
        { objects: boss + allowed + reader() + other.replace('nodeName: worker', 'nodeName: else'), ...ends, version: '1.34' },
      ],
      unknown: [{ objects: boss + allowed + reader() + other, ...ends }],
    },
  };
}
