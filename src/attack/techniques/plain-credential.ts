import { fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { from as stepsFrom, hubsOf, plainTexts, readersOf } from '../plain-text.ts';
import { accountState, anyCloud, type State } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

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

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    const all = [...plainTexts(context, interesting)];
    if (all.length > 0) yield* readersOf(texts(), context);
    const [namespaces, clouds] = [new Set<string>(), new Set<State>()];
    for (const found of all) {
      for (const { gives, what } of worthOf(found.value, context)) {
        if (!namespaces.has(found.namespace)) yield* hubsOf(found.namespace);
        namespaces.add(found.namespace);
        if (gives.startsWith('cloud:') && gives !== anyCloud && !clouds.has(gives)) yield { needs: [gives], gives: anyCloud, free: true };
        if (gives.startsWith('cloud:')) clouds.add(gives);
        yield* stepsFrom(found, gives, { text: what, gaps: [goodGap] });
      }
    }
    for (const { object, state } of context.secrets) {
      const at = context.cluster.secretFacts(object)?.keys.find(({ format }) => format === 'cloud-key');
      if (at) yield { needs: [state], gives: anyCloud, certain: false, because: () => ({ text: `${at.name} is a key of a cloud`, evidence: [evidence(context.cluster.ref(object), ['data', at.name])], gaps: [goodGap] }) };
    }
  },
};

export default technique;

/** What a text lets one be. */
function worthOf(value: string, { accounts }: AttackContext): readonly { readonly gives: State; readonly what: string }[] {
  const robotName = email.exec(value)?.[1];
  if (robotName !== undefined) return [{ gives: `cloud:${robotName}`, what: 'a key of a cloud account stands' }];
  if ([...value.matchAll(/\bA[KS]IA[0-9A-Z]{16}\b/g)].some(([written]) => !written.endsWith('EXAMPLE'))) return [{ gives: anyCloud, what: 'a key of a cloud stands' }];
  return [...value.matchAll(/\beyJ[\w-]{10,}\.(eyJ[\w-]{10,})\./g)].flatMap(([, payload = '']) => {
    const account = accountIn(payload);
    return account && accounts.get(account.namespace)?.has(account.name) === true ? [{ gives: accountState(account.namespace, account.name), what: 'a token of it stands' }] : [];
  });
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
    why: 'ConfigMaps, variables and arguments are read by many who may not read Secrets. A token of a service account or a key of a cloud that stands there is a login for all of them.',
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
        { objects: inShop(rule('configmaps', 'watch')) + map(robot), from: cart, to: 'cloud:robot@shop.iam.gserviceaccount.com' },
      ],
    },
  };
}
