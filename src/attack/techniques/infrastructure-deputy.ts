import { clusterApi, clusterApiFiles } from '../../knowledge/deputies/cluster-api.ts';
import { cloudGroups, crossplaneHelm, crossplaneKubernetes, infrastructure, kubeVirt } from '../../knowledge/deputies/infrastructure.ts';
import { text } from '../../cluster/read.ts';
import { gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import { hasCluster, machinesHub, machinesOf, standsForThis } from '../deputies/cluster-api.ts';
import { controller, custom, definition, program } from '../deputies/examples.ts';
import { deputySteps } from '../deputies/rows.ts';
import { definitionsIn, placesOf, runningOf } from '../deputies/running.ts';
import { writeHub, writersOf } from '../deputies/writing.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop, namespace, node, podIn, rule } from '../examples.ts';
import { accountState, anyCloud, clusterAdmin } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const provider = controller('crossplane-system', 'provider-kubernetes', 'crossplane-contrib/provider-kubernetes:v1');
const configuration = (source: string): string => `apiVersion: kubernetes.crossplane.io/v1alpha1\nkind: ProviderConfig\nmetadata: {name: default}\nspec: {credentials: {source: ${source}}}\n---\n`;
const objects = everywhere(custom('kubernetes.crossplane.io', 'objects'));
const to = 'serviceaccount:crossplane-system/provider-kubernetes';
const role = 'arn:aws:iam::111122223333:role/ack';
const ack = `${program('ack-system', 'ack-iam-controller', 'public.ecr.aws/aws-controllers-k8s/iam-controller:1.5.0')}apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ack-iam-controller, namespace: ack-system, annotations: {eks.amazonaws.com/role-arn: "${role}"}}\n---\n`;
const boss = podIn('shop', '', 'serviceAccountName: boss');

const capi = (image: string): string => program('capi-system', 'capi-manager', `registry.k8s.io/cluster-api/${image}:v1.11.0`);
const controlPlane = capi('kubeadm-control-plane-controller');
const ofShop = node('worker', 'annotations: {cluster.x-k8s.io/cluster-name: main, cluster.x-k8s.io/cluster-namespace: shop}');
const clusterIn = (where: string): string => `${namespace(where)}apiVersion: cluster.x-k8s.io/v1beta2\nkind: Cluster\nmetadata: {name: main, namespace: ${where}}\n---\n`;
const keys = 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: shop}\n---\n';
const planes = inShop(custom('controlplane.cluster.x-k8s.io', 'kubeadmcontrolplanes', 'patch')) + 'apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: KubeadmControlPlane\nmetadata: {name: main, namespace: shop}\n---\n';
const machines = inShop(custom('cluster.x-k8s.io', 'machinedeployments'), custom('bootstrap.cluster.x-k8s.io', 'kubeadmconfigtemplates'));
const bootstrap = capi('kubeadm-bootstrap-controller');
const resourceSets = inShop(custom('addons.cluster.x-k8s.io', 'clusterresourcesets'), rule('configmaps', 'create'));

