import { map } from '../../model/fact.ts';
import { dangerousCapabilities } from '../../knowledge/capabilities.ts';
import { entries } from '../../cluster/read.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import { defineRule, type Rule } from '../define.ts';
import { atVersion, inPod } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

/** Whether a user namespace is allowed here and would take something from an attacker. */
function wouldGain(workload: Workload): boolean {
  if (workload.windows || workload.hostPID || workload.hostIPC || workload.hostNetwork) return false;
  // Raw devices are refused beside it, and drivers that mount for others need the users of the node.
  const forNode = ({ spec }: Container): boolean => entries(spec['volumeDevices']).length > 0 || entries(spec['volumeMounts']).some(({ value }) => value['mountPropagation'] === 'Bidirectional');
  if (workload.containers.some(forNode)) return false;
  return workload.containers.some(
    ({ runsAsRoot, privileged, addedCapabilities }) => privileged || !runsAsRoot.known || runsAsRoot.value || addedCapabilities.some((name) => dangerousCapabilities.has(name)),
  );
}

const fault: FieldFault = {
  message: 'may be root and has no user namespace', field: ['hostUsers'], expected: 'false',
  change: { title: 'Give the pod a user namespace', value: false, breaks: 'Pods on nodes whose kernel, runtime or file systems cannot map users (NFS volumes among them), and access to devices of the node.' },
};

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'user-namespaces',
  on: 'workload',
  title: 'Pod may be root and has no user namespace',
  why: 'Without a user namespace, root in the container is root to the kernel of the node: an escape through a capability ends as root there. In one, it ends as a user without rights. Host paths and some kernel flaws are not stopped by it.',
  fix: 'Set hostUsers to false where the pod has to run as root.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
  // An API server with the gate off, by default before 1.33, drops the field.
  appliesTo: (workload, { cluster }) => wouldGain(workload) && cluster.userNamespaces.kept,
  check: (workload) => map(workload.userNamespace, (mapped) => (mapped ? [] : [fieldBreach(workload, fault)])),
  examples: {
    bad: [atVersion('1.34.2', inPod('hostUsers: true')), atVersion('1.33.0', inPod('securityContext: {runAsUser: 0}'))],
    good: [atVersion('1.34.2', inPod('hostUsers: false'))],
    unknown: [inPod('hostUsers: true')],
  },
});

export default rule;
