import { evidenceOf } from '../../cluster/mounts.ts';
import type { Container } from '../../cluster/workload.ts';
import { escapes, rootUnlessSaid } from '../escapes.ts';
import { app, everywhere, podIn, rule } from '../examples.ts';
import { nodesOf, someNode } from '../places.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { filesState, hub, type State } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const logs = (path: string): boolean => ['/var/log', '/var/log/pods', '/var/log/containers', '/var', '/'].includes(path);
const mounts = (more = ''): string => podIn('shop', `volumeMounts: [{name: v, mountPath: /log${more}}]`, 'serviceAccountName: cart, volumes: [{name: v, hostPath: {path: /var/log/}}]');

// The kubelet serves what it finds below the log directory, links followed: for logs of a pod, or of its whole directory.
const podLogs = rightTechnique({ ...texts(), rights: rightsTo(['get'], '', 'pods', 'log'), gives: (namespace) => hub('read-logs', namespace), named: (_, namespace) => (namespace === null ? [] : [hub('read-logs', namespace)]) });
const nodeLogs = rightTechnique({ ...texts(), rights: [...rightsTo(['get'], '', 'nodes', 'log'), ...rightsTo(['get'], '', 'nodes', 'proxy')], gives: (namespace) => (namespace === null ? hub('read-logs', null) : undefined) });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* podLogs.steps(context);
    yield* nodeLogs.steps(context);
    const writable = (container: Container) => (container.privileged ? [] : container.hostPaths.filter(({ path, readOnly }) => !readOnly && logs(path)).map((mount) => ({ text: `it may put links below ${mount.path} of the node`, evidence: [...evidenceOf(container, mount)], when: rootUnlessSaid(container) })));
    yield* escapes(context, writable, linkState);
    const served = new Map(context.containers.filter(({ container }) => writable(container).length > 0).flatMap(({ workload }) => nodesOf(workload)).map((node) => [node, hub('be-served-logs', node)]));
    if (served.size === 0) return;
    yield { needs: [hub('read-logs', null)], gives: [...served.values()], free: true };
    for (const [node, state] of served) yield { needs: [state, linkState(node)], gives: filesState(node), because: () => ({ text: 'the kubelet follows links when it serves logs', evidence: [] }) };
    for (const namespace of new Set(context.containers.map(({ workload }) => workload.namespace))) {
      const nodes = new Set(context.containersIn(namespace).flatMap(({ workload }) => nodesOf(workload)));
      const own = [...nodes].flatMap((node) => (node === someNode ? [] : (served.get(node) ?? [])));
      if (own.length > 0) yield { needs: [hub('read-logs', namespace)], gives: own, free: true };
      const somewhere = nodes.has(someNode) ? served.get(someNode) : undefined;
      if (somewhere !== undefined) yield { needs: [hub('read-logs', namespace)], gives: somewhere, free: true, certain: false };
    }
  },
};

export default technique;

function linkState(node: string): State {
  return hub('link-logs', node);
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/log-link',
    title: 'reads files of the node through its logs',
    why: 'Whoever may write below /var/log of a node, and may read logs through the API, puts a link there to any file: the kubelet reads it as root and hands it out.',
    aliases: ['E12', 'CE_VAR_LOG_SYMLINK'],
    attack: ['T1611', 'T1552.001'],
    microsoft: ['MS-TA9013'],
    effort: 2,
    detects: 'Links below /var/log of a node that lead out of it.',
    removes: 'Mount /var/log read-only.',
    examples: {
      present: [{ objects: everywhere(rule('pods/log', 'get')) + mounts(), from: app, to: 'user:system:node:worker' }],
      absent: [{ objects: everywhere(rule('pods/log', 'get')) + mounts(', readOnly: true'), from: app, to: 'user:system:node:worker' }, { objects: everywhere(rule('pods', 'get')) + mounts(), from: app, to: 'user:system:node:worker' }],
      unknown: [],
    },
  };
}
