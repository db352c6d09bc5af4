import { isMovingTag, parseImage, pullPolicyOf } from '../../engines/images/reference.ts';
import { chain, known, type Fact } from '../../model/fact.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { documents, inContainer } from '../examples.ts';
import { withFlags } from '../flag-examples.ts';
import { apiserverRuns } from '../image-gate.ts';

const image = (reference: string, policy: string): string => inContainer(`imagePullPolicy: ${policy}`).replace(/image: .*/, `image: ${reference}`);

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'image-pull-policy',
  on: 'container',
  title: 'Container takes a moving tag from the cache of its node',
  why: 'The node starts whatever it once stored under that tag. Replicas on other nodes run other code, a mended image never arrives, and whoever can write to the image store of the node decides what starts.',
  fix: 'Name the version and the digest of the image; until then set imagePullPolicy: Always. With Always, pods start only while the registry answers.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  appliesTo: ({ list }) => list !== 'ephemeral',
  check: (container, context) => {
    const reference = parseImage(container.image);
    if (!reference || reference.digest !== undefined || reference.tag === undefined) return [];
    const policy = pullPolicyOf(container.image, container.spec['imagePullPolicy']);
    if (policy === 'Always' || !(policy === 'Never' || isMovingTag(reference.tag))) return [];
    return chain(apiserverRuns('AlwaysPullImages', context), (overwritten): Fact<readonly Breach[]> =>
      known(
        overwritten
          ? []
          : [
              {
                message: `takes ${container.image} from the cache of its node (imagePullPolicy ${policy})`,
                evidence: [container.at('imagePullPolicy'), container.at('image')],
                expected: 'Always, or a digest',
                change: {
                  target: container.workload.ref,
                  title: `Pull the image of container ${container.name} at every start`,
                  edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'imagePullPolicy'], value: 'Always' }],
                  breaks: 'Pods start only while the registry answers; images that were loaded into nodes by hand are not found.',
                },
              },
            ],
      ),
    );
  },
  examples: {
    bad: [image('registry.example/app:latest', 'IfNotPresent'), image('registry.example/app:1.4.2', 'Never'), inContainer('stdin: true').replace(/image: .*/, 'image: registry.example/app:stable')],
    good: [
      image('registry.example/app:latest', 'Always'),
      image('registry.example/app:1.4.2', 'IfNotPresent'),
      inContainer('stdin: true').replace(/image: .*/, 'image: registry.example/app'),
      inContainer('imagePullPolicy: Never'),
      documents(image('registry.example/app:latest', 'IfNotPresent'), withFlags('kube-apiserver', ['--enable-admission-plugins=AlwaysPullImages'])),
    ],
    unknown: [],
  },
});

export default rule;
