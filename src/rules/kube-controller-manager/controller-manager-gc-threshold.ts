import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'controller-manager-gc-threshold',
  component: 'kube-controller-manager',
  title: 'Finished pods are never cleared away',
  why: 'Whoever may create pods or jobs fills etcd with finished ones until the API server stops taking writes.',
  fix: 'Take --terminated-pod-gc-threshold away or set a number above 0. Older finished pods, and their logs, then go.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  flag: '--terminated-pod-gc-threshold',
  breaks: (value) => value !== null && Number(value) <= 0,
  message: 'never clears finished pods away',
  expected: '12500',
  change: { value: '12500', breaks: 'Finished pods beyond that number, with their logs.' },
  bad: ['--terminated-pod-gc-threshold=0'],
  good: [],
});

export default rule;
