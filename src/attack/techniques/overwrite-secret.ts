import { fields } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { app, cart, inShop, podIn, rule } from '../examples.ts';
import type { SecretPlace } from '../places.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { accountState, hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';
import { secretsOf } from './mounted-secret.ts';

const argoType = 'argocd.argoproj.io/secret-type';
const writes = rightTechnique({ ...texts(), rights: rightsTo(['update', 'patch'], '', 'secrets'), gives: (where) => hub('overwrite-secrets', where), named: (name, where) => [hub(`overwrite-secret/${name}`, where)] });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* writes.steps(context);
    const trusted = new Map(context.secrets.flatMap((place) => {
      const how = trustIn(place, context);
      return how === undefined ? [] : [[place.state, { place, how }]];
    }));
    const asked = new Set<SecretPlace>();
    for (const { container, workload, inside } of context.containers) {
      for (const { name, path } of secretsOf(container)) {
        const found = path[0] === 'volumes' ? trusted.get(`secret:${workload.namespace}/${name}`) : undefined;
        if (!found) continue;
        asked.add(found.place);
        const gaps = [gap('person', `gap/trusted-secret/${workload.namespace}/${name}`, `What does the program that mounts Secret ${workload.namespace}/${name} do with ${found.how}? A kubeconfig may name a command, and a script is one.`)];
        yield { needs: [hub(`overwrite-secret/${name}`, workload.namespace)], gives: inside, certain: false, because: () => ({ text: `it mounts ${found.how} from Secret ${name}`, evidence: [workload.at(...path)], gaps }) };
      }
    }
    for (const place of context.secrets) {
      const account = place.object.metadata.labels?.[argoType] === undefined ? undefined : controllerOf(place.namespace, context);
      if (account === undefined) continue;
      asked.add(place);
      const gaps = [gap('person', 'gap/argo-sources', 'Would Argo CD take manifests from another server by that Secret? A repository’s Secret holds its proxy and whether its certificate is checked; a cluster’s holds the server.')];
      yield { needs: [hub(`overwrite-secret/${place.name}`, place.namespace)], gives: account, certain: false, because: () => ({ text: `Argo CD finds a ${place.object.metadata.labels?.[argoType] ?? ''} by Secret ${place.name}`, evidence: [evidence(context.cluster.ref(place.object), ['metadata', 'labels', argoType], place.object.metadata.labels?.[argoType])], gaps }) };
    }
    for (const { name, namespace } of asked) {
      for (const where of [namespace, null]) yield { needs: [hub('overwrite-secrets', where)], gives: hub(`overwrite-secret/${name}`, namespace), free: true };
      yield { needs: [hub(`overwrite-secret/${name}`, null)], gives: hub(`overwrite-secret/${name}`, namespace), free: true };
    }
  },
};

export default technique;

/** What in the Secret makes whoever mounts it run something, by the form of its values and by their names. */
function trustIn({ object }: SecretPlace, { cluster }: AttackContext): string | undefined {
  const known = cluster.secretFacts(object);
  const keys = known ? known.keys : [...Object.keys(fields(object['data']) ?? {}), ...Object.keys(fields(object['stringData']) ?? {})].map((name) => ({ name, format: 'text' }));
  const found = keys.find(({ name, format }) => format === 'kubeconfig' || /kubeconfig|\.(sh|bash|py|rb|pl|lua|js|php)$/i.test(name));
  return found && (found.format === 'kubeconfig' || /kubeconfig/i.test(found.name) ? `a kubeconfig (${found.name})` : `a script (${found.name})`);
}

function controllerOf(namespace: string, context: AttackContext): string | undefined {
  const place = context.containersIn(namespace).find(({ workload }) => workload.ref.name.endsWith('application-controller'));
  return place && accountState(namespace, place.workload.serviceAccount.name);
}

function texts(): Omit<Technique, 'steps'> {
  const secret = (key: string, more = ''): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: trusted, namespace: shop${more}}\nstringData: {${key}: x}\n---\n`;
  const web = podIn('shop', 'volumeMounts: [{name: v, mountPath: /v}]', 'volumes: [{name: v, secret: {secretName: trusted}}]');
  const argo = podIn('shop', '', 'serviceAccountName: boss').replace('name: web', 'name: argocd-application-controller');
  const label = `, labels: {${argoType}: repository}`;
  return {
    id: 'technique/overwrite-secret',
    title: 'overwrites a Secret that a stronger program trusts',
    why: 'A kubeconfig may name a command that its reader runs, a script in a Secret is run as it stands, and Argo CD finds its repositories and clusters by Secrets. Whoever may change one, without reading it, steers who uses it.',
    aliases: ['B15'],
    attack: ['T1556', 'T1574'],
    microsoft: ['MS-TA9027'],
    effort: 2,
    detects: 'Audit events that update or patch Secrets by another user than their owner.',
    removes: 'Take update and patch of Secrets away, or limit them by resourceNames.',
    examples: {
      present: [],
      absent: [
        { objects: inShop(rule('secrets', 'get, create')) + secret('kubeconfig') + web, from: cart, to: app },
        { objects: inShop(rule('secrets', 'patch', 'resourceNames: [other]')) + secret('kubeconfig') + web, from: cart, to: app },
        { objects: inShop(rule('secrets', 'patch')) + secret('password') + web, from: cart, to: app },
        { objects: inShop(rule('secrets', 'patch')) + secret('kubeconfig') + podIn('shop'), from: cart, to: app },
        { objects: inShop(rule('secrets', 'patch')) + secret('url') + argo, from: cart, to: accountState('shop', 'boss') },
      ],
      unknown: [
        { objects: inShop(rule('secrets', 'patch')) + secret('kubeconfig') + web, from: cart, to: app },
        { objects: inShop(rule('secrets', 'update', 'resourceNames: [trusted]')) + secret('start.sh') + web, from: cart, to: app },
        { objects: inShop(rule('secrets', 'patch')) + secret('url', label) + argo, from: cart, to: accountState('shop', 'boss') },
      ],
    },
  };
}
