import { grantRule } from '../grant-rule.ts';
import { workloadChanges } from '../grant-powers.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'creates-workloads',
  title: 'Binding lets its subjects create or change pods',
  why: 'A pod can run as any service account of its namespace, mount any of its Secrets and, where no Pod Security level forbids it, take over its node. Changing the template of a Deployment does the same as creating one.',
  fix: 'Leave it to the deployment pipeline, in the namespaces that it deploys to; enforce a Pod Security level there.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  ...workloadChanges,
  evenByWildcard: true,
  message: 'creates or changes pods',
  expected: 'no create, update or patch on workloads',
  bad: [{ verbs: ['create'], apiGroups: ['apps'], resources: ['deployments'] }, { verbs: ['patch'], apiGroups: ['batch'], resources: ['cronjobs'] }],
  good: [
    { verbs: ['get'], apiGroups: ['apps'], resources: ['deployments'] },
    // A create carries no name, so that this rule allows none.
    { verbs: ['create'], apiGroups: [''], resources: ['pods'], resourceNames: ['app'] },
  ],
});

export default rule;
