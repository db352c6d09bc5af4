import { entries, fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { podIn } from '../examples.ts';
import { imagePrograms } from '../image-volumes.ts';
import { credentialScope, imageState, isOfHost, registryOf, registryState, type CredentialScope } from '../images.ts';
import type { SecretPlace } from '../places.ts';
import { hub } from '../states.ts';
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
    const pulled = [...context.containers.map(({ container }) => ({ image: container.image, at: () => container.at('image') })), ...imagePrograms(context).map(({ reference, at }) => ({ image: reference, at: () => at }))];
    const byHost = Map.groupBy(new Map(pulled.flatMap((each) => (registryOf(each.image) === undefined ? [] : [[imageState(each.image), each] as const]))), ([, { image: each }]) => registryOf(each) ?? '');
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
      for (const { value: volume } of entries(spec['volumes'])) {
        const reference = text(fields(volume['image'])?.['reference']);
        if (reference !== undefined) hosts.add(registryOf(reference) ?? '');
      }
    }
  }
  return found;
}
