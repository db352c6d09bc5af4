import { entries, fields, number, text, textMap } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { chain, known, type Fact } from '../../model/fact.ts';
import { valueAt } from '../../model/object.ts';
import { declaredPorts, listed } from '../declared-ports.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { hasEnded } from '../isolation.ts';
import { mapSelector } from '../../engines/references.ts';

const pod = (ports: string, more = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, labels: {app: web}}\nspec: {containers: [{name: app, image: app, ports: ${ports}}${more}]}\n`;
const service = (port: string, more = ''): string => `---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop${more}}\nspec: {selector: {app: web}, ports: [${port}]}\n`;

/** A container may listen on ports that it does not declare: where the pods of a Service declare none at all, nothing is said. */
const rule: Rule<'object'> = defineRule<'object'>({
  id: 'service-port-undeclared',
  on: 'object',
  kinds: ['/Service'],
  title: 'Service leads to a port that its pods do not declare',
  why: 'Either nothing answers there, by a typing error, or the container listens on a port that nobody wrote down: policies and reviews that go by declared ports miss it.',
  fix: 'Correct targetPort to a port of the containers, or declare the port that they really listen on.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'none' },
  check: ({ ref, object }, context) => {
    const selector = mapSelector(textMap(valueAt(object, ['spec', 'selector'])));
    const ports = entries(valueAt(object, ['spec', 'ports']));
    if (ports.length === 0 || fields(object['spec'])?.['type'] === 'ExternalName') return [];
    const declaring = context.cluster.workloadsLabelled(ref.namespace ?? '', selector).flatMap((workload) => (hasEnded(workload) ? [] : declaredPorts(workload)));
    if (declaring.length === 0) return [];
    const breaches = ports.flatMap(({ index, value }): Breach[] => {
      const named = text(value['targetPort']) ?? '';
      const target = named === '' ? (number(value['targetPort']) ?? number(value['port'])) : named;
      const protocol = text(value['protocol']) ?? 'TCP';
      const there = declaring.some((each) => each.protocol === protocol && (each.port === target || each.name === target));
      if (there) return [];
      const path = ['spec', 'ports', index, value['targetPort'] === undefined ? 'port' : 'targetPort'];
      return [{ message: `leads to ${protocol} port ${target ?? ''}, which none of its pods declares; they declare ${listed(declaring)}`, evidence: [evidence(ref, path, target)], expected: 'a port of the containers' }];
    });
    // A pod that was not given may declare it.
    return breaches.length === 0 ? [] : chain(context.cluster.list('Pod', '', ref.namespace), (): Fact<readonly Breach[]> => known(breaches));
  },
  examples: {
    bad: [pod('[{containerPort: 8080}]') + service('{port: 80}'), pod('[{containerPort: 8080, name: http}]') + service('{port: 80, targetPort: htpt}'), pod('[{containerPort: 53, protocol: UDP}]') + service('{port: 53}')],
    good: [
      pod('[{containerPort: 8080}]') + service('{port: 80, targetPort: 8080}'),
      pod('[{containerPort: 8080, name: http}]') + service('{port: 80, targetPort: http}'),
      pod('[]') + service('{port: 80}'),
      pod('[{containerPort: 8080}]', '], initContainers: [{name: proxy, image: proxy, restartPolicy: Always, ports: [{containerPort: 9090}]}') + service('{port: 9090}'),
    ],
    unknown: ['apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop, uid: a}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}}}\n' + service('{port: 80}', ', uid: b')],
  },
});

export default rule;
