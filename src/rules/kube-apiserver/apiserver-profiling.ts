import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-profiling',
  component: 'kube-apiserver',
  title: 'API server answers profiling requests',
  why: 'Profiles show internals and cost processor time.',
  fix: 'Set --profiling=false.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  flag: '--profiling',
  breaks: (value) => value !== 'false',
  message: 'answers profiling requests',
  expected: 'false',
  bad: ['--profiling=true'],
  good: ['--profiling=false'],
});

export default rule;
