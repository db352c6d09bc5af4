import { refLabel, valueAt } from '../../model/object.ts';
import { evidence } from '../../model/evidence.ts';
import { entries } from '../../cluster/read.ts';
import type { Exposed } from '../../engines/network/index.ts';
import type { AttackContext } from '../context.ts';
import { podIn } from '../examples.ts';
import { listeningGap, listens } from '../programs.ts';
import type { ContainerPlace } from '../places.ts';
import { internet } from '../states.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { defineTechnique, type Reason, type Technique } from '../technique.ts';

const service = (type: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: ${type}, selector: {app: web}, ports: [{port: 443, targetPort: 8443}]}\n---\n`;
const web = podIn('shop', 'ports: [{containerPort: 8443}]').replace('namespace: shop}', 'namespace: shop, labels: {app: web}}');
const deny = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: none, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n';
const to = 'container:shop/web/app';

const narrowGap: Gap = gap('cloud', 'gap/outside-firewall', 'Does a firewall or a private network stand between the internet and the nodes and load balancers? No object of the cluster shows it.');

const technique: Technique = defineTechnique({
  id: 'technique/exposed-container',
  title: 'breaks into a program that is open to the internet',
  why: 'What anybody can reach, anybody can attack: a flaw in the program, or a login that was guessed or stolen, runs the attacker’s commands in its container. No object shows whether the program has such a flaw today.',
  aliases: ['G1', 'ENDPOINT_EXPLOIT', 'EXPOSES'],
  attack: ['T1190', 'T1133'],
  microsoft: ['MS-TA9004', 'MS-TA9005', 'MS-TA9009'],
  effort: 3,
  detects: 'Requests that no client of the program sends, and new processes in its container.',
  removes: 'Close the way in, or let only known addresses through it.',
  *steps(context) {
    for (const way of context.network.exposures()) {
      if (way.allowed === 'no') continue;
      const certain = way.allowed === 'yes' && way.narrowed === undefined && !['NodePort', 'hostPort', 'hostNetwork'].includes(way.how);
      const gaps = certain ? [] : way.gaps.length > 0 ? way.gaps : [narrowGap];
      for (const place of behind(way, context)) {
        const { state, workload } = place;
        // Doors of the control plane's own pods are techniques of their own.
        if (workload.mirror) continue;
        yield { needs: [internet], gives: state, certain, because: () => reasonOf(way, place, gaps) };
      }
    }
  },
  examples: {
    present: [{ objects: service('LoadBalancer') + web, from: internet, to }],
    absent: [{ objects: service('ClusterIP') + web, from: internet, to }, { objects: service('LoadBalancer, externalTrafficPolicy: Local') + web + deny, from: internet, to }],
    unknown: [{ objects: service('NodePort') + web, from: internet, to }],
  },
});

export default technique;

function reasonOf(way: Exposed, place: ContainerPlace, gaps: readonly Gap[]): Reason {
  const silent = way.how === 'hostNetwork' && !listens(place);
  const door = way.how === 'hostNetwork' ? `it shares the network of its node${silent ? ', and may listen there' : ''} (${refLabel(way.by)})` : `${way.how} ${way.door} leads to it (${refLabel(way.by)})`;
  return { text: `${door}; a flaw in its program or a weak login is enough`, evidence: [evidence(way.by, way.path, valueAt(way.object, way.path))], gaps: silent ? [listeningGap, ...gaps] : gaps };
}

/** Containers that say they listen there; all that run as long as the pod, where none says so. */
function behind({ pod: { workload }, ports }: Exposed, context: AttackContext): readonly ContainerPlace[] {
  const lasting = context.containersOf(`${workload.namespace}/${workload.name}`).filter(({ container: { list }, workload: { ref } }) => (list === 'regular' || list === 'sidecar') && (ref.kind === workload.kind || ref.kind === 'Pod'));
  const listens = lasting.filter(({ container }) => entries(container.spec['ports']).some(({ value }) => ports !== 'all' && Object.values(ports).flat().some((range) => isIn(value['containerPort'], range))));
  return listens.length > 0 ? listens : lasting;
}

function isIn(port: unknown, [first, last]: readonly [number, number]): boolean {
  return typeof port === 'number' && first <= port && port <= last;
}
