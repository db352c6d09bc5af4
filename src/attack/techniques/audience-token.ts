import type { ObjectRef } from '../../model/object.ts';
import { entries, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import type { Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { takenByServer } from '../audiences.ts';
import type { AttackContext } from '../context.ts';
import { app, podIn } from '../examples.ts';
import { anyCloud, type State } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

/** Who takes tokens for an audience, and what names the identity, where the cluster says so: an annotation of the service account, or a variable of the container. */
const verifiers: readonly { readonly audience: RegExp; readonly annotation?: string; readonly variable?: string }[] = [
  { audience: /^sts\.amazonaws\.com(\.cn)?$/, annotation: 'eks.amazonaws.com/role-arn', variable: 'AWS_ROLE_ARN' },
  // An association in the cloud account names the identity, whatever the annotation says.
  { audience: /^pods\.eks\.amazonaws\.com$/ },
  { audience: /^api:\/\/AzureADTokenExchange/, annotation: 'azure.workload.identity/client-id', variable: 'AZURE_CLIENT_ID' },
  { audience: /\.svc\.id\.goog$|iam\.googleapis\.com/, annotation: 'iam.gke.io/gcp-service-account', variable: 'GOOGLE_SERVICE_ACCOUNT' },
];
/** Of the API server itself, and of service meshes, whose identities count inside the cluster. */
const inside = /^https:\/\/kubernetes\.default(\.svc(\.[\w.-]+)?)?\/?$|^(kubernetes|api|istio-ca|identity\.l5d\.io|spire-server)$/;

const mounting = (audience: string, env = ''): string =>
  podIn('shop', `${env}volumeMounts: [{name: t, mountPath: /var/run/token}]`, `serviceAccountName: cart, automountServiceAccountToken: false, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {audience: "${audience}", path: token}}]}}]`);
const account = (id: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop, annotations: {eks.amazonaws.com/role-arn: "${id}"}}\n---\n`;
const role = 'arn:aws:iam::111122223333:role/cart';

const technique: Technique = defineTechnique({
  id: 'technique/audience-token',
  title: 'logs in elsewhere with the token of the container',
  why: 'A token that is made out for another audience is no login of the API server. It is one of whoever is named in it: a cloud, a vault, a registry. Anybody in the container may show it there.',
  aliases: ['F2'],
  attack: ['T1550.001'],
  microsoft: ['MS-TA9020'],
  effort: 1,
  detects: 'Logins with tokens of the service account from outside the cluster.',
  removes: 'Mount such tokens only where they are used, with a short life, and give the identity behind them few rights.',
  *steps(context) {
    const given = new Set<State>();
    const isServed = (audience: string): boolean => mayBe(takenByServer(audience, context));
    for (const { container, inside: state } of context.containers) {
      for (const { audience, serviceAccount, mountPath } of container.tokens) {
        if (inside.test(audience) || isServed(audience)) continue;
        const { id, cloud } = identityOf(audience, serviceAccount, container, context);
        const gives: State = id === undefined ? (cloud ? anyCloud : `cloud:${audience}`) : `cloud:${id}`;
        const gaps = id === undefined ? [gap('person', `gap/audience/${audience}`, `What does ${audience} let ServiceAccount ${serviceAccount.namespace ?? ''}/${serviceAccount.name} do? The trust and the roles stand there.`)] : [];
        if (cloud && gives !== anyCloud && !given.has(gives)) yield { needs: [gives], gives: anyCloud, free: true };
        given.add(gives);
        yield { needs: [state], gives, certain: id !== undefined, because: () => ({ text: `a token for ${audience} is mounted at ${mountPath}`, evidence: [container.at('volumeMounts')], gaps }) };
      }
    }
  },
  examples: {
    present: [{ objects: account(role) + mounting('sts.amazonaws.com'), from: app, to: `cloud:${role}` }, { objects: mounting('sts.amazonaws.com', `env: [{name: AWS_ROLE_ARN, value: "${role}"}], `), from: app, to: `cloud:${role}` }],
    absent: [
      { objects: account(role) + mounting('pods.eks.amazonaws.com'), from: app, to: `cloud:${role}` },
      { objects: account(role) + mounting(''), from: app, to: `cloud:${role}` },
      { objects: account(role) + mounting('https://kubernetes.default.svc'), from: app, to: `cloud:${role}` },
      { objects: account(role) + mounting('sts.amazonaws.com').replace('volumeMounts: [{name: t', 'volumeMounts: [{name: other'), from: app, to: `cloud:${role}` },
    ],
    unknown: [{ objects: mounting('vault'), from: app, to: 'cloud:vault' }, { objects: mounting('sts.amazonaws.com'), from: app, to: anyCloud }],
  },
});

export default technique;

function mayBe(fact: Fact<boolean>): boolean {
  return !fact.known || fact.value;
}

function identityOf(audience: string, account: ObjectRef, container: Container, { cluster }: AttackContext): { readonly id: string | undefined; readonly cloud: boolean } {
  const verifier = verifiers.find((each) => each.audience.test(audience));
  if (!verifier) return { id: undefined, cloud: false };
  const written = entries(container.spec['env']).find(({ value }) => verifier.variable !== undefined && value['name'] === verifier.variable)?.value['value'];
  const object = cluster.find('ServiceAccount', '', account.namespace, account.name);
  return { id: text(written) ?? (verifier.annotation === undefined ? undefined : object?.metadata.annotations?.[verifier.annotation]), cloud: true };
}
