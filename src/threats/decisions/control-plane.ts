// etcd, kube-scheduler, kube-controller-manager, cloud-controller-manager.

import { entries, text, texts, textMap } from '../../cluster/read.ts';
import { isInternal } from '../../cluster/load-balancer.ts';
import { covers } from '../../cluster/mounts.ts';
import type { Container } from '../../cluster/workload.ts';
import type { ComponentId } from '../../engines/components/component.ts';
import { evidence } from '../../model/evidence.ts';
import { assumed, known, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refKey, valueAt } from '../../model/object.ts';
import { remember } from '../../model/remember.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { isControlPlane } from './kube-apiserver.ts';
import { heldBy, told } from './held.ts';
import { isTenant, isUser } from './holders.ts';
import { absent, at, noneOf, ofCluster, orElse, present, textAt, type Decisions } from './instances.ts';
import { perComponent } from './per-component.ts';
import { mountsOf } from './per-container.ts';
import { only, whichCommand, whichMount } from './running.ts';

export const controlPlaneDecisions: Decisions = {
  'threat/ETC-01': {
    severity: { gain: 'cluster', position: 'a container', effort: 'several weaknesses' },
    decide: (context) => ['--listen-client-urls', '--listen-peer-urls'].flatMap((name) => [...perComponent(context, 'etcd', name, `listens at ${name.slice('--listen-'.length)}`, (value, { ref }) => reachable((value ?? '').split(','), 'etcd', ref.name, '2379 and 2380'))]),
  },
  'threat/ETC-03': {
    severity: { gain: 'cluster', position: 'a container', effort: 'none' },
    decide: (context) => {
      const placed = mayRunOnControlPlane(context);
      return mountsOf(context, ['/var/lib/etcd', '/etc/kubernetes/pki'], 'the data or the keys of etcd', (path, container) => path.path !== '/' || placed(container));
    },
  },
  'threat/ETC-04': {
    severity: { gain: 'secrets', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse(snapshots(context), () => ofCluster('no job that copies etcd was given', unknown(gap('person', 'gap/etcd-backups', 'Where do copies of etcd go, and are they encrypted?')))),
  },
  'threat/ETC-05': {
    severity: { gain: 'information', position: 'an administrator', effort: 'several weaknesses' },
    decide: quorum,
  },
  'threat/SCH-01': {
    severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
    decide: (context) => bound(context, 'kube-scheduler', '10259'),
  },
  'threat/SCH-02': {
    severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
    decide: (context) => heldBy(context, { who: isTenant, can: 'place pods on nodes of its choice', rights: [{ verb: 'create', group: '', resource: 'pods', subresource: 'binding' }] }),
  },
  'threat/SCH-03': {
    severity: { gain: 'workload', position: 'a user', effort: 'one more weakness' },
    decide: placement,
  },
  'threat/KCM-02': {
    severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
    decide: (context) => [...bound(context, 'kube-controller-manager', '10257'), ...bound(context, 'cloud-controller-manager', '10258')],
  },
  'threat/KCM-03': {
    severity: { gain: 'cluster', position: 'a container', effort: 'none' },
    decide: signingKeys,
  },
  'threat/KCM-04': {
    severity: { gain: 'cluster', position: 'a user', effort: 'none' },
    decide: (context) =>
      heldBy(context, {
        who: isTenant, within: 'kube-system', can: 'become a controller of kube-system: run pods, mint tokens or read Secrets',
        rights: [
          { verb: 'create', group: '', resource: 'pods' }, { verb: 'create', group: 'apps', resource: 'deployments' }, { verb: 'create', group: 'batch', resource: 'jobs' },
          { verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' }, { verb: 'get', group: '', resource: 'secrets' }, { verb: 'list', group: '', resource: 'secrets' },
        ],
      }),
  },
  'threat/KCM-05': {
    severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
    decide: (context) => orElse(endlessJobs(context), () => noneOf(context, 'CronJob', 'batch', 'no CronJob was given')),
  },
  'threat/CCM-01': {
    severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse([...cloudKeys(context), ...mountsOfCloud(context)], () => noneOf(context, 'Secret', '', 'no key of a cloud account was given')),
  },
  'threat/CCM-03': {
    severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
    decide: (context) => orElse([...openLoadBalancers(context)], () => noneOf(context, 'Service', '', 'no Service publishes itself')),
  },
  'threat/CCM-04': {
    severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(cloudRoles(context), () => noneOf(context, 'ServiceAccount', '', 'no service account is tied to a role of the cloud')),
  },
};

const loopback = /^unixs?:|^(https?:\/\/)?(127\.|localhost|\[?::1)/;

/** Loopback is safe; anything else is as open as a firewall that no object shows lets it be. */
export function reachable(addresses: readonly string[], what: string, where: string, ports: string): Fact<boolean> {
  const open = addresses.filter((address) => address !== '' && !loopback.test(address));
  return open.length === 0 ? known(false) : unknown(reachGap(what, where, ports));
}

function reachGap(what: string, where: string, ports: string): Gap {
  return gap('node', `gap/reach/${what}/${where}`, `Who can reach port ${ports} of ${what} on ${where}? A firewall rule of its node, or a probe from a pod, answers.`);
}

function* bound(context: Context, id: ComponentId, port: string): Iterable<ThreatInstance> {
  yield* perComponent(context, id, '--bind-address', `listens on port ${port}`, (value, { ref }) => reachable([value ?? '0.0.0.0'], id, ref.name, port));
}

/** Tells of a container whether its pod may run where the control plane does. */
function mayRunOnControlPlane({ cluster }: Context): (container: Container) => boolean {
  const nodes = cluster.given('Node').filter(isControlPlane);
  return ({ workload }) => {
    if (nodes.some((node) => workload.nodes.has(node.metadata.name))) return true;
    return entries(workload.spec['tolerations']).some(({ value }) => (value['operator'] === 'Exists' && value['key'] === undefined) || /^node-role\.kubernetes\.io\/(control-plane|master)$/.test(text(value['key']) ?? ''));
  };
}

const encrypts = /\b(openssl|age|gpg|sops|rage|kms|--sse|encrypt)/;

/** Jobs that copy etcd, and whether what they write is encrypted on the way. */
function* snapshots(context: Context): Iterable<ThreatInstance> {
  for (const container of only(whichCommand(context), context)) {
    const words = ['command', 'args'].flatMap((list) => texts(container.spec[list]).map((word, index) => ({ word, path: [list, index] as const })));
    const found = words.find(({ word }) => /snapshot\s+save/.test(word) || word === 'save') ?? words.find(({ word }) => /etcdctl/.test(word) && words.some((each) => /snapshot/.test(each.word)));
    if (!found || !words.some(({ word }) => /etcdctl|etcdutl/.test(word))) continue;
    const whole = words.map(({ word }) => word).join(' ');
    const shown = container.at(...found.path);
    const hostPath = container.hostPaths.find(({ readOnly, path }) => !readOnly && !/pki/.test(path));
    if (encrypts.test(whole)) yield absent(container.workload.ref, `container ${container.name}: copies etcd and encrypts the copy`, shown);
    else if (hostPath) yield present(container.workload.ref, `container ${container.name}: copies etcd in plain to ${hostPath.path} of its node`, shown, hostPath.evidence);
    else yield { scope: container.workload.ref, message: `container ${container.name}: copies etcd`, exposed: unknown(gap('cloud', `gap/etcd-copy/${refKey(container.workload.ref)}`, `Is the place to which ${container.workload.ref.name} copies etcd encrypted and closed to others?`)) };
  }
}

/** One member, or an even number, stops with the first that fails. */
function* quorum(context: Context): Iterable<ThreatInstance> {
  const members = context.components.of('etcd').filter(({ foundBy }) => foundBy === 'mirror pod' || foundBy === 'pod');
  const [first] = members;
  const nodes = context.cluster.given('Node').filter(isControlPlane);
  if (!first) {
    const { provider } = context.components;
    if (provider.known && provider.value?.hosted) yield { ...ofCluster('the provider runs etcd', known(false)), asset: known(false) };
    else yield ofCluster('no member of etcd was given', unknown(gap('api', 'gap/etcd-members', 'How many members has etcd, and where? kubectl get pods -n kube-system -l component=etcd -o yaml')));
    return;
  }
  const shown = first.at('--initial-cluster');
  if (nodes.length > members.length) yield { scope: first.ref, message: `is one of ${members.length} members that were given, on ${nodes.length} control-plane nodes`, exposed: unknown(gap('api', 'gap/etcd-members', 'How many members has etcd, and where? kubectl get pods -n kube-system -l component=etcd -o yaml')) };
  else if (members.length % 2 === 0 || members.length === 1) yield { scope: first.ref, message: members.length === 1 ? 'is the only member' : `is one of ${members.length} members, an even number`, exposed: assumed(true, shown) };
  else yield { scope: first.ref, message: `is one of ${members.length} members`, exposed: assumed(false, shown) };
}

/** Who may create pods decides where they run, unless a policy looks at those fields. */
function* placement(context: Context): Iterable<ThreatInstance> {
  const policies = context.cluster.given('ValidatingAdmissionPolicy', 'admissionregistration.k8s.io').filter((policy) => !context.cluster.isBuiltIn(policy));
  const guard = policies.find((policy) => entries(valueAt(policy, ['spec', 'validations'])).some(({ value }) => /nodeName|nodeSelector|tolerations|affinity|priorityClassName/.test(text(value['expression']) ?? '')));
  const control = guard ? { control: known(context.cluster.ref(guard), at(guard, context.cluster.ref(guard), 'spec', 'validations')) } : {};
  for (const instance of heldBy(context, { who: isUser, can: 'create pods with any node, toleration and priority', rights: [{ verb: 'create', group: '', resource: 'pods' }, { verb: 'create', group: 'apps', resource: 'deployments' }, { verb: 'create', group: 'batch', resource: 'jobs' }] })) {
    yield guard && instance.exposed.known && instance.exposed.value ? { ...told(instance), exposed: known(false, ...instance.exposed.evidence), ...control } : instance;
  }
}

/** Keys that sign for the cluster, and workloads that mount them. */
function* signingKeys(context: Context): Iterable<ThreatInstance> {
  const names = ['--cluster-signing-key-file', '--service-account-private-key-file'] as const;
  const placed = mayRunOnControlPlane(context);
  const mounts = remember((path: string) => only(whichMount(context), context).flatMap((container) => {
    const mount = container.hostPaths.find((each) => covers(each.path, path) && (each.path !== '/' || placed(container)));
    return mount ? [{ container, mount }] : [];
  }));
  for (const manager of context.components.of('kube-controller-manager')) {
    for (const name of names) {
      const setting = manager.setting(name);
      if (!setting.known) {
        yield { scope: manager.ref, message: `keeps the key of ${name.slice(2)}`, exposed: setting };
        continue;
      }
      const path = setting.value.value;
      if (path === null || path === '') {
        yield absent(manager.ref, `keeps no key of ${name.slice(2)} on disk`, manager.at(name));
        continue;
      }
      const readers = mounts(path);
      for (const { container, mount } of readers) yield present(container.workload.ref, `container ${container.name}: mounts ${mount.path}, where ${path} lies`, mount.evidence, manager.at(name));
      if (readers.length === 0) yield { scope: manager.ref, message: `keeps ${path}, which no workload mounts`, exposed: unknown(gap('node', `gap/file-mode/${path}`, `Who can read ${path} on the control-plane nodes? stat ${path}`)) };
    }
  }
}

function* endlessJobs({ cluster }: Context): Iterable<ThreatInstance> {
  for (const job of cluster.given('CronJob', 'batch')) {
    const ref = cluster.ref(job);
    const policy = textAt(job, 'spec', 'concurrencyPolicy') || 'Allow';
    const quota = cluster.given('ResourceQuota', '', ref.namespace).find((each) => Object.keys(textMap(valueAt(each, ['spec', 'hard']))).some((key) => /^(pods|count\/(pods|jobs\.batch))$/.test(key)));
    const shown = at(job, ref, 'spec', 'concurrencyPolicy');
    if (policy !== 'Allow') yield absent(ref, `does not pile up: concurrencyPolicy ${policy}`, shown);
    else if (quota) yield { ...absent(ref, 'piles up as far as the quota of its namespace lets it', shown), control: known(cluster.ref(quota), at(quota, cluster.ref(quota), 'spec', 'hard')) };
    else yield present(ref, 'piles up without end when its runs hang: concurrencyPolicy Allow, and no quota', shown);
  }
}

const cloudKeyNames = /^(aws_secret_access_key|aws_access_key_id|azure_client_secret|google_application_credentials(_json)?|cloud\.conf|azure\.json|service-account\.json|gcp[-_]?(key|credentials)(\.json)?|credentials-velero|do_token|digitalocean[-_]?token)$/i;

/** Credentials of a cloud account by the names of their keys and the form of their values, and stores that any namespace may read. */
function* cloudKeys({ cluster }: Context): Iterable<ThreatInstance> {
  for (const secret of cluster.given('Secret')) {
    const key = cluster.secretFacts(secret)?.keys.find(({ name, format }) => format === 'cloud-key' || cloudKeyNames.test(name));
    if (key) yield present(cluster.ref(secret), `holds a key of a cloud account (${key.name})`, evidence(cluster.ref(secret), ['data', key.name]));
  }
  for (const store of cluster.given('ClusterSecretStore', 'external-secrets.io')) {
    const ref = cluster.ref(store);
    const narrowed = entries(valueAt(store, ['spec', 'conditions'])).length > 0;
    yield narrowed ? absent(ref, 'may be used by named namespaces only', at(store, ref, 'spec', 'conditions')) : present(ref, 'may be used by every namespace', at(store, ref, 'spec', 'conditions'));
  }
}

function* mountsOfCloud(context: Context): Iterable<ThreatInstance> {
  for (const container of only(whichMount(context), context)) {
    const mount = container.hostPaths.find(({ path }) => ['/etc/kubernetes/azure.json', '/etc/kubernetes/cloud.conf', '/etc/kubernetes/cloud-config', '/root/.aws', '/etc/gcp'].some((target) => path === target || path.startsWith(`${target}/`)));
    if (mount) yield present(container.workload.ref, `container ${container.name}: mounts ${mount.path}, the cloud configuration of its node`, mount.evidence);
  }
}

function* openLoadBalancers({ cluster }: Context): Iterable<ThreatInstance> {
  for (const service of cluster.given('Service')) {
    if (valueAt(service, ['spec', 'type']) !== 'LoadBalancer') continue;
    const ref = cluster.ref(service);
    const ranges = texts(valueAt(service, ['spec', 'loadBalancerSourceRanges']));
    if (isInternal(service)) yield absent(ref, 'gets a private address', at(service, ref, 'spec', 'type'));
    else if (ranges.length > 0 && !ranges.includes('0.0.0.0/0')) yield absent(ref, `lets in ${ranges.join(', ')} only`, at(service, ref, 'spec', 'loadBalancerSourceRanges'));
    else yield present(ref, 'is published to everybody by a load balancer', at(service, ref, 'spec', 'type'), at(service, ref, 'spec', 'loadBalancerSourceRanges'));
  }
}

const roleAnnotations = ['eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account', 'azure.workload.identity/client-id'] as const;

/** Service accounts tied to a role of the cloud; who may take the role on is known to the cloud alone. */
function* cloudRoles({ cluster }: Context): Iterable<ThreatInstance> {
  const byRole = new Map<string, { readonly ref: ReturnType<typeof cluster.ref>; readonly shown: ReturnType<typeof evidence> }[]>();
  for (const account of cluster.given('ServiceAccount')) {
    const annotation = roleAnnotations.find((each) => account.metadata.annotations?.[each] !== undefined);
    if (!annotation) continue;
    const role = account.metadata.annotations?.[annotation] ?? '';
    const shown = evidence(cluster.ref(account), ['metadata', 'annotations', annotation], role);
    byRole.set(role, [...(byRole.get(role) ?? []), { ref: cluster.ref(account), shown }]);
  }
  for (const [role, accounts] of byRole) {
    for (const { ref, shown } of accounts) {
      if (accounts.length > 1) yield present(ref, `shares the cloud role ${role} with ${accounts.length - 1} more`, shown);
      else yield { scope: ref, message: `is tied to the cloud role ${role}`, exposed: unknown(gap('cloud', `gap/cloud-role/${role}`, `Which subjects does the trust policy of ${role} name, and what may it do?`)) };
    }
  }
}

