import { movedTags, tellsContents } from '../../engines/images/moved-tags.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { documents } from '../examples.ts';

const pod = (name: string, digit: string, node = 'n1', image = 'registry.example/app:1.4.2'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, uid: ${name}}\nspec: {nodeName: ${node}, containers: [{name: app, image: "${image}"}]}\nstatus: {phase: Running, containerStatuses: [{name: app, imageID: "registry.example/app@sha256:${digit.repeat(64)}"}]}\n`;
const node = (name: string, architecture: string): string => `apiVersion: v1\nkind: Node\nmetadata: {name: ${name}}\nstatus: {nodeInfo: {architecture: ${architecture}}}\n`;

const rule: Rule<'cluster'> = defineRule<'cluster'>({
  id: 'image-tag-moved',
  on: 'cluster',
  title: 'Pods with one image tag run different contents',
  why: 'Somebody pushed another image under a tag that was in use. Perhaps a pipeline builds one version twice; perhaps it is the image of an intruder, which each pod gets that starts from now on.',
  fix: 'Find out who pushed it and compare the two images. Then name the content by digest, and make tags immutable in the registry.',
  severity: { gain: 'workload', position: 'a user', effort: 'none' },
  // Manifests do not say what content runs.
  appliesTo: (_subject, { cluster }) => tellsContents(cluster),
  check: (_subject, { cluster }) => {
    const moved = movedTags(cluster);
    if (moved.size === 0) return [];
    const breaches: Breach[] = [];
    for (const { ref, containers } of cluster.workloads) {
      for (const { image } of containers) {
        const contents = moved.get(image);
        if (!contents) continue;
        const [first, ...more] = contents;
        if (first) breaches.push({ object: ref, message: `runs ${image}, behind which pods have ${contents.length} contents`, evidence: [first, ...more], expected: 'one content for each tag' });
      }
    }
    return breaches;
  },
  examples: {
    bad: [documents(pod('a', 'a'), pod('b', 'b'))],
    good: [documents(pod('a', 'a'), pod('b', 'a')), documents(pod('a', 'a', 'n1'), pod('b', 'b', 'n2'), node('n1', 'amd64'), node('n2', 'arm64')), documents(pod('a', 'a'), pod('b', 'b', 'n1', 'registry.example/app:1.4.3'))],
    unknown: [],
  },
});

export default rule;
