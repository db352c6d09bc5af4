// What nodes are made of: container runtime, operating system, kernel and the image they start from.

import { text } from '../../cluster/read.ts';
import { flawsOf } from '../../engines/vulnerabilities/index.ts';
import { kernelFlaws } from '../../engines/vulnerabilities/kernel.ts';
import { nodeSystemOf } from '../../knowledge/node-systems.ts';
import { chain, known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import { remember } from '../../model/remember.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { at, ofCluster, orElse, type Decisions } from './instances.ts';

export const nodeSoftwareDecisions: Decisions = {
  'threat/SCI-03': {
    severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
    decide: (context) => {
      const flaws = flawsOfRuntimes(context);
      return perNode(context, (node) => runtimeOf(node, context, flaws));
    },
  },
  'threat/SCI-04': {
    severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
    decide: (context) => perNode(context, (node) => systemOf(node, context)),
  },
  'threat/SCI-05': {
    severity: { gain: 'node', position: 'an administrator', effort: 'several weaknesses' },
    decide: (context) => [nodeImages(context)],
  },
  'threat/SCI-09': {
    severity: { gain: 'cluster', position: 'an administrator', effort: 'several weaknesses' },
    decide: () => [ofCluster('which tools administrators and pipelines use is not seen from the cluster', unknown(gap('person', 'gap/administration-tools', 'Do kubectl, its plug-ins and the images of pipelines come from a list that you verify? The audit log shows by userAgent what calls.')))],
  },
};

type Told = Pick<ThreatInstance, 'message' | 'exposed'>;

function perNode(context: Context, judge: (node: KubernetesObject) => Told): Iterable<ThreatInstance> {
  const nodes = context.cluster.given('Node').map((node): ThreatInstance => ({ scope: context.cluster.ref(node), ...judge(node) }));
  return orElse(nodes, () => ofCluster('no node was given', chain(context.cluster.list('Node', ''), () => known(false))));
}

const info = (node: KubernetesObject, field: string): string => text(valueAt(node, ['status', 'nodeInfo', field])) ?? '';
const unread = gap('api', 'gap/node-versions', 'Which kubelet and container runtime does each node run? kubectl get nodes -o json');

type Flaws = ReturnType<typeof flawsOf>;

/** What is known of a container runtime on an operating system: most nodes run the same. */
function flawsOfRuntimes({ cluster }: Context): (program: string, version: string, system: string) => Flaws {
  const asked = remember((key: string) => {
    const [program = '', version = '', system = ''] = key.split('\n');
    return flawsOf(program, version, { cluster, ...(system === '' ? {} : { system }) });
  });
  return (...parts) => asked(parts.join('\n'));
}

function runtimeOf(node: KubernetesObject, { cluster }: Context, flawsIn: ReturnType<typeof flawsOfRuntimes>): Told {
  const written = info(node, 'containerRuntimeVersion');
  const [program = '', version = ''] = written.split('://');
  if (version === '') return { message: 'its container runtime is not known', exposed: unknown(unread) };
  const system = info(node, 'operatingSystem');
  const shown = at(node, cluster.ref(node), 'status', 'nodeInfo', 'containerRuntimeVersion');
  const exposed = chain(flawsIn(program, version, system), ({ flaws }): Fact<boolean> =>
    // What starts the containers, runc or crun, is not in the API.
    flaws.length > 0 ? known(true, shown) : unknown(gap('node', 'gap/runc-version', 'Which runc or crun do the nodes run? runc --version on each node')),
  );
  return { message: exposed.known ? `runs ${program} ${version}, which has known flaws` : `runs ${program} ${version}`, exposed };
}

function systemOf(node: KubernetesObject, { cluster, today }: Context): Told {
  const osImage = info(node, 'osImage');
  const kernel = info(node, 'kernelVersion');
  const ref = cluster.ref(node);
  const system = nodeSystemOf(osImage);
  if (system && today.toISOString().slice(0, 10) > system.until) return { message: `runs ${system.name}, which got its last ordinary fixes on ${system.until}`, exposed: known(true, at(node, ref, 'status', 'nodeInfo', 'osImage')) };
  if (info(node, 'operatingSystem') === 'windows') return { message: `runs ${osImage}`, exposed: unknown(gap('node', 'gap/windows-updates', 'Which updates are installed on the Windows nodes? Get-HotFix on each')) };
  const flaws = kernelFlaws(kernel);
  if (!flaws) return { message: 'its kernel is not known', exposed: unknown(unread) };
  if (flaws.length === 0) return { message: `runs kernel ${kernel}, newer than the flaws known here`, exposed: known(false, at(node, ref, 'status', 'nodeInfo', 'kernelVersion')) };
  return {
    message: `runs kernel ${kernel}; ${flaws.length} known flaws have that number, unless its distribution mended them`,
    exposed: unknown(gap('node', `gap/kernel-fixes/${kernel}`, `Did the distribution mend the known flaws of kernel ${kernel} (${flaws.slice(0, 3).map(({ id }) => id).join(', ')}${flaws.length > 3 ? ` and ${flaws.length - 3} more` : ''})? Its security tracker tells.`)),
  };
}

const poolLabels = ['cloud.google.com/gke-nodepool', 'eks.amazonaws.com/nodegroup', 'kubernetes.azure.com/agentpool', 'agentpool', 'karpenter.sh/nodepool'];

/** Mixed images in one pool add to the question; who made the image is not in the cluster. */
function nodeImages({ cluster }: Context): ThreatInstance {
  const pools = new Map<string, Set<string>>();
  for (const node of cluster.given('Node')) {
    const label = poolLabels.find((each) => node.metadata.labels?.[each] !== undefined);
    const pool = label === undefined ? undefined : node.metadata.labels?.[label];
    if (pool !== undefined) pools.set(pool, (pools.get(pool) ?? new Set()).add(info(node, 'osImage')));
  }
  const mixed = [...pools].filter(([, images]) => images.size > 1).map(([pool]) => pool);
  return ofCluster(
    mixed.length === 0 ? 'who makes the images of the nodes is not seen from the cluster' : `nodes of pool ${mixed.join(', ')} run different images`,
    unknown(gap('cloud', 'gap/node-images', 'Who makes the images and start scripts of the nodes, and does each node prove at its start that they are unchanged (Secure Boot, attestation)? The launch templates of the provider, or a person, tell.')),
  );
}
