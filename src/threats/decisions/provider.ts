// What stands under the cluster: the cloud account, its administrators, the machines.

import { text } from '../../cluster/read.ts';
import { cloudGroups } from '../../knowledge/deputies/infrastructure.ts';
import { knownClouds, withoutCloud } from '../../knowledge/clouds.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { holdersOf } from './held.ts';
import { isTenant } from './holders.ts';
import { at, ofCluster, orElse, present, textAt, type Decisions } from './instances.ts';
import { only, whichRun } from './running.ts';

export const providerDecisions: Decisions = {
  'threat/CCM-02': {
    severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
    decide: cloudMakers,
  },
  'threat/INP-01': {
    severity: { gain: 'secrets', position: 'an administrator', effort: 'several weaknesses' },
    decide: () => [ofCluster('the memory of the machines', unknown(gap('cloud', 'gap/confidential-nodes', 'Do workloads with marked data run on confidential or dedicated machines? The node pools in the cloud account say so.')))],
  },
  'threat/INP-03': {
    severity: { gain: 'cluster', position: 'an administrator', effort: 'none' },
    decide: (context) => [{ ...ofCluster('administrators of the cloud account', unknown(gap('cloud', 'gap/cloud-administrators', 'Which principals of the cloud account may get credentials of the cluster, change who logs in to it, or run commands on its nodes?'))), asset: inCloud(context) }],
  },
  'threat/INP-04': {
    severity: { gain: 'node', position: 'an administrator', effort: 'none' },
    decide: (context) => orElse(sessionAgents(context), () => ofCluster('run-command and serial consoles', unknown(gap('cloud', 'gap/run-command', 'Is an agent for sessions or commands, or the serial console, on at the nodes, and who may use it?')))),
  },
  'threat/INP-05': {
    severity: { gain: 'information', position: 'an administrator', effort: 'one more weakness' },
    decide: () => [ofCluster('the network under the cluster', unknown(gap('cloud', 'gap/network-principals', 'Who may change routes, firewalls, load balancers and the DNS zones of the API server and of the sites, and does a change raise an alert?')))],
  },
  'threat/INP-06': {
    severity: { gain: 'secrets', position: 'an administrator', effort: 'several weaknesses' },
    decide: (context) => orElse(context.cluster.given('Node').map((node) => machine(node, context)), () => ofCluster('the machines of the nodes', unknown(physicalGap))),
  },
  'threat/INP-08': {
    severity: { gain: 'information', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse(backupsInside(context), () => ofCluster('where backups lie', unknown(gap('person', 'gap/backup-account', 'Do backups lie in another account than the cluster, where nobody who can delete the cluster can delete them, and was restoring tried?')))),
  },
};

const physicalGap = gap('person', 'gap/physical-access', 'Are the disks of the machines encrypted with sealed keys, their consoles on a network of their own, and their disks destroyed at the end?');

const rolesGap = gap('cloud', 'gap/controller-roles', 'Do the cloud roles of the cloud controller, the CSI drivers and the autoscaler allow more than their documentation asks for?');

const makers: readonly RegExp[] = [...cloudGroups.map(({ group }) => group), /^karpenter\.(sh|k8s\.aws|azure\.com)$/];

/** Custom resources of which a controller makes things in the cloud, and who besides administrators writes them. */
function* cloudMakers(context: Context): Iterable<ThreatInstance> {
  const kinds = context.cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io').flatMap((object) => {
    const group = textAt(object, 'spec', 'group');
    return makers.some((each) => each.test(group)) ? [{ group, resource: textAt(object, 'spec', 'names', 'plural') }] : [];
  });
  const rights = kinds.flatMap(({ group, resource }) => ['create', 'update', 'patch'].map((verb) => ({ verb, group, resource })));
  const found = rights.length === 0 ? [] : holdersOf(context, { rights, who: isTenant, can: 'have the cloud make what custom resources say' });
  yield* orElse(found, () => ({ ...ofCluster('the roles of controllers in the cloud account', unknown(rolesGap)), asset: inCloud(context) }));
}

/** Whether any node is a machine of a cloud. */
function inCloud({ cluster, components: { provider } }: Context): Fact<boolean> {
  const nodes = cluster.given('Node');
  const found = nodes.find((node) => isOfCloud(node));
  if (found) return known(true, at(found, cluster.ref(found), 'spec', 'providerID'));
  if (provider.known && provider.value && knownClouds.some(({ providers }) => providers.includes(provider.value?.name ?? ''))) return known(true, ...provider.evidence);
  const [first] = nodes;
  if (first && nodes.every((node) => withoutCloud.test(textAt(node, 'spec', 'providerID')))) return known(false, at(first, cluster.ref(first), 'spec', 'providerID'));
  return unknown(gap('api', 'gap/in-a-cloud', 'Are the nodes machines of a cloud? Their spec.providerID says so.'));
}

function isOfCloud(node: KubernetesObject): boolean {
  const id = textAt(node, 'spec', 'providerID');
  return knownClouds.some(({ providerID }) => providerID.test(id));
}

function* sessionAgents(context: Context): Iterable<ThreatInstance> {
  for (const container of only(whichRun(context, (repository) => /(^|\/)amazon-ssm-agent$/.test(repository)), context)) {
    yield present(container.workload.ref, `container ${container.name}: lets principals of the cloud account open sessions on its nodes`, container.at('image'));
  }
}

/** Who may touch a machine of a cloud is the provider’s to say. */
function machine(node: KubernetesObject, { cluster }: Context): ThreatInstance {
  const scope = cluster.ref(node);
  const cloud = isOfCloud(node);
  return { scope, message: cloud ? 'is a machine of a cloud' : 'may be a machine that people reach', ...(cloud ? { asset: known(false, at(node, scope, 'spec', 'providerID')) } : {}), exposed: unknown(physicalGap) };
}

/** Backups whose store runs in the cluster that they are of. */
function* backupsInside({ cluster }: Context): Iterable<ThreatInstance> {
  for (const object of cluster.given('BackupStorageLocation', 'velero.io')) {
    const url = text(valueAt(object, ['spec', 'config', 's3Url'])) ?? '';
    if (/^https?:\/\/[\w-]+\.[\w-]+(\.svc(\.cluster\.local)?)?(:\d+)?\/?$/.test(url) && (url.includes('.svc') || hasService(url, cluster))) yield present(cluster.ref(object), 'keeps the backups in the cluster that they are of', at(object, cluster.ref(object), 'spec', 'config', 's3Url'));
  }
}

function hasService(url: string, cluster: Context['cluster']): boolean {
  const [, name = '', namespace = ''] = /^https?:\/\/([\w-]+)\.([\w-]+)/.exec(url) ?? [];
  return cluster.find('Service', '', namespace, name) !== undefined;
}
