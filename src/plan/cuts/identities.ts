import type { ContainerPlace } from '../../attack/places.ts';
import type { Reason } from '../../attack/technique.ts';
import { entries, fields, text, type Fields } from '../../cluster/read.ts';
import { refKey, refLabel, type KubernetesObject, type ObjectRef } from '../../model/object.ts';
import { changeId, keep, noCuts, refuse, type Candidate, type Cuts } from '../candidate.ts';
import { cloudNeededBy } from '../controllers.ts';
import type { Objects } from '../objects.ts';
import type { World } from '../world.ts';
import { changePod, inContainer, withoutField } from './pods.ts';

const breaks = 'what its pods ask the cloud for';

/** The annotation by which a service account logs in to a cloud. */
export function dropIdentity({ evidence: [seen] }: Reason, world: World): Cuts {
  const key = seen?.path.at(-1);
  return seen && typeof key === 'string' ? withoutAnnotation(seen.object, key, world) : noCuts;
}

function withoutAnnotation(ref: ObjectRef, key: string, world: World): Cuts {
  const refusal = neededAs(ref, world);
  if (refusal) return refusal;
  const pods = world.context.cluster.given('Pod', '', ref.namespace).filter((pod) => fields(pod['spec'])?.['serviceAccountName'] === ref.name).map((pod) => world.context.cluster.ref(pod));
  const candidate: Candidate = {
    id: changeId('drop-cloud-identity', refKey(ref), key), kind: 'drop-cloud-identity', cost: world.costs['drop-cloud-identity'], title: `Take the cloud identity from ${refLabel(ref)}`, breaks,
    make: (objects) => {
      const object = objects.get(ref);
      if (!object?.metadata.annotations || object.metadata.annotations[key] === undefined) return;
      const { [key]: _gone, ...annotations } = object.metadata.annotations;
      objects.put(ref, { ...object, metadata: { ...object.metadata, annotations } });
      for (const pod of pods) withoutInjected(pod, objects);
    },
  };
  return { changes: [candidate], refused: [] };
}

// As the webhooks of the clouds name what they put into pods.
const injected: ReadonlySet<string> = new Set(['aws-iam-token', 'azure-identity-token', 'gcp-iam-token']);

/** What the webhook of the cloud put into a pod because of the annotation comes no more. */
function withoutInjected(ref: ObjectRef, objects: Objects): void {
  const object = objects.get(ref);
  const spec = fields(object?.['spec']);
  if (!object || !spec) return;
  const after = withoutVolumes(spec, (volume) => injected.has(text(volume['name']) ?? ''));
  if (after !== spec) objects.put(ref, { ...object, spec: after } as KubernetesObject, false);
}

function neededAs({ namespace = '', name }: ObjectRef, world: World): Cuts | undefined {
  const design = world.designs.get(`serviceaccount:${namespace}/${name}`);
  if (design !== undefined) return refuse(`ServiceAccount ${namespace}/${name} is ${design} and needs it`);
  const kept = cloudNeededBy({ kind: 'ServiceAccount', namespace, name }, world);
  return kept && keep(kept);
}

const marks: readonly string[] = ['eks.amazonaws.com/role-arn', 'azure.workload.identity/client-id', 'iam.gke.io/gcp-service-account'];

/** A token that somebody outside the cluster takes for a login. */
export function dropToken(place: ContainerPlace, { text: said }: Reason, world: World): Cuts {
  const { workload, container } = place;
  const refusal = neededAs(workload.serviceAccount, world);
  if (refusal) return refusal;
  const token = container.tokens.find(({ audience, mountPath }) => audience !== '' && said.includes(`for ${audience} `) && said.includes(mountPath));
  if (!token) return noCuts;
  const given = (volume: Fields): boolean => entries(fields(volume['projected'])?.['sources']).some(({ value }) => fields(value['serviceAccountToken'])?.['audience'] === token.audience);
  const { namespace, name } = workload.serviceAccount;
  const account = world.context.cluster.find('ServiceAccount', '', namespace, name);
  const [mark] = marks.filter((each) => account?.metadata.annotations?.[each] !== undefined);
  const byWebhook = entries(workload.spec['volumes']).some(({ value }) => given(value) && injected.has(text(value['name']) ?? ''));
  const own = changePod(place, {
    kind: 'drop-cloud-identity', key: token.audience, title: `Mount no token for ${token.audience}`, breaks: `what its programs ask ${token.audience} for`,
    change: (spec) => withoutVolumes(spec, given),
  }, world);
  // What a webhook puts in again with every pod goes with the annotation that asks for it.
  return account && mark !== undefined && byWebhook && own.changes.length === 0 ? withoutAnnotation(world.context.cluster.ref(account), mark, world) : own;
}

/** The pod without some volumes and what mounts them. */
export function withoutVolumes(spec: Fields, goes: (volume: Fields) => boolean): Fields {
  const volumes: readonly unknown[] = Array.isArray(spec['volumes']) ? spec['volumes'] : [];
  const gone = new Set(entries(volumes).filter(({ value }) => goes(value)).map(({ value }) => value['name']));
  if (gone.size === 0) return spec;
  const names = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => entries(spec[list]).map(({ value }) => text(value['name']) ?? ''));
  const without = (holder: Fields, list: string): Fields => {
    const items: readonly unknown[] = Array.isArray(holder[list]) ? holder[list] : [];
    const left = items.filter((item) => !gone.has(fields(item)?.['name']));
    return left.length === items.length ? holder : left.length === 0 ? withoutField(holder, list) : { ...holder, [list]: left };
  };
  return without(names.reduce((current, name) => inContainer(current, name, (container) => without(container, 'volumeMounts')), spec), 'volumes');
}
