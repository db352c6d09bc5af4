import { entries, fields, text, textMap } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { cart, deployed, everywhere, namespace, node, ownable, rule } from '../examples.ts';
import { namesIn } from '../programs.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub, nodeState } from '../states.ts';
import { isMovable, ownsANode } from '../stolen-pods.ts';
import type { Step, Technique } from '../technique.ts';

// The status of a node may be written with its labels.
const rights = [...rightsTo(['update', 'patch'], '', 'nodes'), ...rightsTo(['update', 'patch'], '', 'nodes', 'status')];
const ends = { from: cart, to: 'container:shop/boss/app' };
const choosy = deployed('boss', 'nodeSelector: {node-restriction.kubernetes.io/pool: payments}, ');
const labels = rightTechnique({
  ...texts(), rights, gives: (where) => (where === null ? hub('label-nodes', null) : undefined),
  named: (name, where) => (where === null ? [hub('label-nodes', name)] : []),
});

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* labels.steps(context);
    const because = () => ({ text: 'the labels by which pods choose their nodes may be put on a node of the attacker’s', evidence: [] });
    yield { needs: [ownsANode, hub('label-nodes', null)], gives: hub('steer-pods', null), because };
    for (const name of namesIn(context, rights)) yield { needs: [nodeState(name), hub('label-nodes', name)], gives: hub('steer-pods', null), because };
    for (const place of context.containers) {
      const { workload, inside } = place;
      if (isMovable(place) && choosesNodes(workload)) yield { needs: [hub('steer-pods', null)], gives: inside, free: true, because: () => ({ text: `${workload.ref.kind} ${workload.ref.name} chooses nodes by labels`, evidence: [workload.at('nodeSelector')] }) };
    }
  },
};

export default technique;

/** By labels other than those that every kubelet sets for its own kind of machine. */
function choosesNodes({ spec }: Workload): boolean {
  const required = fields(fields(fields(spec['affinity'])?.['nodeAffinity'])?.['requiredDuringSchedulingIgnoredDuringExecution']);
  const expressions = entries(required?.['nodeSelectorTerms']).flatMap(({ value }) => entries(value['matchExpressions']).map((each) => text(each.value['key']) ?? ''));
  return [...Object.keys(textMap(spec['nodeSelector'])), ...expressions].some((key) => !/^(beta\.)?kubernetes\.io\/(os|arch)$/.test(key));
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/steer-pods',
    title: 'draws pods to a node of its own by labels',
    why: 'Labels of nodes decide where choosy workloads run, often to keep them among themselves. Who owns one node and may write such labels makes it the place that they choose.',
    aliases: ['D14', 'modify_node_status'],
    attack: ['T1578'],
    microsoft: [],
    effort: 2,
    detects: 'Audit events that change labels of nodes by another user than kubelets and node controllers.',
    removes: 'Take update and patch of nodes and of nodes/status away; use labels below node-restriction.kubernetes.io, which no kubelet may write, with the plug-in NodeRestriction.',
    examples: {
      present: [
        { objects: everywhere(rule('pods', 'create'), rule('nodes/status', 'patch')) + ownable + choosy, ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes', 'update', 'resourceNames: [worker]')) + ownable + choosy, ...ends },
      ],
      absent: [
        { objects: everywhere(rule('pods', 'create'), rule('nodes/status', 'patch')) + ownable + deployed('boss'), ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes', 'update', 'resourceNames: [other]')) + ownable + choosy, ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes/status', 'patch')) + namespace('shop', 'baseline') + node('worker') + choosy, ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes/status', 'patch')) + ownable + deployed('boss', 'nodeSelector: {kubernetes.io/os: linux}, '), ...ends },
        { objects: everywhere(rule('pods', 'create'), rule('nodes/status', 'get')) + ownable + choosy, ...ends },
      ],
      unknown: [],
    },
  };
}
