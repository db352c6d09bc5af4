import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'scheduler-profiling',
  component: 'kube-scheduler',
  title: 'Scheduler answers profiling requests',
  why: 'Profiles show internals and cost processor time.',
  fix: 'Set --profiling=false. Profiling by hand then needs it back for a while.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  flag: '--profiling',
  breaks: (value) => value !== 'false',
  message: 'answers profiling requests',
  expected: 'false',
  change: { value: 'false', breaks: 'Profiling of a running scheduler.' },
  bad: ['--profiling=true'],
  good: ['--profiling=false'],
});

export default rule;
