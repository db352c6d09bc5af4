import type { Gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import { cart, inShop, podIn, rule } from '../examples.ts';
import { namesIn } from '../programs.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub, type State } from '../states.ts';
import { trafficState } from '../traffic.ts';
import type { Step, Technique } from '../technique.ts';

const client = podIn('blog', 'envFrom: [{secretRef: {name: keys}}]');
const service = (type: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: ${type}, selector: {app: web}, ports: [{port: 80}]}\n---\n`;
const to = 'secret:blog/keys';
/** From this version on the status of other types is refused. */
const refusedFrom = 29;

const statusRights = rightsTo(['update', 'patch'], '', 'services', 'status');
const status: Technique = rightTechnique({
  ...texts(),
  rights: statusRights,
  gives: (where) => hub('service-status', where),
  named: (name, where, { cluster }) => (where === null ? [...cluster.namespaces] : [where]).map((each) => hub('service-status', `${each}/${name}`)),
});
// A Service of that type, of one's own or made of one that is there.
const creates: Technique = rightTechnique({ ...texts(), rights: rightsTo(['create', 'update', 'patch'], '', 'services'), gives: (where) => hub('make-balancer', where) });

const technique: Technique = {
  ...texts(),
  *steps(context) {
    yield* status.steps(context);
    yield* creates.steps(context);
    const { cluster, minor } = context;
    const gate = cluster.version.known ? [] : cluster.version.gaps;
    const names = namesIn(context, statusRights);
    const step = (needs: readonly State[], gaps: readonly Gap[]): Step => ({ needs, gives: trafficState(null), free: true, certain: gaps.length === 0, because: () => ({ text: 'the address in the status of a load balancer is taken for its own', evidence: [], gaps }) });
    const taken = function* (from: State, service: KubernetesObject, namespace: string): Generator<Step> {
      if (balances(service)) return yield step([from], []);
      yield step([from, hub('make-balancer', namespace)], []);
      if (minor === undefined || minor < refusedFrom) yield step([from], gate);
    };
    for (const namespace of cluster.namespaces) {
      for (const what of ['service-status', 'make-balancer']) yield { needs: [hub(what, null)], gives: hub(what, namespace), free: true };
      yield step([hub('service-status', namespace), hub('make-balancer', namespace)], []);
      const list = cluster.list('Service', '', namespace);
      if (!list.known) yield step([hub('service-status', namespace)], list.gaps);
      const given = cluster.given('Service', '', namespace);
      const any = given.find(balances) ?? given[0];
      if (any) yield* taken(hub('service-status', namespace), any, namespace);
      for (const object of given) if (names.has(object.metadata.name)) yield* taken(hub('service-status', `${namespace}/${object.metadata.name}`), object, namespace);
    }
  },
};

export default technique;

function balances(service: KubernetesObject): boolean {
  return valueAt(service, ['spec', 'type']) === 'LoadBalancer';
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/load-balancer-status',
    title: 'takes an address over by the status of a load balancer',
    why: 'Nodes send what goes to the address of a load balancer to its pods themselves. Whoever may write the status of such a Service writes any address there (CVE-2020-8554), and gets what the cluster sends to it.',
    aliases: ['G4', 'modify_service_status_cve_2020_8554'],
    attack: ['T1557'],
    microsoft: ['MS-TA9034'],
    effort: 2,
    detects: 'Audit events on services/status by another user than the cloud controller.',
    removes: 'Take services/status from everybody but the controllers of load balancers.',
    examples: {
      present: [],
      absent: [
        { objects: inShop(rule('services/status', 'patch')) + service('ClusterIP') + client, from: cart, to, version: '1.34' },
        { objects: inShop(rule('services/status', 'get')) + service('LoadBalancer') + client, from: cart, to, version: '1.34' },
        { objects: inShop(rule('services/status', 'patch', 'resourceNames: [web]')) + service('ClusterIP') + client, from: cart, to, version: '1.34' },
      ],
      unknown: [
        { objects: inShop(rule('services/status', 'patch')) + service('ClusterIP') + client, from: cart, to },
        { objects: inShop(rule('services/status', 'patch', 'resourceNames: [web]')) + service('ClusterIP') + client, from: cart, to, version: '1.28' },
        { objects: inShop(rule('services/status', 'patch'), rule('services', 'patch')) + service('ClusterIP') + client, from: cart, to, version: '1.34' },
        { objects: inShop(rule('services/status', 'patch')) + service('LoadBalancer') + client, from: cart, to, version: '1.34' },
        { objects: inShop(rule('services/status', 'patch')) + service('ClusterIP') + client, from: cart, to, version: '1.28' },
        { objects: inShop(rule('services/status', 'patch', 'resourceNames: [web]')) + service('LoadBalancer') + client, from: cart, to, version: '1.34' },
        { objects: inShop(rule('services/status', 'patch'), rule('services', 'create')) + client, from: cart, to: 'secret:blog/keys', version: '1.34' },
      ],
    },
  };
}
