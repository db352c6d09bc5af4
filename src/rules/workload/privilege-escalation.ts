import { valueAt } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'lets processes gain privileges', field: ['securityContext', 'allowPrivilegeEscalation'], expected: 'false',
  change: { title: 'Set allowPrivilegeEscalation to false', value: false, breaks: 'Programs that use sudo, ping or another set-user-ID binary.' },
};

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'privilege-escalation',
  on: 'container',
  title: 'Container lets processes gain privileges',
  why: 'A set-user-ID program or a file capability gives a process more rights than it was started with. A flaw in the application becomes root in the container.',
  fix: 'Set allowPrivilegeEscalation to false.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
  appliesTo: (container) => !container.workload.windows,
  check: (container) => {
    if (!container.allowPrivilegeEscalation || container.privileged) return [];
    // Forced by SYS_ADMIN against the manifest, it is dangerous-capabilities' matter.
    return String(valueAt(container.spec, fault.field)) === 'false' ? [] : [fieldBreach(container, fault)];
  },
  examples: {
    bad: [inContainer('securityContext: {runAsNonRoot: true}')],
    good: [inContainer('securityContext: {allowPrivilegeEscalation: false}')],
    unknown: [],
  },
});

export default rule;
