import { map } from '../../model/fact.ts';
import { entries, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { isBelow, valuesIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const flag = '--audit-log-path';
const log = ['--audit-policy-file=/etc/kubernetes/audit.yaml', `${flag}=/var/log/kubernetes/audit/audit.log`];

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-audit-log-mounted',
  on: 'component',
  component: 'kube-apiserver',
  title: 'Audit log dies with its container',
  why: 'The log stands inside the container. Whoever makes the API server restart, or it restarts by itself, and every trace is gone.',
  fix: 'Mount the directory of --audit-log-path from the host, writable.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  // An API server that runs as a service of its machine writes to the disk anyway; standard output is kept by the node. Without a policy there is nothing to keep.
  appliesTo: (component) => map(valuesIn(component, flag, '--audit-policy-file'), (value) => value(flag) !== null && value(flag) !== '-' && value('--audit-policy-file') !== null && component.container !== undefined),
  check: (component) =>
    map(component.setting(flag), (setting) => {
      const container = component.container;
      const fault = container && setting.value !== null ? faultOf(container, setting.value) : undefined;
      return fault === undefined ? [] : [settingBreach(component, flag, setting, { message: fault, expected: 'a directory mounted from the host' })];
    }),
  examples: {
    bad: [withFlags('kube-apiserver', log), withFlags('kube-apiserver', log, 'v1.34.2', ['/etc/kubernetes'])],
    good: [withFlags('kube-apiserver', log, 'v1.34.2', ['/var/log/kubernetes'])],
    unknown: [nothingRead],
  },
});

function faultOf(container: Container, path: string): string | undefined {
  const mount = entries(container.spec['volumeMounts'])
    .map(({ value }) => value)
    .filter((value) => isBelow(path, text(value['mountPath']) ?? ''))
    .toSorted((a, b) => String(b['mountPath']).length - String(a['mountPath']).length)[0];
  const volume = mount && entries(container.workload.spec['volumes']).find(({ value }) => value['name'] === mount['name'])?.value;
  if (!volume || !['hostPath', 'persistentVolumeClaim'].some((kind) => volume[kind] !== undefined)) return 'keeps its audit log inside the container';
  return mount['readOnly'] === true ? 'cannot write its audit log: the directory is mounted read-only' : undefined;
}

export default rule;
