import { podNetwork, pointState } from '../doors.ts';
import { app, calico, podIn } from '../examples.ts';
import { controllerFlaws, nginxControllers } from '../ingress-nginx.ts';
import { defineTechnique, type Reason, type Technique } from '../technique.ts';

const controller = (version: string, args = '"--validating-webhook=:8443"'): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: nginx, namespace: ingress, labels: {app: nginx}}\nspec: {nodeName: worker, containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:${version}", args: [/nginx-ingress-controller, ${args}]}]}\n---\n`;
const deny = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: none, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}\n---\n';
const to = 'container:ingress/nginx/controller';

const technique: Technique = defineTechnique({
  id: 'technique/ingress-admission',
  title: 'takes the ingress controller over by its webhook',
  why: 'The webhook of ingress-nginx tries the configuration that an Ingress would make. Before 1.11.5 and 1.12.1 whoever reaches its port sends it an Ingress that loads code of the attacker (CVE-2025-1974), without any right, and is then in a container that may usually read every Secret.',
  aliases: ['G9'],
  attack: ['T1210', 'T1068'],
  microsoft: ['MS-TA9034'],
  effort: 2,
  detects: 'Admission reviews that did not come from the API server.',
  removes: 'Upgrade the controller, or let nobody but the API server reach the port of its webhook.',
  *steps(context) {
    const flawed = new Map(nginxControllers(context).flatMap((each) => {
      const flaws = controllerFlaws(each, 'a container', context);
      return flaws.known && !flaws.value.includes('CVE-2025-1974') ? [] : [[each.place, { ...each, flaws }] as const];
    }));
    if (flawed.size === 0) return;
    const { doors, loose } = podNetwork(context);
    for (const [at, { place, only, unread, unplaced, text, evidence }] of doors.entries()) {
      const found = only === 'webhook' ? flawed.get(place) : undefined;
      if (!found) continue;
      const gaps = [...unread, ...(found.flaws.known ? [] : found.flaws.gaps)];
      const because = (): Reason => ({ text: `the webhook of ingress-nginx ${found.version} listens on ${text}`, evidence: [evidence, place.container.at('image')], gaps });
      yield { needs: [pointState(`door ${at}`)], gives: place.inside, certain: gaps.length === 0, because };
      // Policies that are not known to hold may let anybody in.
      const open = [...loose, ...unplaced];
      if (open.length > 0) yield { needs: [pointState('anybody')], gives: place.inside, certain: false, because: () => ({ ...because(), gaps: [...open, ...gaps] }) };
    }
  },
  examples: {
    present: [{ objects: podIn('shop') + controller('v1.11.2'), from: app, to }],
    absent: [
      { objects: podIn('shop') + controller('v1.12.1'), from: app, to },
      { objects: podIn('shop') + controller('v1.11.2', '"--watch-namespace=shop"'), from: app, to },
      { objects: podIn('shop') + controller('v1.11.2') + calico + deny, from: app, to },
    ],
    unknown: [{ objects: podIn('shop') + controller('v1.11.2') + deny, from: app, to }],
  },
});

export default technique;
