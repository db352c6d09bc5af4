import { runsOnLinux } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-protect-kernel-defaults',
  component: 'kubelet',
  title: 'Kubelet changes kernel settings by itself',
  why: 'The kubelet sets the kernel parameters it needs whatever the administrator wrote, so that what was hardened on the node is silently undone.',
  fix: 'Set protectKernelDefaults to true, after setting vm.overcommit_memory, kernel.panic and their like on the node; else the kubelet does not start.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'several weaknesses' },
  flag: 'protectKernelDefaults',
  appliesTo: runsOnLinux,
  breaks: (value) => value !== 'true',
  message: 'changes kernel settings by itself',
  expected: 'true',
  bad: ['false'],
  good: ['true'],
});

export default rule;
