import { defineRule, type Rule } from '../define.ts';
import { map } from '../../model/fact.ts';
import { inContainer } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'may use every system call', field: ['securityContext', 'seccompProfile', 'type'], expected: 'RuntimeDefault',
  change: { title: "Set the runtime's seccomp profile", field: ['securityContext', 'seccompProfile'], value: { type: 'RuntimeDefault' }, breaks: 'Programs that need unusual system calls, such as debuggers.' },
};

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'seccomp-unconfined',
  on: 'container',
  title: 'Container may use every system call',
  why: 'Most ways out of a container go through a flaw in a system call that the program itself never needs. The default profile of the runtime shuts those.',
  fix: 'Set seccompProfile.type to RuntimeDefault.',
  severity: { gain: 'node', position: 'a container', effort: 'several weaknesses' },
  appliesTo: (container) => !container.workload.windows && !container.privileged,
  check: (container) => map(container.seccomp, (profile) => (profile === 'Unconfined' ? [fieldBreach(container, fault)] : [])),
  examples: {
    bad: [inContainer('securityContext: {seccompProfile: {type: Unconfined}}')],
    good: [inContainer('securityContext: {seccompProfile: {type: RuntimeDefault}}')],
    unknown: [inContainer('securityContext: {runAsNonRoot: true}')],
  },
});

export default rule;
