import { repositoryName } from '../../engines/images/reference.ts';
import { retiredRegistries } from '../../knowledge/retired-registries.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const image = (reference: string): string => inContainer('stdin: true').replace(/image: .*/, `image: ${reference}`);

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'image-retired-registry',
  on: 'container',
  title: 'Image comes from a place that gets no new images',
  why: 'Flaws found since then are open and stay open. A name that its owners have left can also come into other hands, and then delivers what they like.',
  fix: 'Take the image from the place that its makers publish to today, and keep a copy in a registry of your own.',
  severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
  check: (container) => {
    const name = repositoryName(container.image);
    const retired = retiredRegistries.find(({ prefix }) => name.startsWith(prefix));
    if (!retired) return [];
    const breach: Breach = { message: `runs ${container.image}; ${retired.prefix.replace(/\/$/, '')} ${retired.ended}`, evidence: [container.at('image')], expected: retired.instead };
    if (retired.now === undefined || !container.image.startsWith(retired.prefix)) return [breach];
    const moved = retired.now + container.image.slice(retired.prefix.length);
    const path = [...container.workload.specPath, ...container.path, 'image'];
    return [{ ...breach, expected: moved, change: { target: container.workload.ref, title: `Pull the image of container ${container.name} from ${retired.instead}`, edits: [{ op: 'set', path, value: moved }], breaks: `Nodes or mirrors that reach ${retired.prefix.split('/')[0] ?? ''} and not ${retired.now.split('/')[0] ?? ''}.` } }];
  },
  examples: {
    bad: [image('k8s.gcr.io/pause:3.5'), image('gcr.io/google_containers/pause:3.1'), image('bitnami/redis:7.2.4'), image('docker.io/bitnamilegacy/redis:7.2.4')],
    good: [image('registry.k8s.io/pause:3.10'), image('registry.example/bitnami/redis:7.2.4')],
    unknown: [],
  },
});

export default rule;
