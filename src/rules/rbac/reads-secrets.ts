import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'reads-secrets',
  title: 'Binding lets its subjects read every Secret in its scope',
  why: 'Secrets hold the tokens and passwords of other workloads. Whoever reads all of them acts as all of them.',
  fix: 'Name the Secrets with resourceNames and verb get, or mount them instead.',
  severity: { gain: 'secrets', position: 'a container', effort: 'none' },
  rights: [{ verb: 'get', group: '', resource: 'secrets' }, { verb: 'list', group: '', resource: 'secrets' }, { verb: 'watch', group: '', resource: 'secrets' }],
  message: 'reads every Secret',
  expected: 'named Secrets',
  bad: { verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'] },
  good: { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'] },
});

export default rule;
