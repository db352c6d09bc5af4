import { fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { app, cart, everywhere, inShop, namespace, podIn, rule } from '../examples.ts';
import { plainTexts, worthSteps, type Worth } from '../plain-text.ts';
import { accountState, anyCloud, type State } from '../states.ts';
import { giftsOf, type Step, type Technique } from '../technique.ts';

const goodGap: Gap = gap('person', 'gap/plain-credential', 'Is the credential that stands there in the open still good, and what may it do? Whoever made it out can say; change it in any case.');

const interesting = /\bA[KS]IA[0-9A-Z]{16}\b|"type":\s*"service_account"|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/;
const email = /"client_email":\s*"([\w.+-]+@[\w.-]+)"/;

const token = ['{"alg":"RS256"}', '{"iss":"kubernetes/serviceaccount","sub":"system:serviceaccount:shop:boss"}'].map((part) => Buffer.from(part).toString('base64url')).join('.') + '.c2ln';
const map = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: shop}\ndata: ${data}\n---\n`;
const boss = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: boss, namespace: shop}\n---\n';
const toBoss = accountState('shop', 'boss');
const robot = '{key.json: \'{"type": "service_account", "client_email": "robot@shop.iam.gserviceaccount.com"}\'}';
const key = ['AKIA', '2222KLMNOPQRSTUV'].join('');
const sample = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: site, namespace: shop}\nspec: {template: {spec: {containers: [{name: app, image: a, env: [{name: KEY, value: ${key}}]}]}}}\n---\n`;

