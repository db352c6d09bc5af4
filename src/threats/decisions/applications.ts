// Containerised applications.

import type { Cluster } from '../../cluster/cluster.ts';
import { entries, fields, texts, textMap } from '../../cluster/read.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import type { Exposed } from '../../engines/network/index.ts';
import { isolationOf } from '../../engines/network/isolation.ts';
import { isOpen, networkOf, podOf, publicDoors } from '../../engines/network/of-cluster.ts';
import { managementInterfaces } from '../../knowledge/management-interfaces.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { assumed, known, map, unknown } from '../../model/fact.ts';
import { refKey, refLabel, valueAt, type ObjectRef } from '../../model/object.ts';
import { remember } from '../../model/remember.ts';
import { takesStrangers } from '../../rules/isolation.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { heldBy } from './held.ts';
import { isTenant, isWorkload } from './holders.ts';
import { at, noneOf, notSo, ofCluster, orElse, present, textAt, type Decisions } from './instances.ts';
import { perContainer, type Tell } from './per-container.ts';
import { only, volumesOf, whichRun, workloadsOf } from './running.ts';
import { defaultLimit, limitsPath } from './worker-nodes.ts';

export const applicationDecisions: Decisions = {
  'threat/APP-01': {
    severity: { gain: 'workload', position: 'anyone', effort: 'several weaknesses', exposure: 'internet' },
    decide: (context) => workloadsOf(context).map((workload) => publishedAs(workload, context)),
  },
  'threat/APP-08': {
    severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
    decide: unlimited,
  },
  'threat/APP-15': {
    severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' },
    decide: (context) =>
      heldBy(context, {
        who: isWorkload, despiteNames: true, can: 'change what guards the cluster: webhooks, policies, definitions, API services, nodes or namespaces',
        rights: guards.flatMap(([group, resource]) => ['create', 'patch', 'update', 'delete'].map((verb) => ({ verb, group, resource }))).filter(({ verb, resource }) => !(verb === 'create' && (resource === 'nodes' || resource === 'namespaces'))),
      }),
  },
  'threat/APP-16': {
    severity: { gain: 'workload', position: 'anyone', effort: 'one more weakness' },
    decide: (context) => orElse(interfaces(context), () => ofCluster('no management interface was recognised', assumed(false))),
  },
  'threat/APP-18': {
    severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(sharedVolumes(context), () => noneOf(context, 'PersistentVolumeClaim', '', 'no volume that several may write was given')),
  },
  'threat/APP-20': {
    severity: { gain: 'workload', position: 'a user', effort: 'one more weakness' },
    decide: (context) =>
      heldBy(context, {
        who: isTenant, can: 'delete claims, volumes, namespaces or definitions with the data behind them',
        rights: [
          ...['persistentvolumeclaims', 'persistentvolumes', 'namespaces'].flatMap((resource) => ['delete', 'deletecollection'].map((verb) => ({ verb, group: '', resource }))),
          { verb: 'delete', group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' },
        ],
      }),
  },
};

const guards: readonly (readonly [group: string, resource: string])[] = [
  ['admissionregistration.k8s.io', 'validatingwebhookconfigurations'], ['admissionregistration.k8s.io', 'mutatingwebhookconfigurations'], ['admissionregistration.k8s.io', 'validatingadmissionpolicies'],
  ['admissionregistration.k8s.io', 'validatingadmissionpolicybindings'], ['apiextensions.k8s.io', 'customresourcedefinitions'], ['apiregistration.k8s.io', 'apiservices'], ['', 'nodes'], ['', 'namespaces'],
];

/** Containers that no limit holds, neither their own nor one of their namespace. */
function unlimited(context: Context): Iterable<ThreatInstance> {
  const free = remember((namespace: string) => ['cpu', 'memory'].filter((resource) => !defaultLimit(namespace, resource, context) && !quotaOf(namespace, resource, context)));
  const missingOf = ({ spec, workload: { namespace } }: Container): readonly string[] => {
    const limits = fields(valueAt(spec, limitsPath));
    return limits ? free(namespace).filter((resource) => limits[resource] === undefined) : free(namespace);
  };
  const takesAll: Tell = (container) => ({ message: `takes as much ${missingOf(container).join(' and ')} as its node has`, exposed: known(true, container.at(...limitsPath)) });
  return perContainer(context, (container) => {
    if (container.list === 'ephemeral') return undefined;
    return missingOf(container).length === 0 ? 'not so' : takesAll;
  });
}

function quotaOf(namespace: string, resource: string, { cluster }: Context): boolean {
  return cluster.given('ResourceQuota', '', namespace).some((quota) => textMap(valueAt(quota, ['spec', 'hard']))[`limits.${resource}`] !== undefined);
}

/** What opens a workload to the outside, and what policies leave of it. */
function publishedAs(workload: Workload, { cluster }: Context): ThreatInstance {
  const doors = publicDoors(cluster, workload);
  const open = doors.filter(({ allowed, enforced }) => allowed === 'yes' || allowed === 'some' || enforced.value === false);
  const [first] = open.length > 0 ? open : doors;
  if (!first) return { scope: workload.ref, message: 'is not published by anything that was given', exposed: assumed(false) };
  const shown = [first, ...open.slice(1)].map(doorEvidence);
  const by = doorLabel(first);
  if (open.length > 0) return { scope: workload.ref, message: `is open to the outside by ${by}`, exposed: known(true, ...shown) };
  const undecided = doors.find(({ allowed }) => allowed === 'unknown');
  const [gap, ...gaps] = undecided ? undecided.gaps : first.enforced.gaps;
  if (gap) return { scope: workload.ref, message: `is published by ${by}, as far as what was not given lets it be`, exposed: unknown(gap, ...gaps) };
  const closedBy = closing(workload, cluster);
  return { scope: workload.ref, message: `is published by ${by}, and policies let nobody in`, exposed: known(false, ...shown), ...(closedBy ? { control: known(closedBy, evidence(closedBy, ['spec'])) } : {}) };
}

function doorEvidence({ by, path, object }: Exposed): Evidence {
  return evidence(by, path, valueAt(object, path));
}

function doorLabel({ by, how }: Exposed): string {
  return `${refLabel(by)}${how === by.kind ? '' : ` (${how})`}`;
}

/** The policy that keeps strangers out. */
function closing(workload: Workload, cluster: Cluster): ObjectRef | undefined {
  const pod = podOf(cluster, workload);
  return pod && isolationOf(networkOf(cluster), pod, 'ingress').deciders[0]?.policy;
}

/** The words of a container's command line. */
function wordsOf(container: Container): readonly { readonly word: string; readonly path: readonly [string, number] }[] {
  return ['command', 'args'].flatMap((list) => texts(container.spec[list]).map((word, index) => ({ word, path: [list, index] as const })));
}

/** Consoles that are published, that any pod reaches, or that let anybody in who reaches them. */
function* interfaces(context: Context): Iterable<ThreatInstance> {
  const ofRepository = (repository: string): typeof managementInterfaces => managementInterfaces.filter(({ image }) => image.test(repository));
  for (const container of only(whichRun(context, (repository) => ofRepository(repository).length > 0), context)) {
    const known_ = ofRepository(repositoryOf(container.image)).find(({ program }) => program === undefined || wordsOf(container).some(({ word }) => program.test(word)));
    if (!known_) continue;
    const variable = entries(container.spec['env']).find(({ value }) => Object.entries(known_.openBy ?? {}).some(([name, open]) => value['name'] === name && value['value'] === open));
    const argument = wordsOf(container).find(({ word }) => known_.openArgument?.test(word) === true);
    const way = publicDoors(context.cluster, container.workload).find(isOpen);
    const open = variable ? container.at('env', variable.index, 'value') : argument ? container.at(...argument.path) : undefined;
    const name = `container ${container.name}: ${known_.name}`;
    const scope = container.workload.ref;
    if (way) yield present(scope, `${name} is open to the outside by ${doorLabel(way)}${open ? ', without a login' : ''}`, doorEvidence(way), ...(open ? [open] : []));
    else if (open) yield present(scope, `${name} lets anybody in who reaches it`, open);
    else yield inside(container, name, context);
  }
}

/** A console that nothing publishes: whether the other pods of the cluster reach it. */
function inside({ workload, at: shown }: Container, name: string, context: Context): ThreatInstance {
  const exposed = takesStrangers(workload, context);
  const scope = workload.ref;
  if (!exposed.known) return { scope, message: `${name} is not published, and policies may keep other pods away`, exposed };
  if (exposed.value) return { scope, message: `${name} is not published, and any pod of the cluster reaches it`, exposed: map(exposed, () => true), factors: { position: 'a container' } };
  const keeper = closing(workload, context.cluster);
  return { scope, message: `${name} is not published, and policies keep other pods away`, exposed, ...(keeper ? { control: known(keeper, evidence(keeper, ['spec']), shown('image')) } : {}) };
}

/** Claims that several may write, mounted by workloads of different owners. */
function* sharedVolumes(context: Context): Iterable<ThreatInstance> {
  const users = new Map<string, Set<string>>();
  for (const { workload, value } of volumesOf(context, 'persistentVolumeClaim')) {
    const claim = textAt(value, 'persistentVolumeClaim', 'claimName');
    if (claim !== '') users.set(`${workload.namespace}/${claim}`, (users.get(`${workload.namespace}/${claim}`) ?? new Set()).add(refKey(workload.ref)));
  }
  for (const claim of context.cluster.given('PersistentVolumeClaim')) {
    const count = users.get(`${claim.metadata.namespace ?? ''}/${claim.metadata.name}`)?.size ?? 0;
    if (count > 1 && texts(valueAt(claim, ['spec', 'accessModes'])).includes('ReadWriteMany')) {
      const ref = context.cluster.ref(claim);
      yield present(ref, `is written by ${count} workloads`, at(claim, ref, 'spec', 'accessModes'));
    } else yield notSo;
  }
}
