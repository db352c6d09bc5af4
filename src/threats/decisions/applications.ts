// Containerised applications.

import { entries, fields, texts, textMap } from '../../cluster/read.ts';
import { managementInterfaces } from '../../knowledge/management-interfaces.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { assumed, known } from '../../model/fact.ts';
import { refKey, refLabel, valueAt } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { absent, at, containersOf, heldBy, isTenant, isWorkload, noneOf, ofCluster, orElse, perContainer, present, textAt, workloadsOf, type Decisions } from './support.ts';
import { defaultLimit } from './worker-nodes.ts';

export const applicationDecisions: Decisions = {
  'threat/APP-01': {
    severity: { gain: 'workload', position: 'anyone', effort: 'several weaknesses', exposure: 'internet' },
    decide: function* (context) {
      for (const workload of workloadsOf(context)) {
        const [way, ...more] = context.cluster.exposures(workload);
        yield way ? present(workload.ref, `is open to the outside by ${refLabel(way.evidence.object)}${way.how === way.evidence.object.kind ? '' : ` (${way.how})`}`, way.evidence, ...more.map((each) => each.evidence)) : { scope: workload.ref, message: 'is not published by anything that was given', exposed: assumed(false) };
      }
    },
  },
  'threat/APP-08': {
    severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
    decide: (context) =>
      perContainer(context, (container) => {
        if (container.list === 'ephemeral') return undefined;
        const limits = fields(valueAt(container.spec, ['resources', 'limits'])) ?? {};
        const missing = ['cpu', 'memory'].filter((resource) => limits[resource] === undefined && !defaultLimit(container.workload.namespace, resource, context) && !quotaOf(container.workload.namespace, resource, context));
        return { message: missing.length === 0 ? 'is limited' : `takes as much ${missing.join(' and ')} as its node has`, exposed: known(missing.length > 0, container.at('resources', 'limits')) };
      }),
  },
  'threat/APP-15': {
    severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' },
    decide: (context) =>
      heldBy(context, {
        who: isWorkload, can: 'change what guards the cluster: webhooks, policies, definitions, API services, nodes or namespaces',
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

function quotaOf(namespace: string, resource: string, { cluster }: Context): boolean {
  return cluster.given('ResourceQuota', '', namespace).some((quota) => textMap(valueAt(quota, ['spec', 'hard']))[`limits.${resource}`] !== undefined);
}

/** Consoles that are published, or that let anybody in who reaches them. */
function* interfaces(context: Context): Iterable<ThreatInstance> {
  for (const container of containersOf(context)) {
    const known_ = managementInterfaces.find(({ image }) => image.test(repositoryOf(container.image)));
    if (!known_) continue;
    const variable = entries(container.spec['env']).find(({ value }) => Object.entries(known_.openBy ?? {}).some(([name, open]) => value['name'] === name && value['value'] === open));
    const argument = ['command', 'args'].flatMap((list) => texts(container.spec[list]).map((word, index) => ({ word, path: [list, index] as const }))).find(({ word }) => known_.openArgument?.test(word) === true);
    const [way] = context.cluster.exposures(container.workload);
    const open = variable ? container.at('env', variable.index, 'value') : argument ? container.at(...argument.path) : undefined;
    const name = `container ${container.name}: ${known_.name}`;
    if (way) yield present(container.workload.ref, `${name} is open to the outside by ${way.how}${open ? ', without a login' : ''}`, way.evidence, ...(open ? [open] : []));
    else if (open) yield present(container.workload.ref, `${name} lets anybody in who reaches it`, open);
    else yield { scope: container.workload.ref, message: `${name} is not published`, exposed: assumed(false, container.at('image')) };
  }
}

/** Claims that several may write, mounted by workloads of different owners. */
function* sharedVolumes(context: Context): Iterable<ThreatInstance> {
  const users = new Map<string, Set<string>>();
  for (const workload of workloadsOf(context)) {
    for (const { value } of entries(workload.spec['volumes'])) {
      const claim = textAt(value, 'persistentVolumeClaim', 'claimName');
      if (claim !== '') users.set(`${workload.namespace}/${claim}`, (users.get(`${workload.namespace}/${claim}`) ?? new Set()).add(refKey(workload.ref)));
    }
  }
  for (const claim of context.cluster.given('PersistentVolumeClaim')) {
    const ref = context.cluster.ref(claim);
    const many = texts(valueAt(claim, ['spec', 'accessModes'])).includes('ReadWriteMany');
    const count = users.get(`${ref.namespace ?? ''}/${ref.name}`)?.size ?? 0;
    if (many && count > 1) yield present(ref, `is written by ${count} workloads`, at(claim, ref, 'spec', 'accessModes'));
    else yield absent(ref, count > 1 ? 'is mounted by several workloads on one node' : 'is mounted by one workload', at(claim, ref, 'spec', 'accessModes'));
  }
}
