import { evidenceOf } from '../../cluster/mounts.ts';
import type { Container, HostPath } from '../../cluster/workload.ts';
import type { Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { app, podIn } from '../examples.ts';
import { nodesOf, someNode, type ContainerPlace } from '../places.ts';
import type { State } from '../states.ts';
import { defineTechnique, stepsTo, type Reason, type Technique } from '../technique.ts';
import { traces } from '../tracing.ts';

const other = podIn('blog', 'securityContext: {runAsUser: 1000}').replace('name: web', 'name: other');
const to = 'container:blog/other/app';

const technique: Technique = defineTechnique({
  id: 'technique/host-pid',
  title: 'reads the processes of its neighbours',
  why: 'In the process namespace of the node, or by its /proc, a container sees every process there: the environment and the open files of those that run as the same user, tokens and Secrets among them.',
  aliases: ['E14'],
  attack: ['T1552.001', 'T1003.007'],
  microsoft: ['MS-TA9018'],
  effort: 2,
  detects: 'Reads of /proc/PID/environ and /proc/PID/root of other containers.',
  removes: 'Leave hostPID unset, and mount no /proc.',
  *steps(context) {
    for (const from of context.containers) {
      const { workload, container, state } = from;
      // A privileged one owns the node, and with it all that runs there.
      if (workload.windows || container.privileged) continue;
      const mount = workload.hostPID ? undefined : shown(container);
      if (!workload.hostPID && !mount) continue;
      const reasonOf = ({ node, gaps }: Neighbour): Reason => ({ text: `${mount ? 'it mounts /proc' : 'hostPID'}, and a pod of it runs on ${node}`, evidence: mount ? [...evidenceOf(container, mount)] : [workload.at('hostPID')], gaps });
      const [sure, unsure] = seenFrom(from, context);
      yield* stepsTo(sure, { needs: [state] }, reasonOf);
      yield* stepsTo(unsure, { needs: [state], certain: false }, reasonOf);
    }
  },
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 1000}', 'hostPID: true') + other, from: app, to }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 1000}') + other, from: app, to }, { objects: podIn('shop', 'securityContext: {runAsUser: 1001}', 'hostPID: true') + other, from: app, to }],
    unknown: [{ objects: podIn('shop', '', 'hostPID: true') + other, from: app, to }],
  },
});

export default technique;

interface Neighbour {
  readonly gives: State;
  readonly node: string;
  readonly gaps: readonly Gap[];
}

/** Neighbours on its nodes, each once: those whose processes it looks into for sure, and those where it may. */
function seenFrom({ workload, container }: ContainerPlace, context: AttackContext): readonly [sure: readonly Neighbour[], unsure: readonly Neighbour[]] {
  const seen = new Set<ContainerPlace>();
  const [sure, unsure]: [Neighbour[], Neighbour[]] = [[], []];
  for (const node of nodesOf(workload).filter((name) => name !== someNode)) {
    for (const place of context.containersOn(node)) {
      if (place.workload === workload || seen.has(place)) continue;
      seen.add(place);
      const able = traces(container, place.container);
      if (!able.known) unsure.push({ gives: place.inside, node, gaps: able.gaps });
      else if (able.value) sure.push({ gives: place.inside, node, gaps: [] });
    }
  }
  return [sure, unsure];
}

/** The processes of the node stand in its /proc, whoever mounts it. */
function shown({ hostPaths }: Container): HostPath | undefined {
  return hostPaths.find(({ path }) => path === '/proc');
}
