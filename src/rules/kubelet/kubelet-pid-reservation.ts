import { map } from '../../model/fact.ts';
import { listOf, runsOnLinux, valuesIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { nothingRead, withKubeletFile } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'kubelet-pid-reservation',
  on: 'component',
  component: 'kubelet',
  title: 'Node keeps no process ids for itself',
  why: 'Pods together may use up the process ids of the node, each below its own limit: then neither the kubelet nor a login works, and the node falls out.',
  fix: 'Set pid in systemReserved or kubeReserved, such as 1000. Pods then share what is left.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
  appliesTo: runsOnLinux,
  check: (component) =>
    map(valuesIn(component, 'systemReserved', 'kubeReserved'), (value) =>
      [value('systemReserved'), value('kubeReserved')].some(reservesPids)
        ? []
        : [settingBreach(component, 'systemReserved', { value: value('systemReserved'), origin: 'flag' }, { message: 'keeps no process ids for the node', expected: 'pid: 1000' })],
    ),
  examples: {
    bad: [withKubeletFile('systemReserved: {cpu: 100m}'), withKubeletFile('kubeReserved: {pid: "0"}')],
    good: [withKubeletFile('systemReserved: {pid: "1000"}'), withKubeletFile('kubeReserved: {cpu: 100m, pid: 1000}')],
    unknown: [nothingRead],
  },
});

function reservesPids(reserved: string | null): boolean {
  return listOf(reserved).some((part) => part.startsWith('pid=') && part !== 'pid=0');
}

export default rule;