const technique: Technique = defineTechnique({
  id: 'technique/infrastructure-deputy',
  title: 'has infrastructure made',
  why: 'Objects that stand for infrastructure are made by a controller with its own rights, in the cluster or in the cloud. Whoever writes them uses those rights.',
  aliases: ['J10'],
  attack: ['T1578', 'T1072'],
  microsoft: ['MS-TA9020'],
  effort: 2,
  detects: 'Audit events that create such objects by another user than the pipeline.',
  removes: 'Let tenants write compositions that the platform made, never the objects of providers, and keep the rights of providers small.',
  *steps(context) {
    yield* deputySteps(infrastructure, context, (deputy, row, actor, where) => {
      if ((deputy === crossplaneKubernetes || deputy === crossplaneHelm) && actor) {
        const group = deputy === crossplaneKubernetes ? /^kubernetes(\.m)?\.crossplane\.io$/ : /^helm(\.m)?\.crossplane\.io$/;
        return injected(group, context) ? [{ gives: accountState(actor.namespace, actor.account), gaps: [] }] : undefined;
      }
      if (deputy === clusterApi) {
        const gaps = standsForThis(where, context);
        return gaps ? [{ gives: row.gives === 'admin' ? clusterAdmin : machinesHub(where), gaps }] : [];
      }
      // A cluster that takes machines.
      if (deputy === clusterApiFiles && hasCluster(where, context)) return context.secretsIn(where).map(({ state }) => ({ gives: state, gaps: [] }));
      // A machine's pod asks for more than the stricter levels allow.
      return deputy === kubeVirt && !context.guards.escaping(where).admitted ? [] : undefined;
    });
    if (clusterApi.programs.some((each) => runningOf(each, [], context).length > 0)) yield* machinesOf(context);
    for (const cloud of cloudGroups) yield* inCloud(cloud, context);
  },
  examples: {
    present: [
      { objects: provider + configuration('InjectedIdentity') + objects, from: cart, to },
      { objects: namespace('shop') + boss + definition('virtualmachines', 'kubevirt.io') + program('kubevirt', 'kubevirt-controller', 'quay.io/kubevirt/virt-controller:v1.6.0') + inShop(custom('kubevirt.io', 'virtualmachines')), from: cart, to: accountState('shop', 'boss') },
      { objects: ack + definition('roles', 'iam.services.k8s.aws') + everywhere(custom('iam.services.k8s.aws', 'roles')), from: cart, to: `cloud:${role}` },
      { objects: clusterIn('shop') + ofShop + controlPlane + planes, from: cart, to: 'cluster-admin' },
      { objects: clusterIn('shop') + ofShop + capi('cluster-api-controller') + resourceSets, from: cart, to: 'cluster-admin' },
      { objects: clusterIn('shop') + ofShop + capi('cluster-api-controller') + machines, from: cart, to: 'node:worker' },
      { objects: clusterIn('shop') + keys + bootstrap + machines, from: cart, to: 'secret:shop/keys' },
    ],
    absent: [
      { objects: configuration('InjectedIdentity') + objects, from: cart, to },
      { objects: provider + configuration('InjectedIdentity') + inShop(custom('kubernetes.crossplane.io', 'objects')), from: cart, to },
      { objects: namespace('shop', 'restricted') + boss + program('kubevirt', 'kubevirt-controller', 'quay.io/kubevirt/virt-controller:v1.6.0') + inShop(custom('kubevirt.io', 'virtualmachines')), from: cart, to: accountState('shop', 'boss') },
      { objects: ack + definition('roles', 'iam.services.k8s.aws') + everywhere(custom('iam.services.k8s.aws', 'roles', 'get')), from: cart, to: `cloud:${role}` },
      // Its nodes are of a Cluster elsewhere.
      { objects: clusterIn('shop') + clusterIn('blog') + ofShop.replace('cluster-namespace: shop', 'cluster-namespace: blog') + controlPlane + planes, from: cart, to: 'cluster-admin' },
      { objects: clusterIn('shop') + ofShop + controlPlane.replace('containers: [{', 'containers: [{args: [--namespace=blog], ') + planes, from: cart, to: 'cluster-admin' },
      { objects: clusterIn('shop') + ofShop + planes, from: cart, to: 'cluster-admin' },
      { objects: clusterIn('shop') + ofShop + capi('cluster-api-controller') + resourceSets.replace('configmaps', 'pods'), from: cart, to: 'cluster-admin' },
      { objects: clusterIn('shop') + node('plane', 'labels: {node-role.kubernetes.io/control-plane: ""}, annotations: {cluster.x-k8s.io/cluster-name: main, cluster.x-k8s.io/cluster-namespace: shop}') + capi('cluster-api-controller') + machines, from: cart, to: 'node:plane' },
      { objects: clusterIn('shop') + keys + bootstrap + inShop(custom('cluster.x-k8s.io', 'machinedeployments')), from: cart, to: 'secret:shop/keys' },
    ],
    unknown: [
      { objects: provider + configuration('Secret') + objects, from: cart, to },
      { objects: clusterIn('shop') + controlPlane + planes, from: cart, to: 'cluster-admin' },
      { objects: namespace('shop') + keys + bootstrap + machines, from: cart, to: 'secret:shop/keys' },
    ],
  },
});

export default technique;

/** Is there a ProviderConfig with which the provider acts as itself? */
function injected(group: RegExp, { cluster }: AttackContext): boolean {
  return ['ProviderConfig', 'ClusterProviderConfig'].some((kind) => ['kubernetes.crossplane.io', 'helm.crossplane.io', 'kubernetes.m.crossplane.io', 'helm.m.crossplane.io'].filter((each) => group.test(each)).some((each) => cluster.given(kind, each).some((object) => text(valueAt(object, ['spec', 'credentials', 'source'])) === 'InjectedIdentity')));
}

const marks: readonly string[] = ['eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account', 'azure.workload.identity/client-id'];

/** The cloud makes what such objects say, for the identity of the controller. */
function* inCloud({ name, group, resource: part, image, account }: (typeof cloudGroups)[number], context: AttackContext): Generator<Step> {
  const kinds = definitionsIn(group, context).filter(({ resource }) => part === undefined || part.test(resource));
  if (kinds.length === 0) return;
  const accounts = new Map(placesOf(image, context).filter(({ workload }) => account.test(workload.serviceAccount.name)).map(({ workload: { namespace: where, serviceAccount } }) => [accountState(where, serviceAccount.name), { where, name: serviceAccount.name }]));
  for (const { where, name: accountName } of accounts.values()) {
    const object = context.cluster.find('ServiceAccount', '', where, accountName);
    const id = marks.map((mark) => object?.metadata.annotations?.[mark]).find((each) => each !== undefined);
    if (id === undefined) continue;
    const gaps = [gap('cloud', `gap/deputy-cloud/${where}/${accountName}`, `What may the cloud identity ${id} do, and does a controller use it for every namespace?`)];
    for (const { resource, group: own } of kinds) {
      const kind = { group: own, kind: '', resource };
      yield* writersOf('J10', kind, context, new Set([where]));
      for (const namespace of [null, ...context.cluster.namespaces]) yield { needs: [writeHub('J10', kind, namespace)], gives: `cloud:${id}`, free: true, because: () => ({ text: `${name} have the cloud make what ${resource} say`, evidence: [], gaps }) };
    }
    yield { needs: [`cloud:${id}`], gives: anyCloud, free: true };
  }
}
