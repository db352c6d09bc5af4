import { entries, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { podIn } from '../examples.ts';
import { credentialScope, imageState, isOfHost, registryOf, registryState, type CredentialScope } from '../images.ts';
import type { SecretPlace } from '../places.ts';
import { hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const credential = (host: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: pull, namespace: shop}\ntype: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{"auths": {"${host}": {"username": "a", "password": "b"}}}'}\n`;
const image = 'image:registry.example/app';
const types = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']);

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
    const byHost = Map.groupBy(new Map(context.containers.flatMap(({ container }) => (registryOf(container.image) === undefined ? [] : [[imageState(container.image), container] as const]))), ([, { image: each }]) => registryOf(each) ?? '');
    // One meeting point for each registry: there are many credentials, and many images.
    for (const [host, images] of byHost) {
      yield { needs: [registryState(host)], gives: hub('push', host), because: () => ({ text: `it is what runs ${host}`, evidence: [] }) };
      for (const [state, container] of images) yield { needs: [hub('push', host)], gives: state, free: true, because: () => ({ text: `its repository is in ${host}`, evidence: [container.at('image')] }) };
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
    present: [{ objects: podIn('shop'), from: 'registry:registry.example', to: image }],
    absent: [{ objects: podIn('shop') + credential('registry.example/team'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('*.registry.example'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('other.example'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('registry.example').replace('kubernetes.io/dockerconfigjson', 'Opaque'), from: 'secret:shop/pull', to: image }],
    unknown: [{ objects: podIn('shop') + credential('registry.example/app'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('*.example'), from: 'secret:shop/pull', to: image }, { objects: podIn('shop') + credential('registry.example'), from: 'secret:shop/pull', to: image }, { objects: `${podIn('shop', '', 'imagePullSecrets: [{name: pull}]')}apiVersion: v1\nkind: Secret\nmetadata: {name: pull, namespace: shop}\ntype: kubernetes.io/dockerconfigjson\n`, from: 'secret:shop/pull', to: image }],
  },
});

export default technique;

/** The registries that it names; where its values were not read, those of the pods that pull with it. */
function scopesOf({ object, namespace, name }: SecretPlace, users: ReadonlyMap<string, ReadonlySet<string>>, { cluster }: AttackContext): readonly CredentialScope[] {
  const hosts = cluster.secretFacts(object)?.hosts ?? [];
  return hosts.length > 0 ? hosts.map(credentialScope) : [...(users.get(`${namespace}/${name}`) ?? [])].map((host) => ({ host, path: '' }));
}

/** Registries by the pull secret that pods name, by themselves or through their service account. */
function usersOf({ cluster }: AttackContext): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { namespace, spec, serviceAccount, containers } of cluster.workloads) {
    const own = entries(spec['imagePullSecrets']);
    const named = own.length > 0 ? own : entries(cluster.find('ServiceAccount', '', namespace, serviceAccount.name)?.['imagePullSecrets']);
    for (const { value } of named) {
      const key = `${namespace}/${text(value['name']) ?? ''}`;
      const hosts = found.get(key) ?? new Set<string>();
      found.set(key, hosts);
      for (const { image: each } of containers) hosts.add(registryOf(each) ?? '');
    }
  }
  return found;
}
