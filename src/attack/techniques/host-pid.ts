import { known, unknown, type Fact } from '../../model/fact.ts';
import { app, podIn } from '../examples.ts';
import { nodesOf, someNode, type ContainerPlace } from '../places.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const userGap: Gap = gap('registry', 'gap/process-users', 'As which user does the other process run? A process reads the environment of those of its own user: docker inspect of both images.');
const other = podIn('blog', 'securityContext: {runAsUser: 1000}').replace('name: web', 'name: other');
const to = 'container:blog/other/app';

const technique: Technique = defineTechnique({
  id: 'technique/host-pid',
  title: 'reads the processes of its neighbours',
  why: 'In the process namespace of the node a container sees every process there: the environment and the open files of those that run as the same user, tokens and Secrets among them.',
  aliases: ['E14'],
  attack: ['T1552.001', 'T1003.007'],
  microsoft: ['MS-TA9018'],
  effort: 2,
  detects: 'Reads of /proc/PID/environ and /proc/PID/root of other containers.',
  removes: 'Leave hostPID unset.',
  *steps(context) {
    for (const from of context.containers) {
      const { workload, container, state } = from;
      // A privileged one owns the node, and with it all that runs there.
      if (!workload.hostPID || workload.windows || container.privileged) continue;
      const seen = new Set<ContainerPlace>();
      for (const node of nodesOf(workload).filter((name) => name !== someNode)) {
        for (const place of context.containersOn(node)) {
          if (place.workload === workload || seen.has(place)) continue;
          seen.add(place);
          const able = reads(from, place);
          if (able.known && !able.value) continue;
          yield { needs: [state], gives: place.inside, certain: able.known, because: () => ({ text: `hostPID, and a pod of it runs on ${node}`, evidence: [workload.at('hostPID'), container.at('securityContext')].slice(0, 1), gaps: able.known ? [] : able.gaps }) };
        }
      }
    }
  },
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 1000}', 'hostPID: true') + other, from: app, to }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 1000}') + other, from: app, to }, { objects: podIn('shop', 'securityContext: {runAsUser: 1001}', 'hostPID: true') + other, from: app, to }],
    unknown: [{ objects: podIn('shop', '', 'hostPID: true') + other, from: app, to }],
  },
});

export default technique;

/** The same user, whose capabilities are no more than one's own; root with ptrace reads everybody. */
function reads({ container: from }: ContainerPlace, { container: to }: ContainerPlace): Fact<boolean> {
  if (from.runAsUser !== undefined && to.runAsUser !== undefined) return known(from.runAsUser === to.runAsUser && (from.runAsUser !== 0 || covers(from.capabilities, to.capabilities)));
  if (from.runsAsRoot.known && to.runsAsRoot.known && from.runsAsRoot.value !== to.runsAsRoot.value) return known(false);
  return from.runsAsRoot.known && to.runsAsRoot.known && from.runsAsRoot.value ? known(covers(from.capabilities, to.capabilities)) : unknown(userGap);
}

function covers(own: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return own.has('ALL') || [...others].every((name) => own.has(name));
}
