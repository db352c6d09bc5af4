import { podIn } from '../examples.ts';
import { isLasting, listeningGap, listens } from '../programs.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const two = (side = '', more = ''): string => podIn('shop').replace('app:1}', `app:1}, {name: side, image: registry.example/side:1${side}}`).replace('containers:', `${more}containers:`);
const ends = { from: 'container:shop/web/app', to: 'container:shop/web/side' };

const technique: Technique = defineTechnique({
  id: 'technique/pod-neighbour',
  title: 'attacks another container of its pod',
  why: 'Containers of a pod share its network: one reaches what the other listens on, loopback included, where programs often ask for no login and no policy looks. A flaw there is then enough. No object shows whether there is one.',
  aliases: ['A10'],
  attack: ['T1210'],
  microsoft: ['MS-TA9034'],
  effort: 3,
  needsFlaw: true,
  detects: 'New processes in the other container; no policy and no log sees the connection.',
  removes: 'Put what need not run together into pods of their own.',
  *steps({ containers }) {
    const pods = Map.groupBy(containers.filter(isLasting), ({ pod }) => pod);
    for (const places of pods.values()) {
      if (places.length < 2) continue;
      for (const to of places) {
        const certain = listens(to);
        for (const from of places) {
          if (from === to) continue;
          yield { needs: [from.inside], gives: to.inside, certain, because: () => ({ text: certain ? 'the pod shares its network, and its neighbour listens' : 'the pod shares its network', evidence: [to.container.at(certain ? 'ports' : 'name')], gaps: certain ? [] : [listeningGap] }) };
        }
      }
    }
  },
  examples: {
    present: [{ objects: two(', ports: [{containerPort: 9000}]'), ...ends }, { objects: two(', livenessProbe: {tcpSocket: {port: 9000}}'), ...ends }],
    absent: [
      { objects: podIn('shop', '', 'initContainers: [{name: side, image: registry.example/side:1, ports: [{containerPort: 9000}]}]'), ...ends },
      { objects: podIn('shop') + podIn('shop', 'ports: [{containerPort: 9000}]').replace('name: web', 'name: other'), from: ends.from, to: 'container:shop/other/app' },
    ],
    unknown: [{ objects: two(), ...ends }],
  },
});

export default technique;
