import { podIn } from '../examples.ts';
import type { ContainerPlace } from '../places.ts';
import { defineTechnique, type Technique } from '../technique.ts';
import { traces } from '../tracing.ts';

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
    const pods = Map.groupBy(containers, ({ pod }) => pod);
    for (const places of pods.values()) {
      const [{ workload } = {}] = places;
      const field = workload?.hostPID === true ? 'hostPID' : workload?.spec['shareProcessNamespace'] === true ? 'shareProcessNamespace' : undefined;
      if (places.length < 2 || (field === undefined && !places.some(({ container }) => container.list === 'ephemeral'))) continue;
      for (const from of places) for (const to of places) {
        if (from === to || !meets(from, to) || !(field !== undefined || targets(from, to) || targets(to, from))) continue;
        const able = traces(from.container, to.container);
        if (able.known && !able.value) continue;
        const because = () => ({ text: field === undefined ? 'one is a debug container for the other' : 'the pod shares its processes', evidence: [field === undefined ? from.container.at('name') : from.workload.at(field)], gaps: able.known ? [] : able.gaps });
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

/** A debug container lives in the processes of the one that it names. */
function targets({ container: { spec } }: ContainerPlace, { container }: ContainerPlace): boolean {
  return spec['targetContainerName'] === container.name;
}

/** What only starts the pod is over before its containers run; sidecars that stand before it are there already. */
function meets({ container: one }: Pick<ContainerPlace, 'container'>, { container: other }: Pick<ContainerPlace, 'container'>): boolean {
  if (one.list !== 'init') return other.list !== 'init' || meets({ container: other }, { container: one });
  return other.list === 'sidecar' && Number(other.path[1]) < Number(one.path[1]);
}

function twoIn(pod: string): string {
  return podIn('shop', '', pod).replace('app:1}', 'app:1}, {name: side, image: registry.example/side:1}');
}
