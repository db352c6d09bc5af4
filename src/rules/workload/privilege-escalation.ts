import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

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
    const seen = container.at('securityContext', 'allowPrivilegeEscalation');
    // Forced by SYS_ADMIN against the manifest, it is dangerous-capabilities' matter.
    if (seen.seen === 'false') return [];
    return [
      {
        message: 'lets processes gain privileges',
        evidence: [seen],
        expected: 'false',
        change: {
          target: container.workload.ref,
          title: `Set allowPrivilegeEscalation to false in container ${container.name}`,
          edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'securityContext', 'allowPrivilegeEscalation'], value: false }],
          breaks: 'Programs that use sudo, ping or another set-user-ID binary.',
        },
      },
    ];
  },
  examples: {
    bad: [inContainer('securityContext: {runAsNonRoot: true}')],
    good: [inContainer('securityContext: {allowPrivilegeEscalation: false}')],
    unknown: [],
  },
});

export default rule;
