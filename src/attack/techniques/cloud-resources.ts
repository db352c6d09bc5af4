import { text } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import { cloudAccounts } from '../cloud-identities.ts';
import { cart, everywhere } from '../examples.ts';
import { rightTechnique, rightsTo, type Enough } from '../right-technique.ts';
import { anyCloud, hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const role = 'arn:aws:iam::111122223333:role/ack';
const definition = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: policies.iam.services.k8s.aws}\nspec: {group: iam.services.k8s.aws, names: {kind: Policy, plural: policies}, scope: Namespaced}\n---\n';
const controller = `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ack-iam-controller, namespace: ack-system, annotations: {eks.amazonaws.com/role-arn: "${role}"}}\n---\n`;
const rule = (verbs: string, resource = 'policies'): string => `{apiGroups: [iam.services.k8s.aws], resources: [${resource}], verbs: [${verbs}]}`;
const to = `cloud:${role}`;

/** Controllers that make objects of a cloud from custom resources, by the group of those, and the namespaces in which they usually run. */
const makers: readonly { readonly name: string; readonly group: RegExp; readonly namespace: RegExp }[] = [
  { name: 'AWS Controllers for Kubernetes', group: /\.services\.k8s\.aws$/, namespace: /^ack-/ },
  { name: 'Crossplane', group: /(^|\.)(crossplane\.io|upbound\.io)$/, namespace: /^(crossplane|upbound)-system$/ },
  { name: 'Config Connector', group: /\.cnrm\.cloud\.google\.com$/, namespace: /^(cnrm-system|configconnector-operator-system)$/ },
  { name: 'Azure Service Operator', group: /\.azure\.com$/, namespace: /^azureserviceoperator-system$/ },
  { name: 'Terraform controller', group: /^infra\.contrib\.fluxcd\.io$|^tf\.galleybytes\.com$/, namespace: /^(flux-system|tf-system)$/ },
];

const reachGap: Gap = gap('cloud', 'gap/cloud-controller-rights', 'What may the identity of the controller that makes cloud objects do, and do its objects give the right away? Its policies in the cloud account say so.');

const technique: Technique = rightTechnique({
  id: 'technique/cloud-resources',
  title: 'has objects of the cloud made by a controller',
  why: 'Some controllers turn custom resources into objects of the cloud account: roles, policies, machines, buckets. Whoever writes those resources does in the account what the controller may do there.',
  aliases: ['I4'],
  attack: ['T1578'],
  microsoft: ['MS-TA9020'],
  effort: 2,
  detects: 'Cloud objects that the controller makes for namespaces that have no business with them.',
  removes: 'Take writes on these custom resources from tenants, and give the controller an identity for each of them with few rights.',
  rights: (context) => rightsIn(context),
  gives: () => hub('make-cloud-objects', null),
  named: () => [hub('make-cloud-objects', null)],
  *spread(context) {
    const names = installed(context);
    if (names.size === 0) return;
    const because = (maker: string) => () => ({ text: `${maker} makes what is asked for in the cloud account`, evidence: [], gaps: [reachGap] });
    for (const maker of makers.filter(({ name }) => names.has(name))) {
      const own = cloudAccounts(context).filter(({ namespace }) => maker.namespace.test(namespace));
      for (const { state } of own) yield { needs: [hub('make-cloud-objects', null)], gives: state, free: true, certain: false, because: because(maker.name) };
      if (own.length === 0) yield { needs: [hub('make-cloud-objects', null)], gives: anyCloud, free: true, certain: false, because: because(maker.name) };
    }
  },
  examples: {
    present: [],
    absent: [
      { objects: definition + controller + everywhere(rule('get')), from: cart, to },
      { objects: controller + everywhere(rule('create')), from: cart, to },
      { objects: definition + controller + everywhere('{apiGroups: [""], resources: [policies], verbs: [create]}'), from: cart, to },
    ],
    unknown: [{ objects: definition + controller + everywhere(rule('create')), from: cart, to }, { objects: definition + everywhere(rule('patch', '"*"')), from: cart, to: 'cloud:*' }],
  },
});

export default technique;

interface Defined {
  readonly group: string;
  readonly resource: string;
  readonly maker: string;
}

function definedIn({ cluster }: AttackContext): readonly Defined[] {
  return cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io').flatMap((object): Defined[] => {
    const [group, resource] = [text(valueAt(object, ['spec', 'group'])) ?? '', text(valueAt(object, ['spec', 'names', 'plural'])) ?? ''];
    const maker = makers.find((each) => each.group.test(group));
    return maker && resource !== '' ? [{ group, resource, maker: maker.name }] : [];
  });
}

function installed(context: AttackContext): ReadonlySet<string> {
  return new Set(definedIn(context).map(({ maker }) => maker));
}

function rightsIn(context: AttackContext): readonly Enough[] {
  return definedIn(context).flatMap(({ group, resource }) => rightsTo(['create', 'update', 'patch'], group, resource).map((right) => ({ right })));
}
