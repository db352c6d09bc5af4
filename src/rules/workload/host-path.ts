import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'host-path',
  on: 'container',
  title: 'Container mounts a path of its node',
  why: 'What is written there stays on the node after the pod is gone, and what is read there belongs to the node or to other pods. A wide or writable path is a way to root on the node.',
  fix: 'Use an emptyDir, a claim or a CSI volume. Where an agent needs the path, mount the narrowest one read-only.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  check: (container) =>
    container.hostPaths.map((mount) => ({
      message: `mounts ${mount.path} of its node${mount.readOnly ? ', read-only' : ''}`,
      evidence: [mount.evidence],
      expected: 'no hostPath',
      factors: mount.readOnly ? ({ gain: 'information' } as const) : {},
    })),
  examples: {
    bad: [inPod('volumes: [{name: host, hostPath: {path: /etc}}]').replace('    - name: app\n', '    - name: app\n      volumeMounts: [{name: host, mountPath: /host}]\n')],
    good: [inPod('volumes: [{name: host, hostPath: {path: /etc}}]')],
    unknown: [],
  },
});

export default rule;
