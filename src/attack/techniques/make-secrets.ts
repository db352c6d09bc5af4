import type { AttackContext } from '../context.ts';
import { cart, inShop, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { spreadToAll } from '../spread.ts';
import { hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: boss, namespace: shop}\n';
const creates = rightTechnique({ ...texts(), rights: rightsTo(['create'], '', 'secrets'), gives: (namespace) => hub('create-secrets', namespace) });
// The attacker chooses the name: a right to one name is as good as to all, unless a Secret of that name is there already.
const reads = rightTechnique({ ...texts(), rights: rightsTo(['get', 'list', 'watch'], '', 'secrets'), gives: (namespace) => hub('read-one-secret', namespace), named: (name, namespace, context) => freeIn(name, namespace, context).map((each) => hub('read-one-secret', each)) });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* creates.steps(context);
    yield* reads.steps(context);
    const namespaces = new Set([...context.cluster.namespaces, ...context.accounts.keys()]);
    for (const namespace of namespaces) {
      for (const each of ['read-one-secret', 'create-secrets']) yield { needs: [hub(each, null)], gives: hub(each, namespace), free: true };
      for (const reader of [hub('read-one-secret', namespace), hub('pods', namespace)]) {
        yield { needs: [hub('create-secrets', namespace), reader], gives: hub('token-secrets', namespace), because: () => ({ text: 'a Secret of type service-account-token is filled by its controller', evidence: [] }) };
      }
    }
    yield* spreadToAll('token-secrets', context, 'accounts');
  },
};

export default technique;

function freeIn(name: string, namespace: string | null, context: AttackContext): readonly string[] {
  const namespaces = namespace === null ? [...new Set([...context.cluster.namespaces, ...context.accounts.keys()])] : [namespace];
  return namespaces.filter((each) => context.secretsNamed(name, each).length === 0);
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/make-secrets',
    title: 'has a token written into a Secret of its own',
    why: 'A Secret of type service-account-token that names a service account gets a token of it without end. Who may create Secrets and read one, or run a pod that mounts it, has that token.',
    aliases: ['B13', 'CREATE_SECRET_WITH_TOKEN', 'issue_token_secrets'],
    attack: ['T1528', 'T1098'],
    microsoft: ['MS-TA9016'],
    effort: 1,
    detects: 'Audit events that create a Secret of type service-account-token.',
    removes: 'Take the right to create Secrets or to read them away.',
    examples: {
      present: [{ objects: inShop(rule('secrets', 'create'), rule('secrets', 'get', 'resourceNames: [mine]')) + account, from: cart, to: 'serviceaccount:shop/boss' }],
      absent: [{ objects: inShop(rule('secrets', 'create'), rule('secrets', 'get', 'resourceNames: [mine]')) + account + '---\napiVersion: v1\nkind: Secret\nmetadata: {name: mine, namespace: shop}\n', from: cart, to: 'serviceaccount:shop/boss' }, { objects: inShop(rule('secrets', 'create')) + account, from: cart, to: 'serviceaccount:shop/boss' }, { objects: inShop(rule('secrets', 'create', 'resourceNames: [mine]'), rule('secrets', 'get')) + account, from: cart, to: 'serviceaccount:shop/boss' }],
      unknown: [],
    },
  };
}
