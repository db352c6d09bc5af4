import { entries, text, texts } from '../../cluster/read.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import { clusterAdmin, groupState, userState, type State } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const role = 'arn:aws:iam::111122223333:role/cart';
const account = `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop, annotations: {eks.amazonaws.com/role-arn: "${role}"}}\n---\n`;
const map = (arn: string, group: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth, namespace: kube-system}\ndata:\n  mapRoles: |\n    - rolearn: ${arn}\n      username: cart\n      groups: [${group}]\n---\n`;
const eks = 'apiVersion: v1\nkind: Node\nmetadata: {name: a, labels: {eks.amazonaws.com/nodegroup: x}}\nspec: {providerID: "aws:///eu-west-1a/i-0"}\nstatus: {nodeInfo: {kubeletVersion: v1.34.0-eks-1}}\n---\n';
const from = `cloud:${role}`;

const modeGap: Gap = gap('cloud', 'gap/eks-authentication-mode', 'Does the cluster still read aws-auth, and which access entries has it? aws eks describe-cluster and list-access-entries');
const cloudGap: Gap = gap('cloud', 'gap/cloud-cluster-access', 'May that identity of the cloud fetch credentials of the cluster, or change who may sign in? The policies of the cloud account say so.');

const technique: Technique = defineTechnique({
  id: 'technique/cloud-login',
  title: 'logs in to the cluster as a cloud identity',
  why: 'A hosted control plane takes identities of its cloud for users: those that aws-auth or access entries name, and whoever may hand out credentials of the cluster by the policies of the account.',
  aliases: ['I3', 'UPDATE_AWS_AUTH'],
  attack: ['T1078.004'],
  microsoft: ['MS-TA9001'],
  effort: 1,
  detects: 'Logins of that identity to the API server from addresses that it never used.',
  removes: 'Give cloud identities of workloads no way into the cluster: no line in aws-auth, no access entry, no right to fetch its credentials.',
  *steps(context) {
    yield* mapped(context);
    const { provider } = context.components;
    if (!provider.known || provider.value?.hosted !== true) return;
    const { name } = provider.value;
    for (const cloud of cloudsOf(context)) yield { needs: [cloud], gives: clusterAdmin, certain: false, because: () => ({ text: `${name} takes identities of its cloud for administrators where the account says so`, evidence: provider.evidence, gaps: [cloudGap] }) };
  },
  examples: {
    present: [],
    absent: [{ objects: account + map('arn:aws:iam::111122223333:role/other', 'leads'), from, to: 'group:leads' }, { objects: account, from, to: 'cluster-admin' }],
    unknown: [{ objects: account + map(role, 'leads'), from, to: 'group:leads' }, { objects: account + map(role, '"system:masters"'), from, to: 'user:cart' }, { objects: account + eks, from, to: 'cluster-admin' }],
  },
});

export default technique;

/** Cloud identities of service accounts, and those of nodes. */
function cloudsOf({ cluster, nodes }: AttackContext): ReadonlySet<State> {
  const marks = ['eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account', 'azure.workload.identity/client-id'];
  const found = new Set(cluster.given('ServiceAccount').flatMap(({ metadata }) => marks.flatMap((mark) => metadata.annotations?.[mark] ?? [])).map((id) => `cloud:${id}`));
  const names: Readonly<Record<string, string>> = { aws: 'aws', gce: 'gcp', azure: 'azure' };
  for (const { object } of nodes) {
    const name = names[/^(\w+):\/\//.exec(text(valueAt(object, ['spec', 'providerID'])) ?? '')?.[1] ?? ''];
    if (name !== undefined) found.add(`cloud:${name}-node-identity`);
  }
  return found;
}

/** What the ConfigMap aws-auth makes of identities. Its mode decides whether it is read, which the cloud knows. */
function* mapped({ cluster }: AttackContext): Generator<Step> {
  const object = cluster.find('ConfigMap', '', 'kube-system', 'aws-auth');
  if (!object) return;
  for (const [key, arn] of [['mapRoles', 'rolearn'], ['mapUsers', 'userarn']] as const) {
    const written = text(valueAt(object, ['data', key]));
    const lines = entries(written === undefined ? [] : readYaml(written).value);
    for (const { value } of lines) {
      const id = text(value[arn]);
      if (id === undefined) continue;
      const shown: Evidence = evidence(cluster.ref(object), ['data', key], id);
      const ends = [...texts(value['groups']).map(groupState), ...[text(value['username'])].flatMap((name) => (name === undefined || name.includes('{{') ? [] : [userState(name)]))];
      const nodes = texts(value['groups']).includes('system:nodes');
      for (const from of [`cloud:${id}`, ...(nodes ? ['cloud:aws-node-identity'] : [])]) {
        for (const gives of ends) yield { needs: [from], gives, certain: false, because: () => ({ text: `aws-auth maps ${id}`, evidence: [shown], gaps: [modeGap] }) };
      }
    }
  }
}
