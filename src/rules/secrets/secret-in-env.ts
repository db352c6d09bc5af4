import { entries, fields, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import type { Path } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';
import { breachLater } from '../lazy-breach.ts';

/** Where a container takes environment variables from Secrets, with the Secret's name. */
function fromSecrets({ spec }: Container): readonly { readonly secret: string; readonly field: Path }[] {
  const found: { secret: string; field: Path }[] = [];
  for (const { index, value } of entries(spec['env'])) {
    const secret = text(fields(fields(value['valueFrom'])?.['secretKeyRef'])?.['name']);
    if (secret !== undefined) found.push({ secret, field: ['env', index, 'valueFrom', 'secretKeyRef', 'name'] });
  }
  for (const { index, value } of entries(spec['envFrom'])) {
    const secret = text(fields(value['secretRef'])?.['name']);
    if (secret !== undefined) found.push({ secret, field: ['envFrom', index, 'secretRef', 'name'] });
  }
  return found;
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'secret-in-env',
  on: 'container',
  title: 'Secret is handed over as environment variables',
  why: 'Every process that the program starts inherits them, crash reports and debug pages print them, and a changed Secret does not reach a running container.',
  fix: 'Mount the Secret as a file and let the program read it.',
  severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
  check: (container) => {
    const [first, ...more] = fromSecrets(container);
    if (!first) return [];
    return [breachLater(() => {
      const secrets = [...new Set([first, ...more].map(({ secret }) => secret))];
      return { message: `takes environment variables from ${secrets.length === 1 ? 'Secret' : 'Secrets'} ${secrets.join(', ')}`, evidence: [container.at(...first.field), ...more.map(({ field }) => container.at(...field))], expected: 'a mounted file' };
    })];
  },
  examples: {
    bad: [inContainer('env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]'), inContainer('envFrom: [{secretRef: {name: db}}]')],
    good: [inContainer('env: [{name: MODE, valueFrom: {configMapKeyRef: {name: app, key: mode}}}]\nenvFrom: [{configMapRef: {name: app}}]')],
    unknown: [],
  },
});

export default rule;
