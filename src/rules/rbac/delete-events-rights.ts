import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'delete-events-rights',
  title: 'Binding lets its subjects delete events',
  why: 'Events show what was started, refused and killed. Whoever deletes them hides what they did from all who watch the cluster by its events.',
  fix: 'Take delete and deletecollection on events away; they expire by themselves. Copy them off the cluster.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
  lesser: true,
  rights: [...each(['delete', 'deletecollection'], '', ['events']), ...each(['delete', 'deletecollection'], 'events.k8s.io', ['events'])],
  message: 'deletes events',
  expected: 'no delete on events',
  bad: [{ verbs: ['delete'], apiGroups: [''], resources: ['events'] }, { verbs: ['deletecollection'], apiGroups: ['events.k8s.io'], resources: ['events'] }],
  good: [{ verbs: ['create', 'patch'], apiGroups: [''], resources: ['events'] }],
});

export default rule;