const mounting = (source: string, more = ''): string => podIn('shop', `volumeMounts: [{name: v, mountPath: /v${more}}]`, `automountServiceAccountToken: false, volumes: [{name: v, configMap: ${source}}]`);
const keyed = (key: string): string => podIn('shop', `env: [{name: T, valueFrom: {configMapKeyRef: {name: app, key: ${key}}}}]`, 'automountServiceAccountToken: false');
const noted = (kind: string, apiVersion: string): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: noted, ${kind === 'Node' || kind === 'Namespace' ? '' : 'namespace: shop, '}annotations: {note: '{"token": "${token}"}'}}\n---\n`;
const annotatedPod = `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, annotations: {note: ${token}}}\nspec: {nodeName: worker, `;

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    const clouds = new Set<State>();
    for (const step of worthSteps(texts(), plainTexts(context).filter(({ value }) => interesting.test(value)), (value) => worthOf(value, context), context)) {
      yield step;
      for (const gives of giftsOf(step)) if (gives.startsWith('cloud:')) clouds.add(gives);
    }
    clouds.delete(anyCloud);
    for (const cloud of clouds) yield { needs: [cloud], gives: anyCloud, free: true };
    for (const { object, state } of context.secrets) {
      const at = context.cluster.secretFacts(object)?.keys.find(({ format }) => format === 'cloud-key');
      if (at) yield { needs: [state], gives: anyCloud, certain: false, because: () => ({ text: `${at.name} is a key of a cloud`, evidence: [evidence(context.cluster.ref(object), ['data', at.name])], gaps: [goodGap] }) };
    }
  },
};

export default technique;

/** What a text lets one be. */
function worthOf(value: string, { accounts }: AttackContext): readonly Worth[] {
  const robotName = email.exec(value)?.[1];
  if (robotName !== undefined) return [worth(`cloud:${robotName}`, 'a key of a cloud account stands')];
  if ([...value.matchAll(/\bA[KS]IA[0-9A-Z]{16}\b/g)].some(([written]) => !written.endsWith('EXAMPLE'))) return [worth(anyCloud, 'a key of a cloud stands')];
  return [...value.matchAll(/\beyJ[\w-]{10,}\.(eyJ[\w-]{10,})\./g)].flatMap(([, payload = '']) => {
    const account = accountIn(payload);
    return account && accounts.get(account.namespace)?.has(account.name) === true ? [worth(accountState(account.namespace, account.name), 'a token of it stands')] : [];
  });
}

function worth(gives: State, what: string): Worth {
  return { gives, reason: { text: what, gaps: [goodGap] } };
}

function accountIn(payload: string): { readonly namespace: string; readonly name: string } | undefined {
  try {
    const subject = text(fields(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))?.['sub']) ?? '';
    const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? [];
    return namespace === undefined || name === undefined ? undefined : { namespace, name };
  } catch {
    return undefined;
  }
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/plain-credential',
    title: 'uses a credential that stands in the open',
    why: 'ConfigMaps, variables, command lines and annotations are read by many who may not read Secrets. A token of a service account or a key of a cloud that stands there is a login for all of them.',
    aliases: ['F4'],
    attack: ['T1552.001'],
    microsoft: ['MS-TA9027'],
    effort: 1,
    detects: 'Use of the credential from elsewhere than its program.',
    removes: 'Change the credential, and keep the new one in a Secret that only its program gets.',
    examples: {
      present: [],
      absent: [
        { objects: inShop(rule('configmaps', 'get')) + map(`{keys: ${sample}}`), from: cart, to: anyCloud },
        { objects: inShop('{apiGroups: [apps], resources: [statefulsets], verbs: [get]}') + deployment, from: cart, to: anyCloud },
        { objects: inShop('{apiGroups: [apps], resources: [deployments], verbs: [get], resourceNames: [other]}') + deployment, from: cart, to: anyCloud },
        { objects: boss + inShop(rule('configmaps', 'update')) + map(`{t: ${token}}`), from: cart, to: toBoss },
        { objects: boss + inShop(rule('configmaps', 'get', 'resourceNames: [other]')) + map(`{t: ${token}}`), from: cart, to: toBoss },
        { objects: inShop(rule('configmaps', 'get')) + map(`{t: ${token}}`), from: cart, to: toBoss },
        { objects: boss + map(`{t: ${token}}`) + mounting('{name: other}'), from: app, to: toBoss },
        { objects: boss + map(`{t: ${token}, u: b}`) + mounting('{name: app, items: [{key: u, path: t}]}'), from: app, to: toBoss },
        { objects: boss + map(`{t: ${token}}`) + mounting('{name: app}', ', subPath: u'), from: app, to: toBoss },
        { objects: boss + map(`{t: ${token}}`) + podIn('shop', '', 'automountServiceAccountToken: false, volumes: [{name: v, configMap: {name: app}}]'), from: app, to: toBoss },
        { objects: boss + map(`{t: ${token}}`) + keyed('u'), from: app, to: toBoss },
        { objects: boss + inShop(rule('services', 'get')) + noted('Deployment', 'apps/v1'), from: cart, to: toBoss },
        { objects: boss + inShop(rule('services', 'get', 'resourceNames: [other]')) + noted('Service', 'v1'), from: cart, to: toBoss },
        { objects: inShop(rule('pods', 'create')) + noted('ConfigMap', 'v1').replace(token, key) + namespace('shop', 'restricted'), from: cart, to: anyCloud },
        { objects: boss + inShop(rule('namespaces', 'get')) + noted('Namespace', 'v1'), from: cart, to: toBoss },
        { objects: boss + inShop(rule('namespaces', 'list')) + noted('Namespace', 'v1').replace('name: noted', 'name: shop'), from: cart, to: toBoss },
        { objects: boss + inShop(rule('secrets', 'get')) + noted('Service', 'v1'), from: cart, to: toBoss },
        { objects: boss + annotatedPod + 'automountServiceAccountToken: false, containers: [{name: app, image: a}]}\n', from: app, to: toBoss },
        { objects: boss + podIn('shop', `env: [{name: T, valueFrom: {secretKeyRef: {name: s, key: t}}}]`, 'automountServiceAccountToken: false'), from: app, to: toBoss },
      ],
      unknown: [
        { objects: inShop(rule('configmaps', 'get')) + map(`{keys: "for EXAMPLE ${key}"}`), from: cart, to: anyCloud },
        { objects: inShop('{apiGroups: [apps], resources: [deployments], verbs: [get]}') + deployment, from: cart, to: anyCloud },
        { objects: inShop('{apiGroups: [apps], resources: [replicasets], verbs: [list]}') + deployment, from: cart, to: anyCloud },
        { objects: inShop('{apiGroups: [apps], resources: [deployments], verbs: [get], resourceNames: [site]}') + deployment, from: cart, to: anyCloud },
        { objects: boss + inShop(rule('configmaps', 'list')) + map(`{t: ${token}}`), from: cart, to: toBoss },
        { objects: boss + inShop(rule('configmaps', 'get', 'resourceNames: [app]')) + map(`{t: ${token}}`), from: cart, to: toBoss },
        { objects: boss + podIn('shop', `args: ["--token=${token}"]`, 'automountServiceAccountToken: false'), from: app, to: toBoss },
        { objects: inShop(rule('pods', 'list')) + podIn('shop', `env: [{name: KEY, value: ${key}}]`), from: cart, to: anyCloud },
        { objects: boss + map(`{t: ${token}}`) + mounting('{name: app, items: [{key: t, path: u}]}', ', subPath: u'), from: app, to: toBoss },
        { objects: boss + map(`{t: ${token}}`) + keyed('t'), from: app, to: toBoss },
        { objects: boss + map(`{t: ${token}}`) + podIn('shop', 'envFrom: [{configMapRef: {name: app}}]', 'automountServiceAccountToken: false'), from: app, to: toBoss },
        { objects: boss + map(`{t: ${token}}`) + keyed('t'), from: 'user:system:node:worker', to: toBoss },
        { objects: boss + podIn('shop', `livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: Authorization, value: "Bearer ${token}"}]}}`, 'automountServiceAccountToken: false'), from: app, to: toBoss },
        { objects: boss + podIn('shop', `lifecycle: {preStop: {exec: {command: [curl, -H, "Authorization: Bearer ${token}"]}}}`, 'automountServiceAccountToken: false'), from: app, to: toBoss },
        { objects: inShop(rule('services', 'get')) + noted('Service', 'v1').replace(/'\{.*\}'/, JSON.stringify(JSON.stringify({ data: { key: JSON.stringify({ type: 'service_account', client_email: 'robot@shop.iam.gserviceaccount.com' }) } }))), from: cart, to: 'cloud:robot@shop.iam.gserviceaccount.com' },
        { objects: boss + inShop(rule('services', 'get', 'resourceNames: [noted]')) + noted('Service', 'v1'), from: cart, to: toBoss },
        { objects: boss + inShop('{apiGroups: [apps], resources: [replicasets], verbs: [watch]}') + noted('Deployment', 'apps/v1'), from: cart, to: toBoss },
        { objects: boss + inShop(rule('namespaces', 'get')) + noted('Namespace', 'v1').replace('name: noted', 'name: shop'), from: cart, to: toBoss },
        { objects: boss + everywhere(rule('nodes', 'list')) + noted('Node', 'v1'), from: cart, to: toBoss },
        { objects: boss + inShop(rule('pods', 'list')) + annotatedPod + 'containers: [{name: app, image: a}]}\n---\n', from: cart, to: toBoss },
        { objects: boss + annotatedPod + `automountServiceAccountToken: false, containers: [{name: app, image: a, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.annotations}}]}}]}\n`, from: app, to: toBoss },
        { objects: boss + annotatedPod + `automountServiceAccountToken: false, containers: [{name: app, image: a, env: [{name: A, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['note']"}}}]}]}\n`, from: app, to: toBoss },
        { objects: inShop(rule('configmaps', 'watch')) + map(robot), from: cart, to: 'cloud:robot@shop.iam.gserviceaccount.com' },
      ],
    },
  };
}
