import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-profiling',
  component: 'kube-apiserver',
  title: 'API server answers profiling requests',
  why: 'Profiles show internals and cost processor time: an account with that right slows the API server down for all.',
  fix: 'Set --profiling=false. Profiling by hand then needs it back for a while.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  flag: '--profiling',
  breaks: (value) => value !== 'false',
  message: 'answers profiling requests',
  expected: 'false',
  change: { value: 'false', breaks: 'Profiling of a running API server.' },
  bad: ['--profiling=true'],
  good: ['--profiling=false'],
});

export default rule;
