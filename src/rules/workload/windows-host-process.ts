import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'windows-host-process',
  on: 'container',
  title: 'Container is a process of its Windows node',
  why: 'A HostProcess container has no walls at all: it runs on the node, with its files, its network and the account it asks for. Whoever takes it over has the node.',
  fix: 'Run it as an ordinary Windows container. Keep HostProcess for agents of the node, in a namespace of their own.',
  severity: { gain: 'node', position: 'a container', effort: 'none' },
  appliesTo: (container) => container.workload.windows || container.hostProcess,
  check: (container) => {
    if (!container.hostProcess) return [];
    const seen = container.at('securityContext', 'windowsOptions', 'hostProcess');
    return [
      {
        message: 'runs as a process of its Windows node',
        evidence: [seen],
        expected: 'false',
        change: {
          target: container.workload.ref,
          title: `Set hostProcess to false for container ${container.name}`,
          edits: [{ op: 'set', path: seen.path, value: false }],
          breaks: 'Agents that manage the Windows node. All containers of a pod must agree, and hostNetwork is no longer needed.',
        },
      },
    ];
  },
  examples: {
    bad: [
      inPod('os: {name: windows}\nhostNetwork: true\nsecurityContext: {windowsOptions: {hostProcess: true}}'),
      inPod('hostNetwork: true').replace('    - name: app\n', '    - name: app\n      securityContext: {windowsOptions: {hostProcess: true}}\n'),
    ],
    good: [inPod('os: {name: windows}\nsecurityContext: {windowsOptions: {runAsUserName: ContainerUser}}')],
    unknown: [],
  },
});

export default rule;
