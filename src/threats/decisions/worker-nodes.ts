// Kubelet, container runtime, kube-proxy, host.

import { entries, fields, text } from '../../cluster/read.ts';
import { covers } from '../../cluster/mounts.ts';
import { reaches } from '../../engines/rights.ts';
import { valueAt } from '../../model/object.ts';
import { evidence } from '../../model/evidence.ts';
import { all, known, map, not, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { remember } from '../../model/remember.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { reachable } from './control-plane.ts';
import { kubeletReach } from './kubelet-reach.ts';
import { metadataReach } from './metadata-reach.ts';
import { holdersOf, nobody, told } from './held.ts';
import { isTenant } from './holders.ts';
import { absent, at, noneOf, ofCluster, orElse, present, type Decisions } from './instances.ts';
import { perComponent, perLikeness } from './per-component.ts';
import { mountsOf, perContainer, type Tell } from './per-container.ts';
import { containersOf, only, whichMount, workloadsOf } from './running.ts';

export const workerNodeDecisions: Decisions = {
  'threat/KUB-03': {
    severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(kubeletReach(context), () => noneOf(context, 'Pod', '', 'no workload was given')),
  },
  'threat/KUB-05': {
    severity: { gain: 'secrets', position: 'a container', effort: 'none' },
    decide: (context) => mountsOf(context, ['/var/lib/kubelet'], 'the credentials of its kubelet and the Secrets of its neighbours', ({ path }) => !/^\/var\/lib\/kubelet\/(plugins|plugins_registry|device-plugins|pod-resources)(\/|$)/.test(path)),
  },
  'threat/KUB-06': {
    severity: { gain: 'cluster', position: 'a container', effort: 'none' },
    decide: (context) => [...mountsOf(context, ['/etc/kubernetes/manifests'], 'the directory of static pods', ({ readOnly }) => !readOnly), ...perLikeness(context, 'kubelet', 'staticPodURL', 'takes static pods from an address', (value) => value !== null && value !== '')],
  },
  'threat/KUB-07': {
    severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(logPaths(context), () => ofCluster('nothing that was given writes the log path of its node', known(false))),
  },
  'threat/KUB-08': {
    severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
    decide: (context) => [
      ...perLikeness(context, 'kubelet', 'seccompDefault', 'leaves system calls open by default', (value) => value !== 'true'),
      ...perLikeness(context, 'kubelet', 'podPidsLimit', 'lets a pod start processes without end', (value) => value === null || value === '-1' || value === '0'),
      ...perLikeness(context, 'kubelet', 'rotateCertificates', 'does not renew its client certificate', (value) => value !== 'true'),
      ...perLikeness(context, 'kubelet', 'serverTLSBootstrap', 'serves a certificate that nobody can check', (value) => value !== 'true'),
      ...perLikeness(context, 'kubelet', 'protectKernelDefaults', 'changes kernel settings as it likes', (value) => value !== 'true'),
      ...perLikeness(context, 'kubelet', 'allowedUnsafeSysctls', 'allows unsafe sysctls', (value) => value !== null && value !== ''),
    ],
  },
  'threat/RUN-05': {
    severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
    decide: (context) => mountsOf(context, ['/var/log', '/var/lib/docker/containers', '/run/log/journal'], 'the logs of its node to write them', ({ readOnly }) => !readOnly),
  },
  'threat/KPX-01': {
    severity: { gain: 'information', position: 'a container', effort: 'none' },
    decide: (context) => [
      ...perComponent(context, 'kube-proxy', 'metricsBindAddress', 'serves its metrics to everybody', (value) => {
        const reach = reachable([value ?? ''], 'kube-proxy', 'its node', '10249');
        return reach.known ? reach : true;
      }),
      ...borrowedIdentity(context),
    ],
  },
  'threat/KPX-02': {
    severity: { gain: 'information', position: 'anyone', effort: 'one more weakness' },
    decide: (context) => orElse([...nodePorts(context), ...hostPorts(context)], () => noneOf(context, 'Service', '', 'no Service and no container opens a port of the node')),
  },
  'threat/KPX-03': {
    severity: { gain: 'secrets', position: 'a user', effort: 'one more weakness' },
    decide: hijacks,
  },
  'threat/KPX-04': {
    severity: { gain: 'secrets', position: 'a container', effort: 'none' },
    decide: (context) =>
      perContainer(
        context,
        (container) => {
          const rules = container.workload.hostNetwork && (container.privileged || container.capabilities.has('NET_ADMIN') || container.capabilities.has('ALL'));
          return rules ? { message: 'may rewrite the packet rules of its node', exposed: known(true, container.workload.at('hostNetwork')) } : 'not so';
        },
        'baseline',
      ),
  },
  'threat/NOD-01': {
    severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
    decide: (context) => mountsOf(context, sensitivePaths, 'what its node lives by', ({ path }) => sensitivePaths.some((target) => covers(path, target)) || /^\/(etc|root|boot|dev|proc|sys)(\/|$)/.test(path)),
  },
  'threat/NOD-02': {
    severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
    decide: metadataReach,
  },
  'threat/NOD-03': {
    severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(trampolines(context), () => ofCluster('no DaemonSet that was given holds rights of the whole cluster', map(context.rights.whole, () => false))),
  },
  'threat/NOD-04': {
    severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
    decide: nodeFillers,
  },
  'threat/NOD-06': {
    severity: { gain: 'information', position: 'anyone', effort: 'several weaknesses' },
    decide: (context) => orElse(publicNodes(context), () => ofCluster('no node was given', unknown(gap('api', 'gap/list/node/all-namespaces', 'Which Node objects are there in the cluster? kubectl get node -o json')))),
  },
};

const sensitivePaths = ['/etc', '/root', '/proc', '/sys', '/dev', '/boot', '/var/lib', '/run', '/var/spool/cron', '/etc/kubernetes', '/var/lib/kubelet', '/var/lib/etcd'];

export const limitsPath: readonly ['resources', 'limits'] = ['resources', 'limits'];

const mayFillDisks: Tell = (container) => ({ message: 'may fill the disk of its node', exposed: known(true, container.at(...limitsPath)) });

/** Containers that fill a disk or a table of processes that others need as well. */
function* nodeFillers(context: Context): Iterable<ThreatInstance> {
  const limitedBy = remember((namespace: string) => defaultLimit(namespace, 'ephemeral-storage', context));
  yield* perContainer(context, (container) => {
    if (container.list === 'ephemeral') return undefined;
    const limited = fields(valueAt(container.spec, limitsPath))?.['ephemeral-storage'] !== undefined || limitedBy(container.workload.namespace);
    return limited ? 'not so' : mayFillDisks;
  });
  yield* perLikeness(context, 'kubelet', 'podPidsLimit', 'lets a pod start processes without end', (value) => value === null || value === '-1' || value === '0');
}

const readsLogs = [
  { verb: 'get', group: '', resource: 'pods', subresource: 'log' }, { verb: 'get', group: '', resource: 'nodes', subresource: 'proxy' }, { verb: 'get', group: '', resource: 'nodes', subresource: 'log' },
];

/** The log path leads anywhere by links, for root with a right to read logs. */
function* logPaths(context: Context): Iterable<ThreatInstance> {
  const holders = readsLogs.flatMap((right) => context.rights.holders(right, 'anywhere'));
  const readerIn = remember((namespace: string) => holders.find(({ grant }) => reaches(grant, { namespace })));
  for (const container of only(whichMount(context), context)) {
    const mount = container.hostPaths.find(({ path, readOnly }) => !readOnly && covers(path, '/var/log'));
    if (!mount) continue;
    const { name, namespace = '' } = container.workload.serviceAccount;
    const reader = readsLogs.map((right) => context.rights.held({ kind: 'ServiceAccount', name, namespace }, right, { namespace })).find((held) => held !== undefined);
    const others = reader ?? readerIn(namespace);
    const reads: Fact<boolean> = others ? known(true, others.match.evidence) : map(context.rights.whole, () => false);
    const exposed = all(known(true, mount.evidence), container.runsAsRoot, reads);
    yield { scope: container.workload.ref, message: `container ${container.name}: writes ${mount.path} as root, and logs are read through it`, exposed };
  }
}

/** The account of kube-proxy used by other pods. */
function* borrowedIdentity(context: Context): Iterable<ThreatInstance> {
  for (const workload of workloadsOf(context)) {
    if (workload.namespace === 'kube-system' && workload.serviceAccount.name === 'kube-proxy') yield present(workload.ref, 'runs as the service account of kube-proxy', workload.at('serviceAccountName'));
  }
}

function* nodePorts(context: Context): Iterable<ThreatInstance> {
  const [proxy] = context.components.of('kube-proxy');
  const limits = proxy?.setting('nodePortAddresses');
  const narrowed = limits?.known === true && limits.value.value !== null && limits.value.value !== '' && limits.value.value !== '0.0.0.0/0';
  for (const service of context.cluster.given('Service')) {
    const type = valueAt(service, ['spec', 'type']);
    const ports = entries(valueAt(service, ['spec', 'ports'])).flatMap(({ value }) => (typeof value['nodePort'] === 'number' ? [value['nodePort']] : []));
    if (type !== 'NodePort' && !(type === 'LoadBalancer' && valueAt(service, ['spec', 'allocateLoadBalancerNodePorts']) !== false && ports.length > 0)) continue;
    const ref = context.cluster.ref(service);
    const where = narrowed ? 'the addresses that kube-proxy is limited to' : 'every node';
    yield present(ref, `opens ${ports.length === 0 ? 'a port' : `port ${ports.join(', ')}`} on ${where}`, at(service, ref, 'spec', 'type'), ...(narrowed && proxy ? [proxy.at('nodePortAddresses')] : []));
  }
}

function* hostPorts(context: Context): Iterable<ThreatInstance> {
  for (const container of containersOf(context)) {
    if (container.workload.hostNetwork) continue;
    const port = entries(container.spec['ports']).find(({ value }) => typeof value['hostPort'] === 'number' && value['hostPort'] !== 0);
    if (port) yield present(container.workload.ref, `container ${container.name}: opens port ${String(port.value['hostPort'])} of its node`, container.at('ports', port.index, 'hostPort'));
  }
}

/** Services that take traffic meant for other addresses, where nothing refuses external IPs; statuses and slices do the same by other rights. */
function* hijacks(context: Context): Iterable<ThreatInstance> {
  const [apiserver] = context.components.of('kube-apiserver');
  const refused = apiserver ? map(apiserver.setting('--enable-admission-plugins'), ({ value }) => (value ?? '').split(',').includes('DenyServiceExternalIPs')) : known(false);
  const services = holdersOf(context, { who: isTenant, can: 'create Services with external addresses', rights: ['create', 'patch', 'update'].map((verb) => ({ verb, group: '', resource: 'services' })) }).map((instance): ThreatInstance => {
    const control = apiserver && refused.known && refused.value ? { control: known(apiserver.ref, apiserver.at('--enable-admission-plugins')) } : {};
    return { ...told(instance), exposed: all(instance.exposed, not(refused)), ...control };
  });
  const elsewhere = holdersOf(context, {
    who: isTenant, can: 'write where a Service sends its traffic',
    rights: [
      ...['create', 'patch', 'update'].map((verb) => ({ verb, group: 'discovery.k8s.io', resource: 'endpointslices' })), { verb: 'patch', group: '', resource: 'services', subresource: 'status' },
      { verb: 'update', group: '', resource: 'services', subresource: 'status' },
    ],
  });
  yield* orElse([...services, ...elsewhere], () => nobody(context));
}

const rbac = 'rbac.authorization.k8s.io';
const trampolineRights = [
  { verb: '*', group: '*', resource: '*' }, { verb: 'list', group: '', resource: 'secrets' }, { verb: 'get', group: '', resource: 'secrets' }, { verb: 'create', group: '', resource: 'pods' },
  { verb: 'patch', group: '', resource: 'nodes' }, { verb: 'update', group: '', resource: 'nodes' }, { verb: 'escalate', group: rbac, resource: 'clusterroles' }, { verb: 'bind', group: rbac, resource: 'clusterroles' },
  { verb: 'impersonate', group: '', resource: 'users' }, { verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' },
];

function* trampolines(context: Context): Iterable<ThreatInstance> {
  for (const workload of workloadsOf(context)) {
    if (workload.ref.kind !== 'DaemonSet') continue;
    const holder = { kind: 'ServiceAccount' as const, name: workload.serviceAccount.name, namespace: workload.namespace };
    const held = trampolineRights.map((right) => ({ right, found: context.rights.held(holder, right, 'cluster') })).find(({ found }) => found !== undefined && found.match.names.length === 0);
    if (!held?.found) {
      yield { scope: workload.ref, message: `runs on every node as ${holder.namespace}/${holder.name}, which holds no such right`, exposed: map(context.rights.whole, () => false) };
      continue;
    }
    const { right, found } = held;
    yield present(workload.ref, `puts ${holder.namespace}/${holder.name} on every node, which may ${right.verb === '*' ? 'do anything' : `${right.verb} ${right.resource}`} in the whole cluster`, workload.at('serviceAccountName'), found.match.evidence, evidence(found.grant.ref, ['roleRef', 'name'], found.grant.role.name));
  }
}

/** Whether a LimitRange of the namespace sets that limit on containers that set none. */
export function defaultLimit(namespace: string, resource: string, { cluster }: Context): boolean {
  return cluster.given('LimitRange', '', namespace).some((range) => entries(valueAt(range, ['spec', 'limits'])).some(({ value }) => value['type'] === 'Container' && (fields(value['default'])?.[resource] ?? fields(value['max'])?.[resource]) !== undefined));
}

function* publicNodes({ cluster }: Context): Iterable<ThreatInstance> {
  for (const node of cluster.given('Node')) {
    const ref = cluster.ref(node);
    const external = entries(valueAt(node, ['status', 'addresses'])).find(({ value }) => value['type'] === 'ExternalIP');
    yield external ? present(ref, `has the public address ${text(external.value['address']) ?? ''}`, at(node, ref, 'status', 'addresses', external.index)) : absent(ref, 'has no public address', at(node, ref, 'status', 'addresses'));
  }
}

