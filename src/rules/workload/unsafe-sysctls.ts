import { entries, fields, text } from '../../cluster/read.ts';
import { map } from '../../model/fact.ts';
import { firstMinor } from '../../knowledge/flags/define.ts';
import { safeSysctls } from '../../knowledge/pod-security.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { atVersion, inPod } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'unsafe-sysctls',
  on: 'workload',
  title: 'Pod sets a kernel parameter that is not known to be safe',
  why: 'Parameters outside of the safe list can reach beyond the pod: they take memory or connections from others on the node, or weaken its network.',
  fix: 'Leave it out, or set it on the node.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  appliesTo: (workload) => !workload.windows,
  check: (workload, { cluster }) => {
    const sysctls = entries(fields(workload.spec['securityContext'])?.['sysctls']).map(({ index, value }) => ({ index, value, name: text(value['name']) ?? '' }));
    const breaches = (unsafe: (name: string) => boolean): readonly Breach[] =>
      sysctls
        .filter(({ name }) => unsafe(name))
        .map(({ index, name }) => ({
          message: `sets the kernel parameter ${name}`,
          evidence: [workload.at('securityContext', 'sysctls', index, 'name')],
          expected: 'a safe parameter',
          change: {
            target: workload.ref,
            title: 'Set only safe kernel parameters',
            edits: [{ op: 'set', path: [...workload.specPath, 'securityContext', 'sysctls'], value: sysctls.filter((each) => !unsafe(each.name)).map(({ value }) => value) }],
            breaks: 'Programs that need the parameter, such as databases and proxies under high load.',
          },
        }));
    const certain = breaches((name) => !safeSysctls.has(name));
    const waiting = sysctls.some(({ name }) => (safeSysctls.get(name) ?? 0) > firstMinor);
    if (!cluster.version.known && (certain.length > 0 || !waiting)) return certain;
    return map(cluster.version, ({ minor }) => breaches((name) => (safeSysctls.get(name) ?? Infinity) > minor));
  },
  examples: {
    bad: [
      inPod('securityContext: {sysctls: [{name: kernel.msgmax, value: "65536"}, {name: net.ipv4.tcp_syncookies, value: "1"}]}'),
      atVersion('1.31.0', inPod('securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: "4096 87380 6291456"}]}')),
    ],
    good: [
      inPod('securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "0"}]}'),
      atVersion('1.32.0', inPod('securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: "4096 87380 6291456"}]}')),
    ],
    unknown: [inPod('securityContext: {sysctls: [{name: net.ipv4.tcp_notsent_lowat, value: "16384"}]}')],
  },
});

export default rule;
