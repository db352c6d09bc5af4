import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'controller-manager-service-account-credentials',
  component: 'kube-controller-manager',
  title: 'Controllers share one identity',
  why: 'With one credential for all controllers a flaw in any of them has the rights of all.',
  fix: 'Set --use-service-account-credentials=true. Each controller then needs its built-in role, which every cluster has.',
  severity: { gain: 'cluster', position: 'a user', effort: 'several weaknesses' },
  flag: '--use-service-account-credentials',
  breaks: (value) => value !== 'true',
  message: 'runs all controllers with one identity',
  expected: 'true',
  change: { value: 'true', breaks: 'Controllers whose built-in roles were changed or deleted.' },
  bad: [],
  good: ['--use-service-account-credentials=true'],
});

export default rule;
