import type { Cluster } from '../cluster/cluster.ts';
import { entries, fields } from '../cluster/read.ts';
import type { Container } from '../cluster/workload.ts';
import { known, map, type Fact } from '../model/fact.ts';
import { valueAt, type KubernetesObject } from '../model/object.ts';
import { defineRule, type Breach, type Rule } from './define.ts';
import { documents, inContainer, inPod } from './examples.ts';
import { breachLater } from './lazy-breach.ts';
import type { BaseFactors } from './severity.ts';

type Part = 'limits' | 'requests';
type Resource = 'cpu' | 'memory';

const ranges = new WeakMap<Cluster, Map<string, boolean>>();

/** Whether a LimitRange of the namespace fills in that value: a maximum becomes the limit, and a limit the request, where none is given. */
function filledIn(cluster: Cluster, namespace: string, part: Part, resource: Resource): boolean {
  const ofCluster = ranges.get(cluster) ?? new Map<string, boolean>();
  ranges.set(cluster, ofCluster);
  const key = `${namespace}/${part}/${resource}`;
  let found = ofCluster.get(key);
  if (found === undefined) ofCluster.set(key, (found = cluster.given('LimitRange', '', namespace).some((range) => fills(range, part, resource))));
  return found;
}

function fills(range: KubernetesObject, part: Part, resource: Resource): boolean {
  return entries(valueAt(range, ['spec', 'limits'])).some(({ value }) => {
    const names = part === 'limits' ? ['default', 'max'] : ['defaultRequest', 'default', 'min', 'max'];
    return value['type'] === 'Container' && names.some((name) => fields(value[name])?.[resource] !== undefined);
  });
}

/** Whether the container sets it, or its pod as a whole does; what is limited asks for its limit. */
function sets({ spec, workload }: Container, part: Part, resource: Resource): boolean {
  return hasIn(spec['resources'], part, resource) || hasIn(workload.spec['resources'], part, resource);
}

function hasIn(resources: unknown, part: Part, resource: Resource): boolean {
  const read = fields(resources);
  return read !== undefined && (fields(read['limits'])?.[resource] !== undefined || (part === 'requests' && fields(read['requests'])?.[resource] !== undefined));
}

export interface ResourceRule {
  readonly id: string;
  readonly part: Part;
  readonly resource: Resource;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: BaseFactors;
}

/** A rule about one value of `resources` that is in force, with what LimitRanges fill in. One finding for each workload. */
export function resourceRule({ id, part, resource, title, why, fix, severity }: ResourceRule): Rule<'workload'> {
  const word = `${part === 'limits' ? 'limit' : 'request'} of ${resource}`;
  const range = (field: string): string => `apiVersion: v1\nkind: LimitRange\nmetadata: {name: bounds, namespace: shop}\nspec: {limits: [{type: Container, ${field}: {${resource}: 1}}]}\n`;
  const other = resource === 'cpu' ? 'memory' : 'cpu';
  return defineRule<'workload'>({
    id, on: 'workload', title, why, fix, severity,
    // A pod read back from the API has what was filled in already.
    check: (workload, { cluster }): Fact<readonly Breach[]> => {
      const without = workload.containers.filter((container) => container.list !== 'ephemeral' && !sets(container, part, resource));
      const [first, ...more] = without;
      if (!first || filledIn(cluster, workload.namespace, part, resource)) return known([]);
      const breach = breachLater(() => {
        const names = without.slice(0, 3).map(({ name }) => name).join(', ');
        const rest = without.length > 3 ? ` and ${without.length - 3} more` : '';
        return { message: `sets no ${word} for ${without.length === 1 ? 'container' : 'containers'} ${names}${rest}`, evidence: [first.at('resources', part, resource), ...more.map((each) => each.at('resources', part, resource))], expected: `a ${word}` };
      });
      if (workload.object.kind === 'Pod' && workload.object.metadata.uid !== undefined) return known([breach]);
      return map(cluster.list('LimitRange', '', workload.namespace), () => [breach]);
    },
    examples: {
      bad: [inContainer('stdin: true'), inContainer(`resources: {${part}: {${other}: 1}}`), documents(inContainer('stdin: true'), range('default').replace('type: Container', 'type: Pod'))],
      good: [
        inContainer(`resources: {${part}: {${resource}: 1}}`), inPod(`resources: {${part}: {${resource}: 1}}`), documents(inContainer('stdin: true'), range('default')), documents(inContainer('stdin: true'), range('max')),
        ...(part === 'requests' ? [inContainer(`resources: {limits: {${resource}: 1}}`), documents(inContainer('stdin: true'), range('defaultRequest'))] : []),
      ],
      unknown: [inContainer('stdin: true').replace(', namespace: shop', '')],
    },
  });
}
