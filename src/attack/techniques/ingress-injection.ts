import type { AttackContext } from '../context.ts';
import { mapWriters, writesMap, type TrustedMap } from '../config-maps.ts';
import { cart, everywhere, inShop, namespace, rule } from '../examples.ts';
import { configNameOf, controllerFlaws, nginxControllers, snippetsOf, watchedBy } from '../ingress-nginx.ts';
import type { ContainerPlace } from '../places.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import type { Reason, Step, Technique } from '../technique.ts';

const group = 'networking.k8s.io';
const rights = (verbs: string, named = '', of = group): string => `{apiGroups: [${of}], resources: [ingresses], verbs: [${verbs}]${named}}`;
const controller = (version: string, data = '', args = ''): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ingress-nginx-controller, namespace: ingress}\ndata: {${data}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: nginx, namespace: ingress}\nspec: {nodeName: worker, containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:${version}", args: [/nginx-ingress-controller${args}]}]}\n---\n`;
const route = `apiVersion: ${group}/v1\nkind: Ingress\nmetadata: {name: site, namespace: shop}\nspec: {}\n---\n`;
const to = 'container:ingress/nginx/controller';
const snippets = 'allow-snippet-annotations: "true"';
const settings = ', "--configmap=$(POD_NAMESPACE)/ingress-nginx-controller"';

const creates = rightTechnique({ ...texts(), rights: rightsTo(['create'], group, 'ingresses'), gives: (where) => hub('write-ingress', where) });
const changes = rightTechnique({
  ...texts(), rights: rightsTo(['update', 'patch'], group, 'ingresses'), gives: (where) => hub('write-ingress', where),
  named: (name, where, { cluster }) => (where === null ? [...cluster.namespaces] : [where]).filter((each) => cluster.find('Ingress', group, each, name)).map((each) => hub('write-ingress', each)),
});

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    const controllers = nginxControllers(context);
    if (controllers.length === 0) return;
    yield* creates.steps(context);
    yield* changes.steps(context);
    for (const each of context.cluster.namespaces) yield { needs: [hub('write-ingress', null)], gives: hub('write-ingress', each), free: true };
    for (const each of controllers) {
      const [shown, flaws] = [snippetsOf(each, context), controllerFlaws(each, 'a user', context)];
      if (!shown && flaws.known && flaws.value.length === 0) continue;
      const text = shown ? 'the controller takes snippets' : flaws.known ? `ingress-nginx ${each.version} has ${flaws.value[0]}` : `ingress-nginx ${each.version}`;
      const because = (): Reason => ({ text, evidence: [shown ?? each.place.container.at('image')], gaps: shown || flaws.known ? [] : flaws.gaps });
      const watched = watchedBy(each.place);
      for (const where of watched === undefined ? [...context.cluster.namespaces, null] : [watched]) yield { needs: [hub('write-ingress', where)], gives: each.place.inside, free: true, certain: shown !== undefined || flaws.known, because };
    }
    yield* bySettings(controllers.map(({ place }) => place), context);
  },
};

export default technique;

/** Snippets in the controller's own settings are never switched off. */
function* bySettings(places: readonly ContainerPlace[], context: AttackContext): Generator<Step> {
  const maps = new Map<ContainerPlace, TrustedMap>(places.flatMap((place) => {
    const [name, { namespace: where }] = [configNameOf(place), place.workload];
    return name === undefined ? [] : [[place, { namespace: where, name, absent: context.cluster.find('ConfigMap', '', where, name) === undefined }]];
  }));
  yield* mapWriters(texts(), [...maps.values()], context);
  for (const [place, map] of maps) {
    yield { needs: [writesMap(map)], gives: place.inside, because: () => ({ text: `snippets of ConfigMap ${map.name} stand in its configuration as they are`, evidence: [place.container.at('args')] }) };
  }
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/ingress-injection',
    title: 'writes configuration of nginx into an Ingress',
    why: 'ingress-nginx copies annotations, paths and the settings in its ConfigMap into its configuration. Snippets, where they are on, flaws of old versions, and the settings at every version let whoever writes them run code in the controller, which may usually read every Secret.',
    aliases: ['G9'],
    attack: ['T1210', 'T1068'],
    microsoft: ['MS-TA9034'],
    effort: 2,
    detects: 'Ingress objects with snippets, or with braces and newlines in annotations and paths; changes of the ConfigMap of the controller.',
    removes: 'Upgrade the controller, set allow-snippet-annotations to false, and take writes on Ingress objects and on its ConfigMap away.',
    examples: {
      present: [
        { objects: inShop(rights('create')) + controller('v1.11.2'), from: cart, to },
        { objects: inShop(rights('patch')) + controller('v1.15.1', snippets + ', annotations-risk-level: Critical'), from: cart, to },
        { objects: inShop(rights('patch', ', resourceNames: [site]')) + route + controller('v1.11.2'), from: cart, to },
        { objects: namespace('shop') + inShop(rights('create')) + controller('v1.11.2', '', ', --watch-namespace=shop'), from: cart, to },
        { objects: everywhere(rule('configmaps', 'patch', 'resourceNames: [ingress-nginx-controller]')) + controller('v1.15.1', '', settings), from: cart, to },
      ],
      absent: [
        { objects: inShop(rights('get')) + controller('v1.11.2'), from: cart, to },
        { objects: inShop(rights('create', '', 'apps')) + controller('v1.11.2'), from: cart, to },
        { objects: inShop(rights('create')) + controller('v1.15.1'), from: cart, to },
        { objects: inShop(rights('create')) + controller('v1.15.1', snippets), from: cart, to },
        { objects: inShop(rights('patch', ', resourceNames: [other]')) + route + controller('v1.11.2'), from: cart, to },
        { objects: inShop(rights('create')) + controller('v1.11.2', '', ', --watch-namespace=blog'), from: cart, to },
        { objects: inShop(rights('create')) + controller('v1.11.2', '', ', "--watch-namespace=$(POD_NAMESPACE)"'), from: cart, to },
        { objects: inShop(rule('configmaps', 'patch')) + controller('v1.15.1', '', settings), from: cart, to },
        { objects: everywhere(rule('configmaps', 'patch', 'resourceNames: [other]')) + controller('v1.15.1', '', settings), from: cart, to },
      ],
      unknown: [],
    },
  };
}
