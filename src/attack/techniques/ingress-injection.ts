import { cart, inShop } from '../examples.ts';
import { controllerFlaws, nginxControllers, snippetsOf } from '../ingress-nginx.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import type { Reason, Technique } from '../technique.ts';

const rule = (verbs: string, group = 'networking.k8s.io'): string => `{apiGroups: [${group}], resources: [ingresses], verbs: [${verbs}]}`;
const controller = (version: string, data = ''): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ingress-nginx-controller, namespace: ingress}\ndata: {${data}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: nginx, namespace: ingress}\nspec: {nodeName: worker, containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:${version}", args: [/nginx-ingress-controller]}]}\n---\n`;
const to = 'container:ingress/nginx/controller';
const snippets = 'allow-snippet-annotations: "true"';

const technique: Technique = rightTechnique({
  id: 'technique/ingress-injection',
  title: 'writes configuration of nginx into an Ingress',
  why: 'ingress-nginx copies annotations and paths into its configuration. Snippets, where they are on, and flaws of old versions let whoever writes an Ingress run code in the controller, which may usually read every Secret.',
  aliases: ['G9'],
  attack: ['T1210', 'T1068'],
  microsoft: ['MS-TA9034'],
  effort: 2,
  detects: 'Ingress objects with snippets, or with braces and newlines in annotations and paths.',
  removes: 'Upgrade the controller, set allow-snippet-annotations to false, and take writes on Ingress objects away.',
  rights: rightsTo(['create', 'update', 'patch'], 'networking.k8s.io', 'ingresses'),
  gives: () => hub('write-ingress', null),
  named: () => [hub('write-ingress', null)],
  *spread(context) {
    for (const each of nginxControllers(context)) {
      const [shown, flaws] = [snippetsOf(each, context), controllerFlaws(each, 'a user', context)];
      if (!shown && flaws.known && flaws.value.length === 0) continue;
      const text = shown ? 'the controller takes snippets' : flaws.known ? `ingress-nginx ${each.version} has ${flaws.value[0]}` : `ingress-nginx ${each.version}`;
      const because = (): Reason => ({ text, evidence: [shown ?? each.place.container.at('image')], gaps: shown || flaws.known ? [] : flaws.gaps });
      yield { needs: [hub('write-ingress', null)], gives: each.place.inside, free: true, certain: shown !== undefined || flaws.known, because };
    }
  },
  examples: {
    present: [
      { objects: inShop(rule('create')) + controller('v1.11.2'), from: cart, to },
      { objects: inShop(rule('patch')) + controller('v1.15.1', snippets + ', annotations-risk-level: Critical'), from: cart, to },
    ],
    absent: [
      { objects: inShop(rule('get')) + controller('v1.11.2'), from: cart, to },
      { objects: inShop(rule('create', 'apps')) + controller('v1.11.2'), from: cart, to },
      { objects: inShop(rule('create')) + controller('v1.15.1'), from: cart, to },
      { objects: inShop(rule('create')) + controller('v1.15.1', snippets), from: cart, to },
    ],
    unknown: [],
  },
});

export default technique;
