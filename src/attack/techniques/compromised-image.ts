import { parseImage, pullPolicyOf } from '../../engines/images/reference.ts';
import { imageVerifiers } from '../../engines/images/verification.ts';
import { gap } from '../../model/gap.ts';
import { refLabel } from '../../model/object.ts';
import { app, podIn } from '../examples.ts';
import { imageState } from '../images.ts';
import { defineTechnique, stepsTo, type Technique } from '../technique.ts';

const image = 'image:registry.example/app';
const digest = `sha256:${'0'.repeat(64)}`;
const verifier = (mode: string): string => `apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: {name: signed}\nspec: {mode: ${mode}}\n`;

const technique: Technique = defineTechnique({
  id: 'technique/compromised-image',
  title: 'puts a program of its own behind the tag',
  why: 'A tag is what was pushed last. Whoever may push to the repository, its publisher or the thief of an account, runs in every container that pulls it, at the next start.',
  aliases: ['K1', 'K3'],
  attack: ['T1195.002', 'T1525'],
  microsoft: ['MS-TA9002'],
  effort: 3,
  detects: 'A tag that leads to another digest than before.',
  removes: 'Name the image by its digest, or verify signatures at admission.',
  *steps({ cluster, containers }) {
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
  },
  examples: {
    present: [{ objects: podIn('shop'), from: image, to: app }, { objects: podIn('shop', 'imagePullPolicy: Always') + verifier('warn'), from: image, to: app }],
    absent: [
      { objects: podIn('shop').replace('app:1', `app:1@${digest}`), from: image, to: app },
      { objects: podIn('shop', 'imagePullPolicy: Never'), from: image, to: app },
      { objects: podIn('shop'), from: 'image:registry.example/other', to: app },
    ],
    unknown: [{ objects: podIn('shop') + verifier('enforce'), from: image, to: app }],
  },
});

export default technique;
