// What the cluster itself is made of: programs, versions, agents and keys.

import { text } from '../../cluster/read.ts';
import { minorIn } from '../../cluster/version.ts';
import { neighbourOf, repositoryOf } from '../../knowledge/neighbours.ts';
import { retiredPrograms } from '../../knowledge/retired.ts';
import { evidence } from '../../model/evidence.ts';
import { known, map, type Fact } from '../../model/fact.ts';
import { refKey } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { isPinned } from './supply-chain.ts';
import { absent, noneOf, ofCluster, orElse, present, type Decisions } from './instances.ts';
import { perContainer } from './per-container.ts';
import { containersOf, whichRun } from './running.ts';

export const infrastructureDecisions: Decisions = {
  'threat/SCI-01': {
    severity: { gain: 'cluster', position: 'an administrator', effort: 'several weaknesses' },
    decide: (context) =>
      context.components.all.flatMap(({ id, ref, workload }): readonly ThreatInstance[] => {
        const container = workload?.containers[0];
        if (!container || !released.has(id)) return [];
        const repository = repositoryOf(container.image);
        return [releaseHosts.test(repository) ? absent(ref, `${id} comes from the release registry`, container.at('image')) : present(ref, `${id} comes from ${repository}, which is not the release registry`, container.at('image'))];
      }),
  },
  'threat/SCI-02': {
    severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
    decide: (context) => context.components.of('kubelet').map((kubelet) => ({ scope: kubelet.ref, ...skewOf(kubelet.version, context) })),
  },
  'threat/SCI-06': {
    severity: { gain: 'node', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse(nodeAgents(context), () => ofCluster('no DaemonSet with power over its node was given', known(false))),
  },
  'threat/SCI-07': {
    severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
    decide: (context) => {
      const retiredIn = (repository: string): (typeof retiredPrograms)[number] | undefined => retiredPrograms.find(({ image }) => image.test(repository));
      const asked = whichRun(context, (repository) => retiredIn(repository) !== undefined);
      return perContainer(context, (container) => {
        const retired = retiredIn(repositoryOf(container.image));
        return retired ? { message: `runs ${retired.name}, ${retired.ended}`, exposed: known(true, container.at('image')) } : 'not so';
      }, undefined, asked);
    },
  },
  'threat/SCI-08': {
    severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(keysOfOtherClusters(context), () => noneOf(context, 'Secret', '', 'no key of another cluster is kept here')),
  },
};

const released: ReadonlySet<string> = new Set(['kube-apiserver', 'etcd', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'cluster-dns']);
const releaseHosts = /^(registry\.k8s\.io|k8s\.gcr\.io|gcr\.io\/google[_-]containers|quay\.io\/openshift(-release-dev)?|quay\.io\/coreos|rancher|docker\.io\/rancher|index\.docker\.io\/rancher|[\w-]+\.dkr\.ecr\.[\w-]+\.amazonaws\.com\/eks|gke\.gcr\.io|mcr\.microsoft\.com\/oss)(\/|$)/;

/** A kubelet may be up to three minors older than its API server, and never newer. */
function skewOf(version: Fact<string>, { cluster }: Context): Pick<ThreatInstance, 'message' | 'exposed'> {
  const message = version.known ? `kubelet ${version.value}` : 'kubelet';
  if (!version.known) return { message, exposed: version };
  const own = minorIn(version.value);
  const exposed = map(cluster.version, ({ minor }) => own !== undefined && (own < minor - 3 || own > minor));
  return { message: `${message} beside API server ${cluster.version.known ? cluster.version.value.text : 'of unknown version'}`, exposed: exposed.known ? known(exposed.value, ...version.evidence, ...exposed.evidence) : exposed };
}

const agentPaths = ['/opt/cni', '/etc/cni', '/var/lib/kubelet', '/dev'];

function* nodeAgents(context: Context): Iterable<ThreatInstance> {
  const seen = new Set<string>();
  for (const container of containersOf(context)) {
    const { workload } = container;
    if (workload.ref.kind !== 'DaemonSet' || seen.has(`${refKey(workload.ref)}/${container.image}`)) continue;
    const path = container.hostPaths.find((each) => agentPaths.some((agent) => each.path === agent || each.path.startsWith(`${agent}/`)));
    if (!container.privileged && !path) continue;
    seen.add(`${refKey(workload.ref)}/${container.image}`);
    const what = neighbourOf(container.image)?.name ?? 'an agent';
    const shown = path?.evidence ?? container.at('securityContext', 'privileged');
    yield isPinned(container.image)
      ? absent(workload.ref, `container ${container.name}: ${what} is root on every node, by an image pinned by digest`, container.at('image'))
      : present(workload.ref, `container ${container.name}: ${what} is root on every node, and its image ${container.image} can change`, container.at('image'), shown);
  }
}

function* keysOfOtherClusters(context: Context): Iterable<ThreatInstance> {
  for (const secret of context.cluster.given('Secret')) {
    const ref = context.cluster.ref(secret);
    const { labels } = secret.metadata;
    const type = text(secret['type']);
    const kubeconfig = context.cluster.secretFacts(secret)?.keys.find(({ format }) => format === 'kubeconfig');
    if (labels?.['argocd.argoproj.io/secret-type'] === 'cluster') yield present(ref, 'is a key of another cluster, kept for Argo CD', evidence(ref, ['metadata', 'labels', 'argocd.argoproj.io/secret-type'], 'cluster'));
    else if (type === 'cluster.x-k8s.io/secret' && ref.name.endsWith('-kubeconfig')) yield present(ref, 'is the administrator of a cluster that Cluster API made', evidence(ref, ['type'], type));
    else if (ref.name.startsWith('tfstate-')) yield present(ref, 'is the state of Terraform, which holds what it created', evidence(ref, ['metadata', 'name'], ref.name));
    else if (kubeconfig) yield present(ref, `holds a kubeconfig in key ${kubeconfig.name}`, evidence(ref, ['data', kubeconfig.name]));
  }
}

