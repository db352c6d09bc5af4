import { entries, text } from '../../cluster/read.ts';
import { hasFlaw } from '../../engines/vulnerabilities/index.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { known, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import { remember } from '../../model/remember.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, namespace, node, podIn, rule } from '../examples.ts';
import { through } from '../guards.ts';
import { someNode, type NodePlace } from '../places.ts';
import { hub, type State } from '../states.ts';
import { defineTechnique, stepsTo, type Technique } from '../technique.ts';

const gitGap: Gap = gap('node', 'gap/git-on-nodes', 'Is the program git installed where the kubelet runs? It clones with it: which git, on a node.');

const kubelet = (version: string, name = 'worker', more = ''): string => node(name, more).replace('---\n', `status: {nodeInfo: {kubeletVersion: ${version}}}\n---\n`);
const makes = inShop(rule('pods', 'create')) + namespace('shop', 'baseline');
const cloned = podIn('blog', '', 'volumes: [{name: g, gitRepo: {repository: "https://git.example/a.git"}}]');
const to = 'node:worker';

const technique: Technique = defineTechnique({
  id: 'technique/git-volume',
  title: 'has the kubelet run a hook of a Git repository',
  why: 'A gitRepo volume is cloned by the kubelet itself, as root of the node. Kubelets before 1.28.12, 1.29.7 and 1.30.3 of their minors run a hook that the repository brings along (CVE-2024-10220), and the level baseline lets such volumes in.',
  aliases: ['E25'],
  attack: ['T1611', 'T1068'],
  microsoft: [],
  effort: 2,
  detects: 'Audit events that create pods with volumes of type gitRepo.',
  removes: 'Upgrade the kubelets, or enforce Pod Security restricted in the namespace: it lets no gitRepo volume in.',
  *steps(context) {
    const nodes = flawedNodes(context);
    if (nodes.length === 0) return;
    for (const name of new Set([...context.cluster.namespaces, ...context.accounts.keys()])) {
      yield* through(context.guards.cloning(name), [hub('make-pods', name)], hub('git-volumes', name), (how) => ({ text: `${how}${name} lets a pod with a gitRepo volume in`, evidence: [] }));
      yield { needs: [hub('git-volumes', name)], gives: hub('git-volumes', null), free: true };
    }
    for (const certain of [true, false]) {
      const some = nodes.filter(({ gaps }) => (gaps.length === 0) === certain);
      yield* stepsTo(some, { needs: [hub('git-volumes', null)], certain, free: true }, ({ at, gaps }) => ({ text: certain ? 'its kubelet runs the hooks of what it clones' : 'its kubelet may run the hooks of what it clones', evidence: at, gaps }));
    }
  },
  examples: {
    present: [{ objects: makes + kubelet('v1.29.6') + cloned, from: cart, to }, { objects: makes + kubelet('v1.27.16') + cloned, from: cart, to }],
    absent: [
      { objects: makes + kubelet('v1.29.7') + cloned, from: cart, to },
      { objects: makes + kubelet('v1.31.0') + cloned, from: cart, to },
      { objects: makes + kubelet('v1.30.2', 'other') + kubelet('v1.30.3') + cloned, from: cart, to },
      { objects: makes.replace('baseline', 'restricted') + kubelet('v1.29.6') + cloned, from: cart, to },
      { objects: makes.replace('[create]', '[get]') + kubelet('v1.29.6') + cloned, from: cart, to },
      { objects: makes + kubelet('v1.29.6', 'worker', 'labels: {type: virtual-kubelet}') + cloned, from: cart, to },
      { objects: makes + node('worker') + cloned, from: cart, to, version: '1.34' },
      { objects: makes + node('worker') + cloned, from: cart, to },
    ],
    unknown: [
      { objects: makes + kubelet('v1.29.6'), from: cart, to },
      { objects: makes + kubelet('v1.29.6') + cloned.replace('nodeName: worker', 'nodeName: other'), from: cart, to },
      { objects: makes + kubelet('v1.29.6-eks-1552ad0') + cloned, from: cart, to },
      { objects: makes + node('worker') + cloned, from: cart, to, version: '1.29' },
    ],
  },
});

export default technique;

interface Flawed {
  readonly gives: State;
  readonly at: readonly Evidence[];
  readonly gaps: readonly Gap[];
}

/** Nodes whose kubelet has the flaw or may have it. The gate that ends gitRepo volumes came with later versions. */
function flawedNodes(context: AttackContext): readonly Flawed[] {
  const { cluster, nodes } = context;
  // No minor that is still supported has the flaw: a version that nobody knows is not taken for an old one.
  const byVersion = remember((version: string): Fact<boolean> => (version === '' ? known(false) : hasFlaw('kubelet', 'CVE-2024-10220', version)));
  const general = cluster.version.known ? cluster.version.value.text : '';
  let cloning: ReadonlySet<string> | undefined;
  return nodes.flatMap(({ name, state, object, ordinary }: NodePlace) => {
    // Virtual nodes have no disk to clone to, and pods of Windows are others.
    if (!ordinary || (name === someNode && nodes.length > 1)) return [];
    const written = object && text(valueAt(object, ['status', 'nodeInfo', 'kubeletVersion']));
    const flawed = byVersion(written ?? general);
    if (flawed.known && !flawed.value) return [];
    cloning ??= cloningNodes(context);
    return [{ gives: state, at: object ? [evidence(cluster.ref(object), ['status', 'nodeInfo', 'kubeletVersion'], written)] : [], gaps: [...(flawed.known ? [] : flawed.gaps), ...(cloning.has(name) ? [] : [gitGap])] }];
  });
}

/** Nodes that run a pod with such a volume: without git it would not have started. */
function cloningNodes({ cluster }: AttackContext): ReadonlySet<string> {
  const found = cluster.workloads.filter(({ spec, running }) => running > 0 && entries(spec['volumes']).some(({ value }) => value['gitRepo'] !== undefined));
  return new Set(found.flatMap(({ nodes }) => [...nodes]));
}
