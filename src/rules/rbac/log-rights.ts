import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'log-rights',
  title: 'Binding lets its subjects read the logs of others',
  why: 'Logs hold what programs print by mistake: tokens, passwords in URLs, personal data. nodes/log opens the log directory of the node, in which a link leads to any file.',
  fix: 'Give logs to those who run the program, in its namespace; keep credentials out of them.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  lesser: true,
  rights: [...each(['get'], '', ['pods/log']), ...each(['get'], '', ['nodes/log'])],
  raise: ({ rights }) => (rights.some(({ resource }) => resource === 'nodes') ? { gain: 'workload' } : {}),
  message: 'reads logs',
  expected: 'logs of its own namespace',
  bad: [{ verbs: ['get'], apiGroups: [''], resources: ['pods/log'] }, { verbs: ['get'], apiGroups: [''], resources: ['nodes/log'] }],
  good: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }, { verbs: ['list'], apiGroups: [''], resources: ['pods/log'] }],
});

export default rule;
