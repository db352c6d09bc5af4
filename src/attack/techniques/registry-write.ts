import { entries, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { podIn } from '../examples.ts';
import { imagePrograms, mountedImages } from '../image-volumes.ts';
import { credentialScope, imageState, isOfHost, registryOf, registryState, type CredentialScope } from '../images.ts';
import type { SecretPlace } from '../places.ts';
import { hub, type State } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const credential = (host: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: pull, namespace: shop}\ntype: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{"auths": {"${host}": {"username": "a", "password": "b"}}}'}\n`;
const image = 'image:registry.example/app';
const types = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']);

const tooled = (command: string): string => podIn('shop', `command: ${command}, volumeMounts: [{name: v, mountPath: /tools}]`, 'volumes: [{name: v, image: {reference: "tools.example/tools:1"}}]');

const technique: Technique = defineTechnique({
  id: 'technique/registry-write',
  title: 'pushes to a registry',
  why: 'Credentials that were given out to pull images often may push as well. Whoever runs the registry, or may push to it, decides what its tags hold.',
  aliases: ['K2'],
  attack: ['T1525'],
  microsoft: ['MS-TA9002'],
  effort: 2,
  detects: 'Pushes to the registry by another account than that of the pipeline.',
  removes: 'Give clusters credentials that may only pull.',
  *steps(context) {
    const byHost = Map.groupBy(pulledIn(context), ([, { host }]) => host);
    // One meeting point for each registry: there are many credentials, and many images.
    for (const [host, images] of byHost) {
      yield { needs: [registryState(host)], gives: hub('push', host), because: () => ({ text: `it is what runs ${host}`, evidence: [] }) };
      for (const [state, { at }] of images) yield { needs: [hub('push', host)], gives: state, free: true, because: () => ({ text: `its repository is in ${host}`, evidence: [at()] }) };
    }
    const users = usersOf(context);
    for (const secret of context.secrets) {
      if (!types.has(text(secret.object['type']) ?? '')) continue;
      const ref = context.cluster.ref(secret.object);
      for (const scope of scopesOf(secret, users, context)) {
        for (const [host, images] of byHost) {
          if (!isOfHost(scope, host)) continue;
          const gaps = [gap('registry', `gap/registry-push/${secret.namespace}/${secret.name}`, `May the credential in Secret ${secret.namespace}/${secret.name} push to ${host}, and to which repositories?`)];
          const within = scope.path === '' ? [hub('push', host)] : images.map(([state]) => state).filter((state) => state === `image:${host}/${scope.path}` || state.startsWith(`image:${host}/${scope.path}/`));
          for (const gives of within) yield { needs: [secret.state], gives, certain: false, because: () => ({ text: `it is a credential of ${host}`, evidence: [evidence(ref, ['type'], secret.object['type'])], gaps }) };
        }
      }
    }
  },
  examples: {
    present: [{ objects: podIn('shop'), from: 'registry:registry.example', to: image }, { objects: tooled('[/tools/run]'), from: 'registry:tools.example', to: 'image:tools.example/tools', version: '1.35' }],
    absent: [{ objects: tooled('[run, /tools/model]'), from: 'registry:tools.example', to: 'image:tools.example/tools', version: '1.35' }, { objects: podIn('shop') + credential('registry.example/team'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('*.registry.example'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('other.example'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('registry.example').replace('kubernetes.io/dockerconfigjson', 'Opaque'), from: 'secret:shop/pull', to: image }],
    unknown: [{ objects: podIn('shop') + credential('registry.example/app'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('*.example'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('registry.example'), from: 'secret:shop/pull', to: image }, { objects: `${podIn('shop', '', 'imagePullSecrets: [{name: pull}]')}apiVersion: v1\nkind: Secret\nmetadata: {name: pull, namespace: shop}\ntype: kubernetes.io/dockerconfigjson\n`, from: 'secret:shop/pull', to: image }],
  },
});

export default technique;

interface Pulled {
  readonly host: string;
  readonly place: number;
  readonly at: () => Evidence;
}

/** Repositories with the last place that pulls from each: thousands of containers share an image. */
function pulledIn(context: AttackContext): ReadonlyMap<State, Pulled> {
  const { containers } = context;
  const last = new Map<string, { readonly place: number; readonly container: Container }>();
  containers.forEach(({ container }, place) => last.set(container.image, { place, container }));
  const found = new Map<State, Pulled>();
  const add = (name: string, place: number, at: Pulled['at']): void => {
    const host = registryOf(name);
    if (host === undefined) return;
    const state = imageState(name);
    const before = found.get(state);
    if (!before || before.place < place) found.set(state, { host, place, at });
  };
  for (const [name, { place, container }] of last) add(name, place, () => container.at('image'));
  for (const { reference, at } of imagePrograms(context)) add(reference, -1, () => at);
  return found;
}

/** The registries that it names; where its values were not read, those of the pods that pull with it. */
function scopesOf({ object, namespace, name }: SecretPlace, users: ReadonlyMap<string, ReadonlySet<string>>, { cluster }: AttackContext): readonly CredentialScope[] {
  const hosts = cluster.secretFacts(object)?.hosts ?? [];
  return hosts.length > 0 ? hosts.map(credentialScope) : [...(users.get(`${namespace}/${name}`) ?? [])].map((host) => ({ host, path: '' }));
}

/** Registries by the pull secret that pods name, by themselves or through their service account. */
function usersOf(context: AttackContext): ReadonlyMap<string, ReadonlySet<string>> {
  const { cluster } = context;
  const found = new Map<string, Set<string>>();
  for (const workload of cluster.workloads) {
    const { namespace, spec, serviceAccount, containers } = workload;
    const own = entries(spec['imagePullSecrets']);
    const named = own.length > 0 ? own : entries(cluster.find('ServiceAccount', '', namespace, serviceAccount.name)?.['imagePullSecrets']);
    for (const { value } of named) {
      const key = `${namespace}/${text(value['name']) ?? ''}`;
      const hosts = found.get(key) ?? new Set<string>();
      found.set(key, hosts);
      for (const { image: each } of containers) hosts.add(registryOf(each) ?? '');
      for (const reference of mountedImages(workload, context)) hosts.add(registryOf(reference) ?? '');
    }
  }
  return found;
}
