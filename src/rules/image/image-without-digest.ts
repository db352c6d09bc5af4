import { isMovingTag, parseImage } from '../../engines/images/reference.ts';
import type { Container } from '../../cluster/workload.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';
import { breachLater } from '../lazy-breach.ts';

const image = (reference: string): string => inContainer('stdin: true').replace(/image: .*/, `image: ${reference}`);

/** Tags that are made to move are another rule's. */
function byVersionOnly({ image: written }: Container): boolean {
  const reference = parseImage(written);
  return reference !== null && reference.digest === undefined && reference.tag !== undefined && !isMovingTag(reference.tag);
}

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'image-without-digest',
  on: 'workload',
  title: 'Images are named by version alone',
  why: 'Most registries let whoever may push overwrite a version. Only a digest names one content for ever, so only with it are what was scanned and signed and what runs the same.',
  fix: 'Append the digest to the tag, IMAGE:1.2.3@sha256:..., by the tool that updates versions. Nothing breaks as long as the registry keeps the image.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  check: (workload) => {
    const first = workload.containers.find(byVersionOnly);
    if (!first) return [];
    return [breachLater(() => {
      const more = workload.containers.filter((each) => each !== first && byVersionOnly(each));
      const count = more.length === 0 ? first.image : `${first.image} and ${more.length} more ${more.length === 1 ? 'image' : 'images'}`;
      return { message: `names ${count} without a digest`, evidence: [first.at('image'), ...more.map((each) => each.at('image'))], expected: 'a tag with a digest' };
    })];
  },
  examples: {
    bad: [image('registry.example/app:1.4.2')],
    good: [image(`registry.example/app:1.4.2@sha256:${'0'.repeat(64)}`), image(`registry.example/app@sha256:${'0'.repeat(64)}`), image('registry.example/app:latest')],
    unknown: [],
  },
});

export default rule;
