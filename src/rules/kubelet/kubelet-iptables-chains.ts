import { runsOnLinux } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-iptables-chains',
  component: 'kubelet',
  title: 'Kubelet leaves its firewall chains to others',
  why: 'With makeIPTablesUtilChains off nobody keeps the chains that kube-proxy and network policies build on; a gap in them lets packets past.',
  fix: 'Set makeIPTablesUtilChains to true.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  flag: 'makeIPTablesUtilChains',
  appliesTo: runsOnLinux,
  breaks: (value) => value === 'false',
  message: 'leaves its firewall chains to others',
  expected: 'true',
  bad: ['false'],
  good: ['true'],
});

export default rule;
