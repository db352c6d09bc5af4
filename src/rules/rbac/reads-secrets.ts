import { grantRule } from '../grant-rule.ts';
import { secretReads } from '../grant-powers.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'reads-secrets',
  title: 'Binding lets its subjects read every Secret in its scope',
  why: 'Secrets hold the tokens and passwords of other workloads. Whoever reads all of them acts as all of them. list and watch return the contents too.',
  fix: 'Name the Secrets with resourceNames and verb get, or mount them instead. Programs that find Secrets by listing them then need the names.',
  severity: { gain: 'secrets', position: 'a container', effort: 'none' },
  ...secretReads,
  evenByWildcard: true,
  // A program that reads the Secrets of its own namespace is given most of them anyway.
  raise: ({ namespace, holders }) => (holders.every((holder) => holder.namespace !== undefined && holder.namespace === namespace) ? { effort: 'one more weakness' } : {}),
  message: 'reads every Secret',
  expected: 'named Secrets',
  bad: [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'] }, { verbs: ['watch'], apiGroups: ['*'], resources: ['*'] }],
  good: [
    { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'] },
    // Lists that one Secret alone, and only with a field selector that says its name.
    { verbs: ['list', 'watch'], apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'] },
    { verbs: ['get'], apiGroups: ['secrets.example.com'], resources: ['secrets'] },
  ],
});

export default rule;
