import { podFaults } from '../../engines/pod-validation.ts';
import { any, map, known } from '../../model/fact.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { atVersion, inContainer, inPod } from '../examples.ts';

const template = (kind: string, container = '', pod = ''): string => `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {${pod}containers: [{name: app, image: app, ${container}}]}}}\n`;

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'invalid-pod',
  on: 'workload',
  title: 'API server refuses the pod as it is written',
  why: 'Its fields contradict each other, so the object is not stored: what runs is an older state, or nothing. Whoever reads the file believes in a protection that no pod has.',
  fix: 'Take one of the fields back, or give what is missing. Try it before: kubectl apply --dry-run=server -f FILE.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  check: (workload, { cluster }) => {
    const faults = [...podFaults(workload, cluster)];
    if (faults.length === 0) return [];
    const found = faults.filter(({ when }) => when.known && when.value).map(({ text, path, expected }): Breach => ({ message: text, evidence: [workload.at(...path)], expected }));
    return found.length > 0 ? found : map(any(known(false), ...faults.map(({ when }) => when)), () => []);
  },
  examples: {
    bad: [
      atVersion('1.34.2', inPod('hostUsers: false\nhostPID: true')),
      atVersion('1.34.2', inPod('hostUsers: false\nhostIPC: true')),
      atVersion('1.36.0', inPod('hostUsers: false\nhostNetwork: true')),
      inPod('hostPID: true\nshareProcessNamespace: true'),
      inContainer('securityContext: {privileged: true, allowPrivilegeEscalation: false}'),
      inContainer('securityContext: {capabilities: {add: [CAP_SYS_ADMIN]}, allowPrivilegeEscalation: false}'),
      atVersion('1.34.2', inContainer('securityContext: {procMount: Unmasked}')),
      `${inContainer('ports: [{containerPort: 80, hostPort: 8080}]')}  hostNetwork: true\n`,
      inPod('volumes: [{name: a, emptyDir: {}}, {name: a, emptyDir: {}}]'),
      inContainer('volumeMounts: [{name: a, mountPath: /data}, {name: b, mountPath: /data}]'),
      template('Deployment', '', 'restartPolicy: Never, '),
      template('Deployment', 'volumeMounts: [{name: data, mountPath: /data}]'),
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: once, namespace: shop}\nspec: {template: {spec: {containers: [{name: app, image: app}]}}}\n',
    ],
    good: [
      template('StatefulSet', 'volumeMounts: [{name: data, mountPath: /data}]').replace('spec: {', 'spec: {volumeClaimTemplates: [{metadata: {name: data}}], '),
      template('Deployment', 'volumeMounts: [{name: data, mountPath: /data}]', 'volumes: [{name: data, emptyDir: {}}], '),
      // A web hook may add the volume.
      inContainer('volumeMounts: [{name: data, mountPath: /data}]'),
      // The field is dropped, the rest is stored.
      atVersion('1.32.2', inPod('hostUsers: false\nhostPID: true')),
      atVersion('1.34.2', inPod('hostUsers: false')),
      atVersion('1.32.2', inContainer('securityContext: {procMount: Unmasked}')),
      inPod('hostUsers: true\nhostPID: true'),
      inContainer('securityContext: {capabilities: {add: [SYS_ADMIN]}, allowPrivilegeEscalation: false}'),
      `${inContainer('ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81}]')}  hostNetwork: true\n`,
      inContainer('ports: [{containerPort: 80, hostPort: 8080}]'),
    ],
    unknown: [inPod('hostUsers: false\nhostPID: true')],
  },
});

export default rule;
