import { known, map } from '../../model/fact.ts';
import { podIn } from '../examples.ts';
import type { ContainerPlace } from '../places.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/shared-processes',
  title: 'enters another container of its pod',
  why: 'Containers that share their processes see each other: as root or as the same user one reads the files and the memory of the other.',
  aliases: ['A9', 'SHARE_PS_NAMESPACE'],
  attack: ['T1080', 'T1055.008'],
  microsoft: [],
  effort: 1,
  detects: 'Reads of /proc/PID/root and ptrace calls across containers.',
  removes: 'Leave shareProcessNamespace unset.',
  *steps({ containers }) {
    const pods = Map.groupBy(containers.filter(({ workload }) => workload.spec['shareProcessNamespace'] === true || workload.hostPID), ({ pod }) => pod);
    for (const places of pods.values()) {
      for (const from of places) for (const to of places) {
        if (from === to) continue;
        const able = canEnter(from, to);
        if (able.known && !able.value) continue;
        const because = () => ({ text: 'the pod shares its processes', evidence: [from.workload.at(from.workload.hostPID ? 'hostPID' : 'shareProcessNamespace')], gaps: able.known ? [] : able.gaps });
        yield { needs: [from.inside], gives: to.inside, certain: able.known, because };
      }
    }
  },
  examples: {
    present: [{ objects: twoIn('shareProcessNamespace: true, securityContext: {runAsUser: 1000}'), from: 'container:shop/web/app', to: 'container:shop/web/side' }],
    absent: [{ objects: twoIn('securityContext: {runAsUser: 1000}'), from: 'container:shop/web/app', to: 'container:shop/web/side' }],
    unknown: [{ objects: twoIn('shareProcessNamespace: true'), from: 'container:shop/web/app', to: 'container:shop/web/side' }],
  },
});

export default technique;

/** As root or as the same user. */
function canEnter({ container: from }: ContainerPlace, { container: to }: ContainerPlace) {
  if (from.runAsUser !== undefined && from.runAsUser === to.runAsUser) return known(true);
  return map(from.runsAsRoot, (root) => root || from.capabilities.has('ALL'));
}

function twoIn(pod: string): string {
  return podIn('shop', '', pod).replace('app:1}', 'app:1}, {name: side, image: registry.example/side:1}');
}
