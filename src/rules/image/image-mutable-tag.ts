import { isMovingTag, parseImage } from '../../engines/images/reference.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const image = (reference: string): string => inContainer('stdin: true').replace(/image: .*/, `image: ${reference}`);

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'image-mutable-tag',
  on: 'container',
  title: 'Container runs whatever its image tag points to today',
  why: 'A tag such as latest is made to move. Whoever may push to the registry, or takes over an account that may, moves it to an image of their own, and the next pod that starts runs it. Nobody sees a change in the manifests, and nobody can say afterwards what ran.',
  fix: 'Name the version and the digest of the image. Updates then come by a change of the manifest, which a bot can propose.',
  severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
  check: (container) => {
    const reference = parseImage(container.image);
    if (!reference || reference.digest !== undefined || reference.tag === undefined || !isMovingTag(reference.tag)) return [];
    return [{ message: reference.tagged ? `runs ${container.image}, a tag that is made to move` : `runs ${container.image} without a tag, which is latest`, evidence: [container.at('image')], expected: 'a version with a digest' }];
  },
  examples: {
    bad: [image('registry.example/app'), image('registry.example/app:latest'), image('localhost:5000/app'), image('node:22-alpine')],
    good: [image('registry.example/app:1.4.2'), image(`registry.example/app:latest@sha256:${'0'.repeat(64)}`)],
    unknown: [],
  },
});

export default rule;
