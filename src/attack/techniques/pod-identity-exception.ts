import { fields, textMap } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { app, cart, inShop, namespace, podIn, rule } from '../examples.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { anyCloud, hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const group = 'aadpodidentity.k8s.io';
const kind = 'AzurePodIdentityException';
const cloud = 'cloud:azure-node-identity';
const identityGap = gap('cloud', 'gap/azure-node-identity', 'Which identities do the machines of the scale set have, and is aad-pod-identity still in force? az vmss identity show; kubectl get daemonset nmi -A');
const writes = rightTechnique({ ...texts(), rights: rightsTo(['create', 'update', 'patch'], group, 'azurepodidentityexceptions'), gives: (where) => hub('except-pods', where), named: (_, where) => [hub('except-pods', where)] });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    const { cluster } = context;
    const exceptions = cluster.given(kind, group);
    if (exceptions.length === 0 && !cluster.find('CustomResourceDefinition', 'apiextensions.k8s.io', undefined, `azurepodidentityexceptions.${group}`)) return;
    yield { needs: [cloud], gives: anyCloud, free: true };
    yield* writes.steps(context);
    for (const name of new Set([...cluster.namespaces, ...context.accounts.keys()])) {
      yield { needs: [hub('except-pods', null)], gives: hub('except-pods', name), free: true };
      yield { needs: [hub('except-pods', name), hub('pods', name)], gives: cloud, certain: false, because: () => ({ text: `a pod of ${name} that an exception names asks the metadata service itself`, evidence: [], gaps: [identityGap] }) };
    }
    yield* excepted(context);
  },
};

export default technique;

/** Containers whose pod an exception names already. */
function* excepted(context: AttackContext): Generator<Step> {
  const { cluster } = context;
  for (const object of cluster.given(kind, group)) {
    const ref = cluster.ref(object);
    const labels = Object.entries(textMap(fields(object['spec'])?.['podLabels']));
    for (const { inside, workload } of context.containersIn(ref.namespace ?? '')) {
      if (labels.length > 0 && labels.every(([key, value]) => workload.labels[key] === value)) yield { needs: [inside], gives: cloud, certain: false, because: () => ({ text: `${ref.name} lets its pod ask the metadata service`, evidence: [evidence(ref, ['spec', 'podLabels'])], gaps: [identityGap] }) };
    }
  }
}

function texts(): Omit<Technique, 'steps'> {
  const definition = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: azurepodidentityexceptions.${group}}\nspec: {group: ${group}, names: {kind: ${kind}, plural: azurepodidentityexceptions}}\n---\n`;
  const exception = (label: string): string => `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: {name: free, namespace: shop}\nspec: {podLabels: {app: ${label}}}\n---\n`;
  const excepts = `{apiGroups: [${group}], resources: [azurepodidentityexceptions], verbs: [create]}`;
  const web = podIn('shop').replace('namespace: shop}', 'namespace: shop, labels: {app: web}}');
  const shop = namespace('shop', 'restricted');
  return {
    id: 'technique/pod-identity-exception',
    title: 'lifts the guard between a pod and the identity of its Azure node',
    why: 'aad-pod-identity stands between pods and the metadata service of Azure. Pods that an AzurePodIdentityException names pass it and take the identity of the node, which may fetch the administrator’s credentials of the cluster.',
    aliases: ['B20', 'AZURE_POD_IDENTITY_EXCEPTION'],
    attack: ['T1552.005'],
    microsoft: ['MS-TA9028'],
    effort: 1,
    detects: 'Audit events that create or change AzurePodIdentityExceptions.',
    removes: 'Move to workload identity and take aad-pod-identity, which is retired, out.',
    examples: {
      present: [],
      absent: [
        { objects: inShop(rule('pods', 'create')) + definition + shop, from: cart, to: cloud },
        { objects: inShop(excepts) + definition + shop, from: cart, to: cloud },
        { objects: inShop(rule('pods', 'create'), excepts) + shop, from: cart, to: cloud },
        { objects: exception('other') + web, from: app, to: cloud },
      ],
      unknown: [
        { objects: inShop(rule('pods', 'create'), excepts) + definition + shop, from: cart, to: cloud },
        { objects: exception('web') + web, from: app, to: cloud },
      ],
    },
  };
}
