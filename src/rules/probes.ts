import { fields } from '../cluster/read.ts';
import { defineRule, type Breach, type Rule } from './define.ts';

export interface ProbeRule {
  readonly id: string;
  readonly field: 'livenessProbe' | 'readinessProbe';
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

const example = (kind: string, container: string, more = ''): string =>
  `apiVersion: ${kind === 'Deployment' ? 'apps/v1' : 'batch/v1'}\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{name: app, image: app${container}}]${more}}}}\n`;

/** A rule about a probe of what serves for ever: jobs end by themselves, and init containers take none. */
export function probeRule({ id, field, title, why, fix }: ProbeRule): Rule<'workload'> {
  return defineRule<'workload'>({
    id, on: 'workload', title, why, fix,
    severity: { gain: 'hygiene', position: 'an administrator', effort: 'several weaknesses' },
    appliesTo: ({ ref }) => ref.kind !== 'Job' && ref.kind !== 'CronJob' && ref.kind !== 'Pod',
    check: (workload) => {
      const without = workload.containers.filter(({ list, spec }) => list === 'regular' && !fields(spec[field]));
      const [first, ...more] = without;
      if (!first) return [];
      const breach: Breach = { message: `has no ${field} in ${without.length === 1 ? 'container' : 'containers'} ${without.map(({ name }) => name).join(', ')}`, evidence: [first.at(field), ...more.map((each) => each.at(field))], expected: `a ${field}` };
      return [breach];
    },
    examples: {
      bad: [example('Deployment', '')],
      good: [example('Deployment', `, ${field}: {tcpSocket: {port: 80}}`), example('Deployment', `, ${field}: {tcpSocket: {port: 80}}`, ', initContainers: [{name: init, image: app}, {name: mesh, image: app, restartPolicy: Always}]')],
      unknown: [],
    },
  });
}
