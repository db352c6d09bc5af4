import { entries, number, text } from '../../cluster/read.ts';
import { policyOf } from '../../engines/network/of-cluster.ts';
import { evidence } from '../../model/evidence.ts';
import { chain, known, type Fact } from '../../model/fact.ts';
import { valueAt } from '../../model/object.ts';
import { declaredPorts, listed } from '../declared-ports.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { workloadsOf } from '../isolation.ts';

const pod = (ports: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, labels: {app: web}}\nspec: {containers: [{name: app, image: app, ports: ${ports}}]}\n`;
const policy = (ports: string, more = ''): string => `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web, namespace: shop${more}}\nspec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: ${ports}}]}\n`;

/**
 * Ingress alone: the ports of egress rules are those of other pods, which may stand elsewhere. A container may listen on ports that
 * it does not declare, so a number counts only where every pod that the policy selects declares some.
 */
const rule: Rule<'object'> = defineRule<'object'>({
  id: 'network-policy-port-undeclared',
  on: 'object',
  kinds: ['networking.k8s.io/NetworkPolicy'],
  title: 'NetworkPolicy opens a port that its pods do not declare',
  why: 'A name that no container has opens nothing, and clients are turned away; a number that no container declares is a hole left by what is gone, or leads to a port that nobody wrote down.',
  fix: 'Correct the port to one of the containers, drop it, or declare the port that they really listen on.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'none' },
  check: ({ ref, object }, context) => {
    const read = policyOf(context.cluster, object);
    const workloads = read?.ingress?.some(({ ports }) => ports.named.length > 0 || ports.fixed.length > 0) ? workloadsOf(read, ref.namespace ?? '', context) : [];
    const declared = workloads.map((workload) => declaredPorts(workload));
    const all = declared.flat();
    if (all.length === 0) return [];
    const everyOneDeclares = declared.every((ports) => ports.length > 0);
    const breaches = entries(valueAt(object, ['spec', 'ingress'])).flatMap(({ index, value }) =>
      entries(value['ports']).flatMap(({ index: at, value: port }): Breach[] => {
        const [from, name, protocol] = [number(port['port']), text(port['port']), text(port['protocol']) ?? 'TCP'];
        const to = number(port['endPort']) ?? from;
        if (from === undefined && name === undefined) return [];
        const there = all.some((each) => each.protocol === protocol && (name === undefined ? from !== undefined && to !== undefined && each.port >= from && each.port <= to : each.name === name));
        if (there || (name === undefined && !everyOneDeclares)) return [];
        return [{ message: `opens ${protocol} port ${name ?? (to === from ? from : `${from}-${to}`) ?? ''}, which none of its pods declares; they declare ${listed(all)}`, evidence: [evidence(ref, ['spec', 'ingress', index, 'ports', at, 'port'], port['port'])], expected: 'a port of the containers' }];
      }),
    );
    return breaches.length === 0 ? [] : chain(context.cluster.list('Pod', '', ref.namespace), (): Fact<readonly Breach[]> => known(breaches));
  },
  examples: {
    bad: [pod('[{containerPort: 8080}]') + policy('[{port: 80}]'), pod('[{containerPort: 8080, name: http}]') + policy('[{port: htpt}]'), pod('[{containerPort: 53, protocol: UDP}]') + policy('[{port: 53}]'), pod('[{containerPort: 8080}]') + policy('[{port: 9000, endPort: 9010}]')],
    good: [pod('[{containerPort: 8080}]') + policy('[{port: 8080}]'), pod('[{containerPort: 8080, name: http}]') + policy('[{port: http}]'), pod('[]') + policy('[{port: 80}]'), pod('[{containerPort: 8080}]') + policy('[{port: 8000, endPort: 9000}]'), pod('[{containerPort: 8080}]') + policy('[{protocol: TCP}]')],
    unknown: ['apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop, uid: a}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}}}\n' + policy('[{port: 80}]', ', uid: b')],
  },
});

export default rule;
