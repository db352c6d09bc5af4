import { cart, deployed, everywhere, namespace, node, ownable, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import { ownsANode, stolenPods } from '../stolen-pods.ts';
import type { Step, Technique } from '../technique.ts';

const ends = { from: cart, to: 'container:shop/boss/app' };
const onNodes = (what: string) => (where: string | null) => (where === null ? hub(what, null) : undefined);
// A taint with NoExecute puts pods out and keeps new ones away; so does a node that is gone.
const moves = rightTechnique({ ...texts(), rights: [...rightsTo(['update', 'patch', 'delete', 'deletecollection'], '', 'nodes')], gives: onNodes('empty-nodes') });
const fills = rightTechnique({ ...texts(), rights: rightsTo(['update', 'patch'], '', 'nodes', 'status'), gives: onNodes('fill-nodes') });
const evicts = rightTechnique({
  ...texts(), rights: [...rightsTo(['delete', 'deletecollection'], '', 'pods'), ...rightsTo(['create'], '', 'pods', 'eviction')],
  gives: (where) => hub('evict-pods', where),
});

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* moves.steps(context);
    yield* fills.steps(context);
    yield* evicts.steps(context);
    yield* stolenPods(context);
    yield { needs: [ownsANode, hub('empty-nodes', null)], gives: hub('steal-pods', null), because: () => ({ text: 'pods leave the nodes that are tainted or gone, and one of the attacker’s is left', evidence: [] }) };
    for (const name of context.cluster.namespaces) {
      yield { needs: [hub('evict-pods', null)], gives: hub('evict-pods', name), free: true };
      yield { needs: [ownsANode, hub('fill-nodes', null), hub('evict-pods', name)], gives: hub('steal-pods', name), because: () => ({ text: 'nodes whose status shows no room get no pods, and those put out come to the attacker’s', evidence: [] }) };
    }
  },
};

export default technique;

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/steal-pods',
    title: 'drives pods to a node of its own',
    why: 'Who owns one node and may taint, delete or fill the others has the pods come to it, those with strong service accounts included: their controllers make them again where there is room.',
    aliases: ['D13', 'steal_pods'],
    attack: ['T1578', 'T1528'],
    microsoft: [],
    effort: 2,
    detects: 'Audit events that taint, cordon or delete nodes, or write their status, by another user than kubelets and the node controllers.',
    removes: 'Take update, patch and delete of nodes and of nodes/status away.',
    examples: {
      present: [
        { objects: everywhere(rule('pods', 'create'), rule('nodes', 'patch')) + ownable + deployed('boss'), ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes', 'delete')) + ownable + deployed('boss'), ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes/status', 'patch'), rule('pods/eviction', 'create')) + ownable + deployed('boss'), ...ends },
      ],
      absent: [
        { objects: everywhere(rule('pods', 'create'), rule('nodes', 'patch')) + namespace('shop', 'baseline') + node('worker') + deployed('boss'), ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes', 'patch', 'resourceNames: [worker]')) + ownable + deployed('boss'), ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes/status', 'patch')) + ownable + deployed('boss'), ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('pods/eviction', 'create')) + ownable + deployed('boss'), ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes', 'patch')) + ownable + deployed('boss').replace('kind: Deployment', 'kind: DaemonSet'), ...ends },
      ],
      unknown: [],
    },
  };
}
