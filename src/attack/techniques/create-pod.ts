import { disguisedPods } from '../disguise.ts';
import { cart, inShop, namespace, podIn, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { through } from '../guards.ts';
import { allOf } from '../spread.ts';
import { accountState, hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const boss = podIn('shop', '', 'serviceAccountName: boss');

const technique: Technique = rightTechnique({
  id: 'technique/create-pod',
  title: 'creates a pod',
  why: 'Who creates a pod names its service account and its Secrets: any of the namespace. The token of the account then lies in a container of the attacker’s own.',
  aliases: ['D5', 'CREATE_POD_WITH_SA', 'assign_sa', 'obtain_token_weak_ns', 'risky-create-pod', 'POD_CREATE'],
  attack: ['T1610'],
  microsoft: ['MS-TA9008'],
  effort: 1,
  detects: 'Audit events that create pods by people.',
  removes: 'Take the right to create pods away, and keep strong service accounts in namespaces of their own.',
  rights: rightsTo(['create'], '', 'pods'),
  gives: (where) => hub('make-pods', where),
  *spread(context) {
    const namespaces = new Set([...context.cluster.namespaces, ...context.accounts.keys()]);
    for (const name of namespaces) {
      yield { needs: [hub('make-pods', null)], gives: hub('make-pods', name), free: true };
      yield* through(context.guards.modest(name), [hub('make-pods', name)], hub('pods', name), (how) => ({ text: `${how}a pod that asks for nothing is let into ${name}`, evidence: [] }), 'free');
      for (const members of ['accounts', 'secrets'] as const) yield { needs: [hub('pods', name)], gives: allOf(members, name), free: true };
    }
    yield* disguisedPods(context);
  },
  examples: {
    present: [{ objects: inShop(rule('pods', 'create')) + namespace('shop', 'restricted') + boss, from: cart, to: accountState('shop', 'boss') }],
    absent: [{ objects: inShop(rule('pods', 'get, list, create', 'resourceNames: [web]')) + namespace('shop') + boss, from: cart, to: accountState('shop', 'boss') }, { objects: inShop(rule('pods', 'create')) + namespace('shop') + namespace('blog') + boss.replace('namespace: shop', 'namespace: blog'), from: cart, to: accountState('blog', 'boss') }],
    unknown: [],
  },
});

export default technique;
