import { cart, deployed, inShop, namespace, node, ownable, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import { ownsANode } from '../stolen-pods.ts';
import type { Step, Technique } from '../technique.ts';

const ends = { from: cart, to: 'container:shop/boss/app' };
const binds = rightTechnique({
  ...texts(), rights: [...rightsTo(['create'], '', 'pods', 'binding'), ...rightsTo(['create'], '', 'bindings')],
  gives: (where) => hub('bind-pods', where),
});

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* binds.steps(context);
    for (const name of context.cluster.namespaces) {
      yield { needs: [hub('bind-pods', null)], gives: hub('bind-pods', name), free: true };
      yield { needs: [ownsANode, hub('bind-pods', name)], gives: hub('steal-pods', name), because: () => ({ text: `new pods of ${name} may be bound to a node of the attacker’s before the scheduler does`, evidence: [] }) };
    }
  },
};

export default technique;

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/bind-pod',
    title: 'binds a new pod to a node of its own',
    why: 'A binding says where a pod runs, whatever the scheduler and the taints would say. Who owns one node and may write bindings has the next pods of every workload there: their tokens, their Secrets, their data.',
    aliases: ['D12'],
    attack: ['T1610'],
    microsoft: [],
    effort: 2,
    detects: 'Audit events that create bindings by another user than the schedulers.',
    removes: 'Take pods/binding and bindings away from everybody but the schedulers.',
    examples: {
      present: [{ objects: inShop(rule('pods', 'create'), rule('pods/binding', 'create')) + ownable + deployed('boss'), ...ends }, { objects: inShop(rule('pods', 'create'), rule('bindings', 'create')) + ownable + deployed('boss'), ...ends }],
      absent: [
        { objects: inShop(rule('pods', 'create'), rule('pods/binding', 'create')) + namespace('shop', 'baseline') + node('worker') + deployed('boss'), ...ends },
        { objects: inShop(rule('pods', 'create'), rule('pods/binding', 'get')) + ownable + deployed('boss'), ...ends },
        { objects: inShop(rule('pods', 'create'), rule('pods/binding', 'create')) + ownable + deployed('boss').replace('kind: Deployment', 'kind: DaemonSet'), ...ends },
      ],
      unknown: [],
    },
  };
}
