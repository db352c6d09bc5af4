import { entries, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'duplicate-env',
  on: 'container',
  title: 'Container sets an environment variable twice',
  why: 'The last one counts, and who reads the first believes another value. Tools that merge by name drop one of them: a setting that switches protection on can go missing.',
  fix: 'Keep one of them, the last if nothing should change.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  check: (container) => {
    const variables = entries(container.spec['env']);
    if (variables.length < 2) return [];
    const seen = new Set<string>();
    const twice: Breach[] = [];
    for (const { index, value } of variables) {
      const name = text(value['name']);
      if (name === undefined) continue;
      // Values may be credentials: the name alone is shown.
      if (seen.has(name)) twice.push({ message: `sets ${name} twice`, evidence: [evidence(container.workload.ref, container.at('env', index, 'name').path, name)], expected: 'one variable of that name' });
      seen.add(name);
    }
    return twice;
  },
  examples: {
    bad: [inContainer('env: [{name: MODE, value: a}, {name: OTHER, value: b}, {name: MODE, value: c}]')],
    good: [inContainer('env: [{name: MODE, value: a}, {name: mode, value: c}]')],
    unknown: [],
  },
});

export default rule;
