import { runsOnLinux } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-seccomp-default',
  component: 'kubelet',
  title: 'Kubelet runs pods without a system call filter',
  why: 'A container that asks for no seccomp profile may make every system call, and most flaws of the kernel need one that the default filter stops.',
  fix: 'Set seccompDefault to true. Programs that need unusual system calls then need a profile of their own.',
  severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
  flag: 'seccompDefault',
  appliesTo: runsOnLinux,
  breaks: (value) => value !== 'true',
  message: 'runs pods that ask for no seccomp profile without a filter',
  expected: 'true',
  bad: ['false'],
  good: ['true'],
});

export default rule;
