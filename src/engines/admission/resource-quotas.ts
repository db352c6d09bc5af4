import { entries, fields, text, texts, type Fields } from '../../cluster/read.ts';
import { matchesSelector, readSelector } from '../../lang/selector.ts';
import { gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { silent, together, type Verdict } from './policies.ts';
import { forbidden, type Gate } from './request.ts';
import { amountText, hasPodResources, podResources, resourcesOf, type Amount, type Resources } from './resources.ts';

// Where a quota counts one of these, every container has to say how much it needs.
const demanded = ['cpu', 'limits.cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory'];
const one: Amount = { nanos: 1_000_000_000n, form: 'decimal' };

/** The ResourceQuotas that count the pod: it has to say what it needs, and it has to fit in what is left. */
export function resourceQuotas(pod: KubernetesObject, quotas: readonly KubernetesObject[], minor: number | undefined): Verdict {
  return together(quotas.map((quota) => judged(pod, quota, minor ?? Infinity)));
}

function judged(pod: KubernetesObject, quota: KubernetesObject, minor: number): Verdict {
  const { name, namespace = '' } = quota.metadata;
  const [spec, status] = [fields(pod['spec']) ?? {}, fields(quota['status'])];
  const hard = resourcesOf(status?.['hard'] ?? fields(quota['spec'])?.['hard']);
  const usage = usageOf(spec, minor);
  const counted = [...hard.keys()].filter(isOfPods);
  if (counted.length === 0 || !scopesMatch(quota, pod)) return silent;
  const refused = (message: string): Verdict => {
    const gate: Gate = { kind: 'resource-quota', name, evaluated: true };
    return { ...silent, gates: [gate], refusals: [{ gate, message: forbidden(pod, message) }] };
  };
  const missing = hasPodResources(spec, minor) ? '' : missingText(spec, counted);
  if (missing !== '') return refused(`failed quota: ${name}: must specify ${missing}`);
  const used = status?.['used'] === undefined ? undefined : resourcesOf(status['used']);
  const asked = counted.filter((each) => (usage.get(each)?.nanos ?? 0n) > 0n);
  const exceeded = asked.filter((each) => (used?.get(each)?.nanos ?? 0n) + (usage.get(each)?.nanos ?? 0n) > (hard.get(each)?.nanos ?? 0n)).toSorted();
  const shown = (amounts: Resources): string => exceeded.map((each) => `${each}=${amountText(amounts.get(each) ?? { nanos: 0n, form: 'decimal' })}`).join(',');
  if (exceeded.length > 0) return refused(`exceeded quota: ${name}, requested: ${shown(usage)}${used ? `, used: ${shown(used)}` : ''}, limited: ${shown(hard)}`);
  const open = asked.length > 0 && !used;
  const gate: Gate = { kind: 'resource-quota', name, evaluated: !open };
  return { ...silent, gates: [gate], gaps: open ? [gap('api', `gap/quota/${namespace}/${name}`, `How much of ResourceQuota ${name} is used? kubectl get resourcequota ${name} -n ${namespace} -o yaml`)] : [] };
}

function isOfPods(name: string): boolean {
  return /^((requests|limits)\.)?(cpu|memory|ephemeral-storage)$|^(count\/)?pods$|^(requests\.)?hugepages-|^requests\.[^/]+\/./.test(name);
}

/** What a quota counts of a pod, under the names by which it does. */
function usageOf(spec: Fields, minor: number): Resources {
  const options = { minor, overhead: true };
  const usage = new Map<string, Amount>([['pods', one], ['count/pods', one]]);
  for (const [name, amount] of podResources(spec, 'requests', options)) {
    if (/^(cpu|memory|ephemeral-storage)$|^hugepages-/.test(name)) usage.set(name, amount);
    usage.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of podResources(spec, 'limits', options)) usage.set(`limits.${name}`, amount);
  return usage;
}

function missingText(spec: Fields, counted: readonly string[]): string {
  const containers = [...entries(spec['containers']), ...entries(spec['initContainers'])].map(({ value }) => value);
  const lacks = (container: Fields, name: string): boolean => {
    const [list, resource] = name.startsWith('limits.') ? (['limits', name.slice('limits.'.length)] as const) : (['requests', name.replace(/^requests\./, '')] as const);
    return !resourcesOf(fields(container['resources'])?.[list]).has(resource);
  };
  return demanded.filter((name) => counted.includes(name)).flatMap((name) => {
    const without = [...new Set(containers.filter((each) => lacks(each, name)).map((each) => text(each['name']) ?? ''))].toSorted();
    return without.length === 0 ? [] : [`${name} for: ${without.join(',')}`];
  }).join('; ');
}

function scopesMatch(quota: KubernetesObject, pod: KubernetesObject): boolean {
  const spec = fields(quota['spec']) ?? {};
  const asked = [...texts(spec['scopes']).map((scopeName): Fields => ({ scopeName, operator: 'Exists' })), ...entries(fields(spec['scopeSelector'])?.['matchExpressions']).map(({ value }) => value)];
  return asked.every((scope) => inScope(scope, pod));
}

function inScope({ scopeName, operator, values }: Fields, pod: KubernetesObject): boolean {
  const spec = fields(pod['spec']) ?? {};
  const ends = typeof spec['activeDeadlineSeconds'] === 'number' && spec['activeDeadlineSeconds'] >= 0;
  const bestEffort = fields(pod['status'])?.['qosClass'] === 'BestEffort';
  const priority = text(spec['priorityClassName']) ?? '';
  switch (scopeName) {
    case 'Terminating':
      return ends;
    case 'NotTerminating':
      return !ends;
    case 'BestEffort':
      return bestEffort;
    case 'NotBestEffort':
      return !bestEffort;
    case 'PriorityClass':
      return operator === 'Exists' ? priority !== '' : matchesSelector(readSelector({ matchExpressions: [{ key: 'class', operator, values }] }), priority === '' ? {} : { class: priority });
    case 'CrossNamespacePodAffinity':
      return crossesNamespaces(spec);
    default:
      return false;
  }
}

function crossesNamespaces(spec: Fields): boolean {
  const affinity = fields(spec['affinity']);
  const terms = ['podAffinity', 'podAntiAffinity'].flatMap((kind) => {
    const own = fields(affinity?.[kind]);
    return [...entries(own?.['requiredDuringSchedulingIgnoredDuringExecution']).map(({ value }) => value), ...entries(own?.['preferredDuringSchedulingIgnoredDuringExecution']).map(({ value }) => fields(value['podAffinityTerm']) ?? {})];
  });
  return terms.some((term) => texts(term['namespaces']).length > 0 || fields(term['namespaceSelector']) !== undefined);
}
