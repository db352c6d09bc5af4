// Administrators, users, and whoever runs the infrastructure.

import { entries, text, textMap } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { rulesCover } from '../../engines/access/cover.ts';
import { everything, holderLabel, type GrantSubject, type Holder } from '../../engines/rights.ts';
import { neighbourOf } from '../../knowledge/neighbours.ts';
import { evidence } from '../../model/evidence.ts';
import { any, chain, known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt, type ObjectRef } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { NamespaceSubject } from '../../rules/define.ts';
import { heldWorkloads, isolationIn } from '../../rules/isolation.ts';
import type { ThreatInstance } from '../verdict.ts';
import { isControlPlane } from './kube-apiserver.ts';
import { firstMatch, heldBy, nobody } from './held.ts';
import { isPerson, isTenant, isUser } from './holders.ts';
import { absent, at, noneOf, ofCluster, orElse, present, textAt, type Decisions } from './instances.ts';
import { containersOf, only, whichCommand, whichMount, workloadsOf } from './running.ts';

export const insiderDecisions: Decisions = {
  'threat/INA-02': {
    severity: { gain: 'cluster', position: 'an administrator', effort: 'one more weakness' },
    decide: masters,
  },
  'threat/INA-03': {
    severity: { gain: 'secrets', position: 'an administrator', effort: 'none' },
    decide: (context) => heldBy(context, { who: isTenant, can: 'act as somebody else', rights: ['users', 'groups', 'serviceaccounts'].map((resource) => ({ verb: 'impersonate', group: '', resource })) }),
  },
  'threat/INA-04': {
    severity: { gain: 'information', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) =>
      heldBy(context, {
        who: isUser, can: 'erase what shows an attack: events, agents or webhooks',
        rights: [
          { verb: 'delete', group: '', resource: 'events' }, { verb: 'deletecollection', group: '', resource: 'events' }, { verb: 'delete', group: 'events.k8s.io', resource: 'events' },
          { verb: 'delete', group: 'apps', resource: 'daemonsets' }, { verb: 'delete', group: 'admissionregistration.k8s.io', resource: 'validatingwebhookconfigurations' },
        ],
      }),
  },
  'threat/INA-05': {
    severity: { gain: 'secrets', position: 'an administrator', effort: 'none' },
    decide: secretReaders,
  },
  'threat/INA-06': {
    severity: { gain: 'node', position: 'an administrator', effort: 'none' },
    decide: (context) => [
      ...orElse(nodeShells(context), () => ofCluster('no pod opens a shell on a node', unknown(gap('person', 'gap/node-access', 'Who can log in to the nodes, by SSH or console, and is it recorded?')))),
    ],
  },
  'threat/INA-08': {
    severity: { gain: 'node', position: 'an administrator', effort: 'one more weakness' },
    decide: exemptions,
  },
  'threat/INA-09': {
    severity: { gain: 'cluster', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse(backups(context), () => ofCluster('no backup program was given', known(false))),
  },
  'threat/INU-01': {
    severity: { gain: 'secrets', position: 'a user', effort: 'none' },
    decide: strongerAccounts,
  },
  'threat/INU-04': {
    severity: { gain: 'node', position: 'a user', effort: 'one more weakness' },
    decide: (context) =>
      heldBy(context, {
        who: isUser, can: 'take the guard off a namespace', despiteNames: true,
        rights: [
          ...['patch', 'update'].map((verb) => ({ verb, group: '', resource: 'namespaces' })),
          ...[['networking.k8s.io', 'networkpolicies'], ['', 'limitranges'], ['', 'resourcequotas'], ['kyverno.io', 'policyexceptions']].flatMap(([group = '', resource = '']) => ['create', 'patch', 'update', 'delete'].map((verb) => ({ verb, group, resource }))),
        ],
      }),
  },
  'threat/INU-05': {
    severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
    decide: (context) =>
      heldBy(context, {
        who: isUser, can: 'publish a Service to the outside',
        rights: [{ verb: 'create', group: '', resource: 'services' }, { verb: 'create', group: 'networking.k8s.io', resource: 'ingresses' }, { verb: 'create', group: 'gateway.networking.k8s.io', resource: 'httproutes' }],
      }),
  },
  'threat/INU-08': {
    severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
    decide: tenantBoundaries,
  },
  'threat/INU-09': {
    severity: { gain: 'node', position: 'a user', effort: 'none' },
    decide: (context) =>
      heldBy(context, {
        who: isUser, can: 'make volumes of any directory of a node',
        rights: [{ verb: 'create', group: '', resource: 'persistentvolumes' }, { verb: 'create', group: 'storage.k8s.io', resource: 'storageclasses' }, { verb: 'create', group: 'storage.k8s.io', resource: 'volumeattachments' }],
      }),
  },
  'threat/INP-02': {
    severity: { gain: 'secrets', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse(storageClasses(context), () => noneOf(context, 'StorageClass', 'storage.k8s.io', 'no class of storage was given')),
  },
  'threat/INP-07': {
    severity: { gain: 'information', position: 'an administrator', effort: 'one more weakness' },
    decide: failureDomains,
  },
  'threat/INP-09': {
    severity: { gain: 'secrets', position: 'an administrator', effort: 'one more weakness' },
    decide: providerAgents,
  },
};

/** system:masters is bound by name, mapped from the cloud, or asked for in a certificate. */
function* masters(context: Context): Iterable<ThreatInstance> {
  const { cluster } = context;
  const found: ThreatInstance[] = [];
  for (const grant of context.rights.grants) {
    if (grant.holders.some(({ kind, name }) => kind === 'Group' && name === 'system:masters')) found.push(present(grant.ref, 'names system:masters, whose members no binding can take away', evidence(grant.ref, ['subjects'], grant.binding['subjects'])));
  }
  const mapping = cluster.find('ConfigMap', '', 'kube-system', 'aws-auth');
  const mapped = mapping && ['mapRoles', 'mapUsers'].find((key) => /system:masters/.test(textAt(mapping, 'data', key)));
  if (mapping && mapped !== undefined) found.push(present(cluster.ref(mapping), `maps people or roles of the cloud to system:masters`, evidence(cluster.ref(mapping), ['data', mapped])));
  yield* orElse(found, () => ofCluster('certificates of system:masters', unknown(gap('person', 'gap/masters-certificates', 'Who keeps a copy of admin.conf or super-admin.conf, or another certificate of system:masters?'))));
}

/** People who read every Secret of the cluster, administrators included. */
function* secretReaders(context: Context): Iterable<ThreatInstance> {
  yield* heldBy(context, { who: isPerson, clusterWide: true, can: 'read every Secret', rights: [{ verb: 'list', group: '', resource: 'secrets' }, { verb: 'get', group: '', resource: 'secrets' }] });
}

/** Pods made to open the node: host namespaces, its whole disk, and a shell. */
function* nodeShells(context: Context): Iterable<ThreatInstance> {
  const mounting = new Set(only(whichMount(context), context).map(({ workload }) => workload));
  const commanding = new Set(only(whichCommand(context), context).map(({ workload }) => workload));
  for (const workload of workloadsOf(context)) {
    const paths = mounting.has(workload) ? workload.containers.flatMap(({ hostPaths }) => hostPaths) : [];
    const root = paths.find(({ path }) => path === '/');
    const debug = /node-debugger|node-shell|nsenter/.test(workload.ref.name) || (commanding.has(workload) && workload.containers.some((container) => JSON.stringify(container.spec['command'] ?? []).includes('nsenter')));
    const pki = paths.find(({ path }) => path === '/etc/kubernetes' || path.startsWith('/etc/kubernetes/pki'));
    if (debug && (root || workload.hostPID)) yield present(workload.ref, 'opens a shell on its node', workload.at('hostPID'), ...(root ? [root.evidence] : []));
    else if (pki) yield present(workload.ref, `holds the keys under ${pki.path} outside the control plane`, pki.evidence);
  }
}

/** What is let off the rules: namespaces that allow everything, and exceptions of policy engines. */
function* exemptions(context: Context): Iterable<ThreatInstance> {
  const { cluster } = context;
  const label = 'pod-security.kubernetes.io/enforce';
  for (const namespace of cluster.given('Namespace')) {
    const level = namespace.metadata.labels?.[label];
    if (level === 'privileged') yield present(cluster.ref(namespace), 'is let off every Pod Security level', evidence(cluster.ref(namespace), ['metadata', 'labels', label], level));
    else if (level !== undefined) yield absent(cluster.ref(namespace), `keeps to ${level}`, evidence(cluster.ref(namespace), ['metadata', 'labels', label], level));
  }
  for (const group of ['kyverno.io', 'policies.kyverno.io']) {
    for (const exception of cluster.given('PolicyException', group)) yield present(cluster.ref(exception), 'lets objects off a policy', at(exception, cluster.ref(exception), 'spec'));
  }
  for (const configuration of cluster.given('AdmissionConfiguration', 'apiserver.config.k8s.io')) {
    const ref = cluster.ref(configuration);
    const plugin = entries(configuration['plugins']).find(({ value }) => value['name'] === 'PodSecurity');
    const exempt = plugin && ['usernames', 'runtimeClasses', 'namespaces'].find((list) => (valueAt(plugin.value, ['configuration', 'exemptions', list]) as readonly unknown[] | undefined)?.length);
    if (plugin && exempt !== undefined) yield present(ref, `lets ${exempt} off Pod Security`, at(configuration, ref, 'plugins', plugin.index, 'configuration', 'exemptions', exempt));
  }
  const [apiserver] = context.components.of('kube-apiserver');
  if (apiserver) {
    const file = apiserver.setting('--admission-control-config-file');
    const given = cluster.given('AdmissionConfiguration', 'apiserver.config.k8s.io').length > 0;
    const open: Fact<boolean> = !file.known ? file : file.value.value === null || given ? known(false, apiserver.at('--admission-control-config-file')) : unknown(gap('flags', 'gap/admission-configuration', `Whom does ${file.value.value} let off Pod Security? Give the file beside the manifests.`));
    yield { scope: apiserver.ref, message: 'exemptions of the API server itself', exposed: open };
  }
}

function* backups(context: Context): Iterable<ThreatInstance> {
  const seen = new Set<Workload>();
  for (const { workload, image } of containersOf(context)) {
    const program = neighbourOf(image);
    if (program?.kind !== 'backup' || seen.has(workload)) continue;
    seen.add(workload);
    const holder: Holder = { kind: 'ServiceAccount', name: workload.serviceAccount.name, namespace: workload.namespace };
    const held = context.rights.held(holder, everything, 'cluster');
    yield held ? present(workload.ref, `${program.name} is an administrator of the cluster`, workload.at('serviceAccountName'), held.match.evidence) : { scope: workload.ref, message: `${program.name} holds less than every right`, exposed: map(context.rights.whole, () => false) };
  }
}

const podRights = [
  { verb: 'create', group: '', resource: 'pods' }, { verb: 'create', group: 'apps', resource: 'deployments' }, { verb: 'patch', group: 'apps', resource: 'deployments' },
  { verb: 'create', group: 'apps', resource: 'daemonsets' }, { verb: 'create', group: 'apps', resource: 'statefulsets' }, { verb: 'create', group: 'batch', resource: 'jobs' }, { verb: 'create', group: 'batch', resource: 'cronjobs' },
];

/** A user who runs pods in a namespace has the rights of every service account there. */
function* strongerAccounts(context: Context): Iterable<ThreatInstance> {
  const found: ThreatInstance[] = [];
  const accounts = boundAccounts(context);
  for (const grant of context.rights.grants) {
    if (!grant.holders.some((holder) => isUser(holder, context))) continue;
    const match = firstMatch(grant, podRights, ({ names }) => names.length === 0);
    if (!match) continue;
    for (const holder of grant.holders) {
      if (!isUser(holder, context)) continue;
      const stronger = (grant.namespace === null ? [...accounts.values()].flat() : (accounts.get(grant.namespace) ?? [])).find((account) => isStronger(account, holder, grant, context));
      if (stronger) found.push({ ...present(match.editable, `${holderLabel(holder)} may run pods as ${holderLabel(stronger)}, which may do more`, match.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects'])), factors: { spread: grant.namespace === null ? 'cluster' : 'namespace' } });
    }
  }
  yield* orElse(found, () => nobody(context));
}

/** By namespace, the service accounts that hold rights by a binding that people made. */
function boundAccounts({ rights }: Context): ReadonlyMap<string, readonly Holder[]> {
  const found = new Map<string, Map<string, Holder>>();
  for (const { holders } of rights.grants) {
    for (const holder of holders) {
      if (holder.kind !== 'ServiceAccount') continue;
      const namespace = holder.namespace ?? '';
      found.set(namespace, (found.get(namespace) ?? new Map<string, Holder>()).set(holder.name, holder));
    }
  }
  return new Map([...found].map(([namespace, accounts]) => [namespace, [...accounts.values()]]));
}

function isStronger(account: Holder, holder: Holder, { namespace }: GrantSubject, { rights }: Context): boolean {
  const held = (who: Holder, scope: string | null): ReturnType<typeof rulesOf> => rulesOf(rights.of(who).filter((grant) => grant.namespace === null || grant.namespace === scope));
  const scopes = [null, account.namespace ?? namespace];
  return scopes.some((scope) => !rulesCover(held(holder, scope), held(account, scope)).covered);
}

function rulesOf(grants: readonly GrantSubject[]): GrantSubject['rules'] {
  return grants.flatMap(({ rules }) => rules);
}

const ownControls: readonly (readonly [kind: string, group: string])[] = [['ResourceQuota', ''], ['LimitRange', ''], ['NetworkPolicy', 'networking.k8s.io']];

/** Whether no policy, of the namespace or of an administrator, holds any of its pods. */
function lacksPolicies(name: string, ref: ObjectRef, context: Context): Fact<boolean> {
  const held = heldWorkloads(name, context).flatMap((workload) => (['ingress', 'egress'] as const).map((direction) => map(isolationIn(workload, direction, context), ({ isolated }) => isolated)));
  if (held.length === 0) return chain(context.cluster.list('NetworkPolicy', 'networking.k8s.io', name), (objects) => known(objects.length === 0, evidence(ref, ['NetworkPolicy'])));
  return chain(any(...held), (isolated) => known(!isolated, evidence(ref, ['NetworkPolicy'])));
}

/** Namespaces with workloads that lack what keeps tenants apart. */
function* tenantBoundaries(context: Context): Iterable<ThreatInstance> {
  const { cluster } = context;
  for (const { subject } of context.subjects.namespaces) {
    const { name, ref } = subject as NamespaceSubject;
    if (name.startsWith('kube-') || cluster.workloadsIn(name).length === 0) continue;
    // An absent object is named by its kind, on the namespace that lacks it.
    const lacks = ownControls.map(([kind, group]) =>
      kind === 'NetworkPolicy' ? lacksPolicies(name, ref, context) : chain(cluster.list(kind, group, name), (objects) => known(objects.length === 0, evidence(ref, [kind]))),
    );
    const missing = ownControls.filter((_, index) => lacks[index]?.known === true && lacks[index].value).map(([kind]) => kind);
    yield { scope: ref, message: missing.length === 0 ? 'has a quota, limits and policies of its own' : `lacks ${missing.join(', ')}`, exposed: any(...lacks) };
  }
}

const encryptedBy: Readonly<Record<string, string>> = { 'ebs.csi.aws.com': 'encrypted', 'kubernetes.io/aws-ebs': 'encrypted', 'efs.csi.aws.com': 'encrypted' };
const ownKeyOf = ['kmsKeyId', 'disk-encryption-kms-key', 'diskEncryptionSetID'];

function* storageClasses({ cluster }: Context): Iterable<ThreatInstance> {
  for (const storage of cluster.given('StorageClass', 'storage.k8s.io')) {
    const ref = cluster.ref(storage);
    const provisioner = text(storage['provisioner']) ?? '';
    const parameters = textMap(storage['parameters']);
    const key = ownKeyOf.find((name) => parameters[name] !== undefined);
    const parameter = encryptedBy[provisioner];
    if (key !== undefined) yield { ...absent(ref, 'encrypts with a key of its own', at(storage, ref, 'parameters', key)), control: known(ref, at(storage, ref, 'parameters', key)) };
    else if (parameter !== undefined && parameters[parameter] === 'true') yield absent(ref, 'encrypts with a key of the provider', at(storage, ref, 'parameters', parameter));
    else if (parameter !== undefined) yield present(ref, 'does not ask for encryption', at(storage, ref, 'parameters', parameter));
    else yield { scope: ref, message: `disks of ${provisioner}`, exposed: unknown(gap('cloud', `gap/disk-encryption/${provisioner}`, `Does ${provisioner} encrypt the disks it makes, and with whose key?`)) };
  }
}

const zoneLabel = 'topology.kubernetes.io/zone';

function* failureDomains({ cluster, components }: Context): Iterable<ThreatInstance> {
  const nodes = cluster.given('Node');
  const [first] = nodes;
  if (!first) {
    yield ofCluster('zones of the nodes', unknown(gap('api', 'gap/list/node/all-namespaces', 'Which Node objects are there in the cluster? kubectl get node -o json')));
    return;
  }
  const zones = new Set(nodes.flatMap((node) => node.metadata.labels?.[zoneLabel] ?? []));
  const shown = evidence(cluster.ref(first), ['metadata', 'labels', zoneLabel], first.metadata.labels?.[zoneLabel]);
  if (zones.size === 0) yield ofCluster('zones of the nodes', unknown(gap('person', 'gap/zones', 'Do the nodes stand in more than one room, rack or site?')));
  else yield { ...ofCluster(zones.size === 1 ? 'all nodes stand in one zone' : `nodes stand in ${zones.size} zones`, known(zones.size === 1, shown)) };
  const control = nodes.filter(isControlPlane);
  const hosted = components.provider.known && components.provider.value?.hosted === true;
  const [one] = control;
  if (one && !hosted) yield { scope: cluster.ref(one), message: control.length === 1 ? 'is the only control-plane node' : `is one of ${control.length} control-plane nodes`, exposed: known(control.length === 1, evidence(cluster.ref(one), ['metadata', 'labels', 'node-role.kubernetes.io/control-plane'], '')) };
}

const providerNames = /^(eks|gke|gce|aks|azure|datadog|dynatrace|newrelic|wiz|sysdig|lacework|prisma|twistlock|snyk|aqua|nirmata|komodor|castai|kubecost|spotinst)[-:]/i;

/** Bindings of the provider's or a vendor's subjects that read Secrets or do everything. */
function* providerAgents(context: Context): Iterable<ThreatInstance> {
  const who = ({ name, namespace }: Holder): boolean => providerNames.test(`${name}-`) || providerNames.test(`${namespace ?? ''}-`);
  yield* heldBy(context, { who, can: 'read Secrets or do anything, for a provider or vendor', rights: [{ verb: '*', group: '*', resource: '*' }, { verb: 'list', group: '', resource: 'secrets' }, { verb: 'get', group: '', resource: 'secrets' }] });
}

