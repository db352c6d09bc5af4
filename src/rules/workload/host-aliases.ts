import { entries } from '../../cluster/read.ts';
import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'host-aliases',
  on: 'workload',
  title: 'Pod overrides names of hosts',
  why: 'Entries in the hosts file win over DNS. One planted there sends the traffic of the program to another address, and nobody who looks at DNS sees it.',
  fix: 'Let DNS answer, and leave hostAliases unset.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  check: (workload) =>
    entries(workload.spec['hostAliases']).length > 0
      ? [
          {
            message: 'overrides names of hosts',
            evidence: [workload.at('hostAliases')],
            expected: 'unset',
            change: {
              target: workload.ref,
              title: 'Leave hostAliases unset',
              edits: [{ op: 'remove', path: [...workload.specPath, 'hostAliases'] }],
              breaks: 'Programs that connect to a name DNS does not know.',
            },
          },
        ]
      : [],
  examples: { bad: [inPod('hostAliases: [{ip: 203.0.113.7, hostnames: [api.example]}]')], good: [inPod('hostAliases: []')], unknown: [] },
});

export default rule;
