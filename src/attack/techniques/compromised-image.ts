import { parseImage, pullPolicyOf } from '../../engines/images/reference.ts';
import { imageVerifiers } from '../../engines/images/verification.ts';
import { gap } from '../../model/gap.ts';
import { refLabel } from '../../model/object.ts';
import { app, podIn } from '../examples.ts';
import { imagePrograms } from '../image-volumes.ts';
import { imageState } from '../images.ts';
import { defineTechnique, stepsTo, type Technique } from '../technique.ts';

const image = 'image:registry.example/app';
const digest = `sha256:${'0'.repeat(64)}`;
const verifier = (mode: string): string => `apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: {name: signed}\nspec: {mode: ${mode}}\n`;

const tools = 'image:registry.example/tools';
const tooled = (command: string): string => podIn('shop', `command: ${command}, volumeMounts: [{name: v, mountPath: /tools}]`, 'volumes: [{name: v, image: {reference: registry.example/tools:1}}]');

const technique: Technique = defineTechnique({
  id: 'technique/compromised-image',
  title: 'puts a program of its own behind the tag',
  why: 'A tag is what was pushed last. Whoever may push to the repository, its publisher or the thief of an account, runs in every container that pulls it, or mounts it and runs a file of it, at the next start.',
  aliases: ['K1', 'K3'],
  attack: ['T1195.002', 'T1525'],
  microsoft: ['MS-TA9002'],
  effort: 3,
  detects: 'A tag that leads to another digest than before.',
  removes: 'Name the image by its digest, or verify signatures at admission.',
  *steps(context) {
    const { cluster, containers } = context;
    const verifiers = imageVerifiers(cluster).filter(({ enforces }) => enforces);
    const gaps = verifiers.slice(0, 1).map(({ ref }) => gap('policy-engine', `gap/verified-image/${ref.name}`, `Which images and namespaces does ${refLabel(ref)} leave out, and who holds its keys? kubectl get ${ref.kind.toLowerCase()} ${ref.name} -o yaml`));
    for (const [image, places] of Map.groupBy(containers, ({ container }) => container.image)) {
      const reference = parseImage(image);
      if (!reference || reference.digest !== undefined) continue;
      const pulled = places.map(({ container, state }) => ({ gives: state, container, policy: pullPolicyOf(image, container.spec['imagePullPolicy']) })).filter(({ policy }) => policy !== 'Never');
      yield* stepsTo(pulled, { needs: [imageState(image)], certain: gaps.length === 0 }, ({ container, policy }) => ({
        text: `its image is pulled by the tag ${reference.tag ?? ''}${policy === 'Always' ? '' : ', on nodes that do not have it'}`, evidence: [container.at('image'), ...verifiers.slice(0, 1).map(({ shown }) => shown)], gaps,
      }));
    }
    for (const { reference, policy, file, place, at, kept } of imagePrograms(context)) {
      const tag = parseImage(reference);
      if (!tag || tag.digest !== undefined || policy === 'Never') continue;
      const all = [...gaps, ...(kept.known ? [] : kept.gaps)];
      yield { needs: [imageState(reference)], gives: place.state, certain: all.length === 0, because: () => ({ text: `it runs ${file} of an image that it mounts by the tag ${tag.tag ?? ''}`, evidence: [at, ...verifiers.slice(0, 1).map(({ shown }) => shown)], gaps: all }) };
    }
  },
  examples: {
    present: [
      { objects: tooled('[/tools/bin/run]'), from: tools, to: app, version: '1.35' },
      { objects: tooled('[sh, -c, "exec /tools/bin/run"]').replace('namespace: shop', 'namespace: shop, uid: u'), from: tools, to: app },
      { objects: podIn('shop'), from: image, to: app }, { objects: podIn('shop', 'imagePullPolicy: Always') + verifier('warn'), from: image, to: app },
    ],
    absent: [
      { objects: tooled('[run, /tools/model.bin]'), from: tools, to: app, version: '1.35' },
      { objects: tooled('[/tools/bin/run]'), from: tools, to: app, version: '1.34' },
      { objects: tooled('[/tools/bin/run]').replace('tools:1', `tools@${digest}`), from: tools, to: app, version: '1.35' },
      { objects: tooled('[/tools/bin/run]').replace('tools:1', 'tools:1, pullPolicy: Never'), from: tools, to: app, version: '1.35' },
      { objects: tooled('[/tools/bin/run]').replace('volumeMounts: [{name: v', 'volumeMounts: [{name: other'), from: tools, to: app, version: '1.35' },
      { objects: podIn('shop').replace('app:1', `app:1@${digest}`), from: image, to: app },
      { objects: podIn('shop', 'imagePullPolicy: Never'), from: image, to: app },
      { objects: podIn('shop'), from: 'image:registry.example/other', to: app },
    ],
    unknown: [{ objects: tooled('[/tools/bin/run]'), from: tools, to: app }, { objects: tooled('[/tools/bin/run]') + verifier('enforce'), from: tools, to: app, version: '1.35' }, { objects: podIn('shop') + verifier('enforce'), from: image, to: app }],
  },
});

export default technique;
