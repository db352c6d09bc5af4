import { tokenOf } from '../../attack/places.ts';
import type { ContainerPlace } from '../../attack/places.ts';
import type { Reason } from '../../attack/technique.ts';
import { byDesign } from '../../engines/by-design.ts';
import { podSecurityConfiguration, evaluatePodSecurity, defaultPod, liveWorkloads } from '../../engines/pod-security/index.ts';
import { neighbourOf } from '../../knowledge/neighbours.ts';
import { bootstrapMinors } from '../../knowledge/bootstrap/index.ts';
import { fieldOf, refKey, refLabel, type KubernetesObject, type ObjectRef } from '../../model/object.ts';
import { entries, fields } from '../../cluster/read.ts';
import { changeId, noCuts, refuse, type Candidate, type Cuts } from '../candidate.ts';
import { word } from '../commands.ts';
import type { ChangeKind } from '../costs.ts';
import type { World } from '../world.ts';
import { offTheNode } from './doors.ts';

const enforce = 'pod-security.kubernetes.io/enforce';

/** Pods that own their node, or that a level refuses otherwise, are let into a namespace no more. */
export function labelNamespace(namespace: string, world: World, level: 'baseline' | 'restricted' = 'baseline'): Cuts {
  const { cluster } = world.context;
  if (namespace === '' ) return noCuts;
  if (/^(kube-system|kube-public|kube-node-lease|openshift-.*)$/.test(namespace)) return refuse(`namespace ${namespace} runs parts of the cluster that need their node`);
  if (podSecurityConfiguration(cluster).exemptions.namespaces?.includes(namespace) === true) return refuse(`namespace ${namespace} is exempt from Pod Security by the configuration of the API server`);
  const minor = world.context.minor ?? bootstrapMinors.newest;
  const violating = liveWorkloads(cluster, namespace).filter(({ annotations, spec }) => !evaluatePodSecurity(defaultPod({ metadata: { annotations }, spec }), { level, version: `v1.${minor}` }).allowed);
  const needs = violating.find((workload) => byDesign(workload) !== null);
  if (needs) return refuse(`namespace ${namespace} runs ${byDesign(needs) ?? ''}, which no level but privileged lets in`);
  const kind: ChangeKind = violating.length === 0 ? 'label-namespace' : 'label-used-namespace';
  const there = cluster.find('Namespace', '', undefined, namespace);
  const ref: ObjectRef = there ? cluster.ref(there) : { apiGroup: '', apiVersion: 'v1', kind: 'Namespace', name: namespace };
  const breaks = violating.length === 0 ? `nothing that runs: every workload of the namespace meets ${level}` : `${violating.slice(0, 3).map((workload) => refLabel(workload.ref)).join(', ')}${violating.length > 3 ? ` and ${violating.length - 3} more` : ''}: ${violating.length === 1 ? 'it does' : 'they do'} not meet ${level}, and new pods of ${violating.length === 1 ? 'it' : 'them'} are refused`;
  const candidate: Candidate = {
    id: level === 'baseline' ? changeId(kind, namespace) : changeId(kind, namespace, level), kind, cost: world.costs[kind], title: `Enforce Pod Security ${level} in namespace ${namespace}`, breaks,
    verify: `kubectl label --dry-run=server --overwrite namespace ${word(namespace)} ${enforce}=${level}`,
    make: (objects) => {
      const object: KubernetesObject = objects.get(ref) ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
      // The stricter of two changes stays.
      if (object.metadata.labels?.[enforce] === 'restricted') return;
      objects.put(ref, { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, [enforce]: level } } });
    },
  };
  return { changes: [candidate], refused: [] };
}

/** Secrets of a namespace that hold a token of the account. */
export function deleteTokenSecrets(namespace: string | null, account: string, world: World): Cuts {
  const { context } = world.now;
  const places = namespace === null ? context.secrets : context.secretsIn(namespace);
  const [first] = places.filter((place) => {
    const token = tokenOf(place);
    return token !== undefined && `serviceaccount:${token.namespace}/${token.name}` === account;
  });
  if (!first) return noCuts;
  const ref = context.cluster.ref(first.object);
  if (world.designs.get(account) !== undefined) return refuse(`${refLabel(ref)} belongs to ${world.designs.get(account) ?? ''}`);
  const name = account.slice('serviceaccount:'.length);
  const candidate: Candidate = {
    id: changeId('delete-token-secret', refKey(ref)), kind: 'delete-token-secret', cost: world.costs['delete-token-secret'],
    title: `Delete ${refLabel(ref)}, a token of ServiceAccount ${name} without end`, breaks: `whatever logs in with that token: give it one of kubectl create token ${name.split('/')[1] ?? ''}`,
    undo: 'nothing brings this token back: create a Secret of type kubernetes.io/service-account-token for a new one',
    make: (objects) => {
      if (objects.get(ref)) objects.put(ref, undefined);
    },
  };
  return { changes: [candidate], refused: [] };
}

/** What leads traffic in from outside for others: closing it closes them all. */
function isEntrance({ workload }: ContainerPlace): boolean {
  return workload.containers.some(({ image }) => neighbourOf(image)?.kind === 'ingress controller');
}

const routes = new Set(['Ingress', 'HTTPRoute', 'TLSRoute', 'TCPRoute', 'GRPCRoute', 'Route', 'IngressRoute', 'VirtualService']);

/** The door that a step comes through. */
export function closeDoor({ evidence: [seen] }: Reason, place: ContainerPlace | undefined, world: World): Cuts {
  if (!seen) return noCuts;
  const { object: ref } = seen;
  if (place && isEntrance(place)) return refuse(`${refLabel(place.workload.ref)} is there to be reached from outside, for all that stands behind it`);
  if (place && ['hostPort', 'hostNetwork'].includes(String(seen.path.at(-1)))) return offTheNode(place, String(seen.path.at(-1)), world);
  if (ref.kind === 'Service') return { changes: [door(ref, `Open ${refLabel(ref)} inside the cluster only`, insideOnly, world)], refused: [] };
  if (routes.has(ref.kind)) return { changes: [door(ref, `Delete ${refLabel(ref)}`, () => undefined, world)], refused: [] };
  return refuse(`${refLabel(ref)} opens ${fieldOf(seen.path)}: whether it has to, nobody but its owner can say`);
}

function door(ref: ObjectRef, title: string, change: (object: KubernetesObject) => KubernetesObject | undefined, { costs }: World): Candidate {
  return {
    id: changeId('close-door', refKey(ref)), kind: 'close-door', cost: costs['close-door'], title, breaks: 'everybody who comes in from outside by it',
    make: (objects) => {
      const object = objects.get(ref);
      if (object) objects.put(ref, change(object));
    },
  };
}

function insideOnly(service: KubernetesObject): KubernetesObject {
  const { externalIPs: _ips, loadBalancerIP: _ip, loadBalancerSourceRanges: _ranges, loadBalancerClass: _class, externalTrafficPolicy: _policy, allocateLoadBalancerNodePorts: _nodes, healthCheckNodePort: _check, ...spec } = fields(service['spec']) ?? {};
  const ports = Array.isArray(spec['ports']) ? entries(spec['ports']).map(({ value: { nodePort: _port, ...port } }) => port) : undefined;
  const { status: _status, ...rest } = service;
  return { ...rest, spec: { ...spec, type: 'ClusterIP', ...(ports ? { ports } : {}) } } as KubernetesObject;
}
