import { fields, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { map } from '../../model/fact.ts';
import { firstMinor } from '../../knowledge/flags/define.ts';
import { safeSELinuxTypes } from '../../knowledge/pod-security.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { atVersion, inContainer, inPod } from '../examples.ts';

const unset: Readonly<Record<string, string>> = {};

/** The container's own options replace the pod's as a whole. */
function optionsOf(container: Container): Readonly<Record<string, string>> {
  const own = fields(fields(container.spec['securityContext'])?.['seLinuxOptions']);
  const options = own ?? fields(fields(container.workload.spec['securityContext'])?.['seLinuxOptions']);
  return options === undefined ? unset : { type: text(options['type']) ?? '', user: text(options['user']) ?? '', role: text(options['role']) ?? '' };
}

function breach(container: Container, part: string, value: string): Breach {
  const seen = container.at('securityContext', 'seLinuxOptions', part);
  return {
    message: `runs with the SELinux ${part} ${value}`,
    evidence: [seen],
    expected: part === 'type' ? 'container_t, or unset' : 'unset',
    change: {
      target: container.workload.ref,
      title: `Leave the SELinux ${part} of container ${container.name} to the runtime`,
      edits: [{ op: 'remove', path: seen.path }],
      breaks: 'Access to files of the node that the label of a container does not open.',
    },
  };
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'selinux-options',
  on: 'container',
  title: 'Container asks for another SELinux label than that of a container',
  why: 'The label of a container is what keeps a process that broke out from the files of the node. Types such as spc_t or unconfined_t take that wall away, and a user or role of the node lends its rights.',
  fix: 'Leave seLinuxOptions.type, user and role unset. Share files by level instead.',
  severity: { gain: 'node', position: 'a container', effort: 'several weaknesses' },
  appliesTo: (container) => !container.workload.windows && !container.privileged,
  check: (container, { cluster }) => {
    const { type = '', user = '', role = '' } = optionsOf(container);
    const parts = [...(user === '' ? [] : [breach(container, 'user', user)]), ...(role === '' ? [] : [breach(container, 'role', role)])];
    const since = safeSELinuxTypes.get(type);
    if (since === undefined) return [breach(container, 'type', type), ...parts];
    // A type that a later version allows waits for the version, unless the breach is certain without it.
    if (since <= firstMinor && !cluster.version.known) return parts;
    if (!cluster.version.known && parts.length > 0) return parts;
    return map(cluster.version, ({ minor }) => (since <= minor ? parts : [breach(container, 'type', type), ...parts]));
  },
  examples: {
    bad: [
      inContainer('securityContext: {seLinuxOptions: {type: spc_t}}'),
      inPod('securityContext: {seLinuxOptions: {user: system_u, role: system_r}}'),
      atVersion('1.30.1', inContainer('securityContext: {seLinuxOptions: {type: container_engine_t}}')),
    ],
    good: [
      inContainer('securityContext: {seLinuxOptions: {level: "s0:c1,c2"}}'),
      inContainer('securityContext: {seLinuxOptions: {type: ""}}'),
      atVersion('1.31.0', inContainer('securityContext: {seLinuxOptions: {type: container_engine_t}}')),
    ],
    unknown: [inContainer('securityContext: {seLinuxOptions: {type: container_engine_t}}')],
  },
});

export default rule;
