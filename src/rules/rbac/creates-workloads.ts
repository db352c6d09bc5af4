import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'creates-workloads',
  title: 'Binding lets its subjects create pods',
  why: 'A pod can run as any service account of its namespace, mount any of its Secrets and, where no Pod Security level forbids it, take over its node.',
  fix: 'Leave creation to the deployment pipeline; enforce a Pod Security level.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  rights: [{ verb: 'create', group: '', resource: 'pods' }, { verb: 'create', group: 'apps', resource: 'deployments' }, { verb: 'create', group: 'apps', resource: 'daemonsets' }, { verb: 'create', group: 'apps', resource: 'statefulsets' }, { verb: 'create', group: 'batch', resource: 'jobs' }, { verb: 'create', group: 'batch', resource: 'cronjobs' }],
  message: 'creates pods',
  expected: 'no create on workloads',
  bad: { verbs: ['create'], apiGroups: ['apps'], resources: ['deployments'] },
  good: { verbs: ['get'], apiGroups: ['apps'], resources: ['deployments'] },
});

export default rule;
