import type { ContainerPlace } from '../../attack/places.ts';
import type { Reason } from '../../attack/technique.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { entries, fields, text, textMap, texts, type Fields } from '../../cluster/read.ts';
import { parseImage } from '../../engines/images/reference.ts';
import { flawsOf } from '../../engines/vulnerabilities/index.ts';
import { programRunBy } from '../../engines/vulnerabilities/program.ts';
import { matchesLabels } from '../../lang/selector.ts';
import { refKey, refLabel, valueAt, type KubernetesObject } from '../../model/object.ts';
import { changeId, noCuts, refuse, type Cuts } from '../candidate.ts';
import { word } from '../commands.ts';
import type { World } from '../world.ts';
import { changePod, inContainer, withField } from './pods.ts';

/** The image by the digest that runs today: whoever pushes to the tag changes nothing here any more. */
export function pinImage(place: ContainerPlace, world: World): Cuts {
  const { container: { name, image }, workload } = place;
  const [digest, ...more] = digestsOf(world.context.cluster).get(`${workload.namespace}/${name}/${image}`) ?? [];
  if (digest === undefined) return refuse(`${image} of ${refLabel(workload.ref)} can be named by its digest, which no pod that was read shows: crane digest ${word(image)}`);
  if (more.length > 0) return refuse(`${image} of ${refLabel(workload.ref)} has different contents in different pods: which of them is meant, nobody but its owner can say`);
  return changePod(place, {
    kind: 'pin-image', key: name, title: `Name the image of container ${name} by its digest`, breaks: 'updates that come by a push to the same tag: they need the new digest; and nodes of another architecture, where the digest is that of one alone',
    change: (spec) => inContainer(spec, name, (container) => (container['image'] === image ? withField(container, 'image', `${image}@${digest}`) : container)),
  }, world);
}

/** No status of a pod says by which digest a volume was pulled. */
export function pinVolume({ evidence: [seen] }: Reason): Cuts {
  return seen ? refuse(`${seen.seen ?? 'the image'} that ${refLabel(seen.object)} mounts can be named by its digest: crane digest ${word(seen.seen ?? '')}`) : noCuts;
}

const digests = new WeakMap<Cluster, ReadonlyMap<string, readonly string[]>>();

/** What running containers were pulled as, by namespace, container and image as written. */
function digestsOf(cluster: Cluster): ReadonlyMap<string, readonly string[]> {
  const known = digests.get(cluster);
  if (known) return known;
  const found = new Map<string, Set<string>>();
  for (const pod of cluster.given('Pod')) {
    for (const [list, statuses] of [['containers', 'containerStatuses'], ['initContainers', 'initContainerStatuses']] as const) {
      const ids = new Map(entries(valueAt(pod, ['status', statuses])).map(({ value }) => [value['name'], /@(sha256:[0-9a-f]{64})$/.exec(text(value['imageID']) ?? '')?.[1]]));
      for (const { value } of entries(valueAt(pod, ['spec', list]))) {
        const digest = ids.get(value['name']);
        const key = `${cluster.ref(pod).namespace ?? ''}/${text(value['name']) ?? ''}/${text(value['image']) ?? ''}`;
        if (digest !== undefined) found.set(key, (found.get(key) ?? new Set()).add(digest));
      }
    }
  }
  const made = new Map([...found].map(([key, set]) => [key, [...set].toSorted()]));
  digests.set(cluster, made);
  return made;
}

/** A release without the flaws that are known of the program. */
export function upgrade(place: ContainerPlace, world: World): Cuts {
  const { container, workload } = place;
  const run = programRunBy(container);
  const found = run && flawsOf(run.program, run.version, { cluster: world.context.cluster, workload });
  if (!run || !found?.known || found.value.fixed === '') return noCuts;
  const { fixed } = found.value;
  const tag = run.version.startsWith('v') && !fixed.startsWith('v') ? `v${fixed}` : fixed;
  if (parseImage(container.image)?.digest !== undefined) return refuse(`${refLabel(workload.ref)} names ${run.program} by its digest: put the tag ${tag} and the digest of that release in its place`);
  return changePod(place, {
    kind: 'upgrade-image', key: container.name, title: `Run ${run.program} ${tag} in container ${container.name}`, breaks: `what changed from ${run.version} to ${tag}: its release notes say`,
    change: (spec) => inContainer(spec, container.name, (each) => (each['image'] === container.image ? withField(each, 'image', container.image.replace(/:[^:/]+$/, `:${tag}`)) : each)),
  }, world);
}

/** No configuration of nginx in annotations. */
export function noSnippets({ evidence: [seen] }: Reason, world: World): Cuts {
  if (!seen) return noCuts;
  const { object: ref } = seen;
  const switched = 'allow-snippet-annotations';
  return { changes: [{
    id: changeId('drop-snippets', refKey(ref)), kind: 'drop-snippets', cost: world.costs['drop-snippets'], title: `Let no annotation bring configuration of nginx, by ${refLabel(ref)}`,
    breaks: 'Ingress objects with snippets: they are refused or served without them',
    make: (objects) => {
      const object = objects.get(ref);
      const data = fields(object?.['data']);
      if (object && data && data[switched] !== 'false') objects.put(ref, { ...object, data: { ...data, [switched]: 'false' } });
    },
  }], refused: [] };
}

const flag = /^--validating-webhook(-certificate|-key)?=/;

/** The ingress controller without the webhook by which it is taken over. */
export function withoutWebhook(place: ContainerPlace, world: World): Cuts {
  const { container } = place;
  const { cluster } = world.context;
  if (!texts(container.spec['args']).some((argument) => flag.test(argument))) return noCuts;
  const configurations = cluster.given('ValidatingWebhookConfiguration', 'admissionregistration.k8s.io').filter((object) => leadsTo(object, place, cluster)).map((object) => cluster.ref(object));
  const { changes, refused } = changePod(place, {
    kind: 'drop-webhook', key: container.name, title: 'Run no admission webhook', breaks: 'faulty Ingress objects are no longer refused when they are written, but found by the controller',
    change: (spec) => inContainer(spec, container.name, (each) => {
      const args: readonly unknown[] = Array.isArray(each['args']) ? each['args'] : [];
      const left = args.filter((argument) => typeof argument !== 'string' || !flag.test(argument));
      return left.length === args.length ? each : { ...each, args: left };
    }),
  }, world);
  return {
    refused,
    changes: changes.map(({ verify: _verify, undo: _undo, ...change }) => ({
      ...change,
      make: (objects) => {
        change.make(objects);
        // Without an answer the API server would refuse every Ingress.
        for (const ref of configurations) if (objects.get(ref)) objects.put(ref, undefined);
      },
    })),
  };
}

function leadsTo(configuration: KubernetesObject, { workload }: ContainerPlace, cluster: Cluster): boolean {
  return entries(configuration['webhooks']).some(({ value }) => {
    const service: Fields = fields(fields(value['clientConfig'])?.['service']) ?? {};
    const object = service['namespace'] === workload.namespace ? cluster.find('Service', '', workload.namespace, text(service['name']) ?? '') : undefined;
    const selector = textMap(fields(object?.['spec'])?.['selector']);
    return Object.keys(selector).length > 0 && matchesLabels(selector, workload.labels);
  });
}
