import { parseImage } from '../../engines/images/reference.ts';
import { flawsOf } from '../../engines/vulnerabilities/index.ts';
import { programRunBy } from '../../engines/vulnerabilities/program.ts';
import { releaseLineOf } from '../../knowledge/image-releases.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Container } from '../../cluster/workload.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const image = (reference: string): string => inContainer('stdin: true').replace(/image: .*/, `image: ${reference}`);

function lineOf({ image: written }: Container): ReturnType<typeof releaseLineOf> {
  const reference = parseImage(written);
  return reference?.tag === undefined ? undefined : releaseLineOf(reference.repository, reference.tag);
}

/** Then the rule about flaws asks for the same upgrade, with better reasons. */
function hasKnownFlaws(container: Container, cluster: Cluster): boolean {
  const run = programRunBy(container);
  const flaws = run && flawsOf(run.program, run.version, { cluster, workload: container.workload });
  return flaws?.known === true && flaws.value.flaws.length > 0;
}

const day = 24 * 60 * 60 * 1000;

const fault: FieldFault = { field: ['image'], expected: 'a release that is mended' };

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'image-out-of-support',
  on: 'container',
  title: 'Image is of a release that gets no more fixes',
  why: 'What is found in that release from now on is published with instructions and never mended. The version is read from the tag; a rebuilt image of another maker may carry fixes that its tag does not show.',
  fix: 'Move to a release that its makers mend. Read its notes first: a new major version of a database or language changes data formats or behaviour.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  // Which images its table knows by their makers' name; of all others nobody can tell from the reference.
  appliesTo: (container, { cluster }) => lineOf(container) !== undefined && !hasKnownFlaws(container, cluster),
  check: (container, { today }) => {
    const line = lineOf(container);
    if (line?.until === undefined || today.getTime() < Date.parse(line.until) + day) return [];
    return [fieldBreach(container, fault, `runs ${line.product} ${line.line}, which got its last fixes on ${line.until}`)];
  },
  examples: {
    bad: [image('postgres:11.22-alpine'), image('docker.io/library/node:16'), image('public.ecr.aws/docker/library/python:3.7-slim'), image('quay.io/jetstack/cert-manager-controller:v1.10.1')],
    good: [image('postgres:18.1'), image('node:26.1-alpine3.24')],
    unknown: [],
  },
});

export default rule;
