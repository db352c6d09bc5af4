import { entries, fields, text, textMap, type Fields } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { silent, together, type Verdict } from './policies.ts';
import { forbidden, type Gate } from './request.ts';
import { amountText, comparable, podResources, resourcesOf, type Amount, type Resources } from './resources.ts';

const annotation = 'kubernetes.io/limit-ranger';
const lists = [['containers', 'container'], ['initContainers', 'init container']] as const;

/** One line of a LimitRange with the defaults that the API fills in: a limit from the most, a request from the limit, else from the least. */
interface Line {
  readonly type: string;
  readonly min: Resources;
  readonly max: Resources;
  readonly ratio: Resources;
  readonly limits: Resources;
  readonly requests: Resources;
}

function linesOf(range: KubernetesObject): readonly Line[] {
  return entries(fields(range['spec'])?.['limits']).map(({ value }) => {
    const type = text(value['type']) ?? '';
    const [min, max] = [resourcesOf(value['min']), resourcesOf(value['max'])];
    const [limits, requests] = [resourcesOf(value['default']), resourcesOf(value['defaultRequest'])];
    const ofContainers = type === 'Container';
    const filled = ofContainers ? new Map([...max, ...limits]) : limits;
    return { type, min, max, ratio: resourcesOf(value['maxLimitRequestRatio']), limits: filled, requests: ofContainers ? new Map([...min, ...filled, ...requests]) : requests };
  });
}

/** The pod with what the LimitRanges of its namespace fill in: requests and limits that its containers do not set. */
export function withLimitRanges(pod: KubernetesObject, ranges: readonly KubernetesObject[]): KubernetesObject {
  return ranges.reduce((made, range) => {
    const lines = linesOf(range).filter(({ type }) => type === 'Container');
    const defaults = { requests: merged(lines.map(({ requests }) => requests)), limits: merged(lines.map(({ limits }) => limits)) };
    if (defaults.requests.size + defaults.limits.size === 0) return made;
    const spec = fields(made['spec']) ?? {};
    const said: string[] = [];
    const changed = lists.flatMap(([list, word]) => (Array.isArray(spec[list]) ? [[list, entries(spec[list]).map(({ value }) => filled(value, defaults, word, said))] as const] : []));
    if (said.length === 0) return made;
    return { ...made, metadata: { ...made.metadata, annotations: { ...textMap(made.metadata.annotations), [annotation]: `LimitRanger plugin set: ${said.join('; ')}` } }, spec: { ...spec, ...Object.fromEntries(changed) } };
  }, pod);
}

function merged(all: readonly Resources[]): Resources {
  return new Map(all.flatMap((each) => [...each]));
}

function filled(container: Fields, defaults: Readonly<Record<'requests' | 'limits', Resources>>, word: string, said: string[]): Fields {
  const resources = fields(container['resources']) ?? {};
  const made = (['requests', 'limits'] as const).flatMap((list) => {
    const own = fields(resources[list]) ?? {};
    const missing = [...defaults[list]].filter(([name]) => own[name] === undefined);
    if (missing.length === 0) return [];
    said.push(`${missing.map(([name]) => name).toSorted().join(', ')} ${list === 'requests' ? 'request' : 'limit'} for ${word} ${text(container['name']) ?? ''}`);
    return [[list, { ...own, ...Object.fromEntries(missing.map(([name, amount]) => [name, amountText(amount)])) }] as const];
  });
  return made.length === 0 ? container : { ...container, resources: { ...resources, ...Object.fromEntries(made) } };
}

/** What the LimitRanges refuse in a pod that has their defaults. */
export function limitRanges(pod: KubernetesObject, ranges: readonly KubernetesObject[], minor: number | undefined): Verdict {
  return { ...together(ranges.map((range) => judged(pod, range, minor))), gaps: differingDefaults(ranges) };
}

function judged(pod: KubernetesObject, range: KubernetesObject, minor: number | undefined): Verdict {
  const lines = linesOf(range).filter(({ type }) => type === 'Container' || type === 'Pod');
  if (!lines.some(({ min, max, ratio }) => min.size + max.size + ratio.size > 0)) return silent;
  const spec = fields(pod['spec']) ?? {};
  const faults = lines.flatMap((line) => {
    if (line.type === 'Pod') return faultsOf(line, podResources(spec, 'requests', minor === undefined ? {} : { minor }), podResources(spec, 'limits', minor === undefined ? {} : { minor }));
    return lists.flatMap(([list]) => entries(spec[list]).flatMap(({ value }) => faultsOf(line, resourcesOf(fields(value['resources'])?.['requests']), resourcesOf(fields(value['resources'])?.['limits']))));
  });
  const gate: Gate = { kind: 'limit-range', name: range.metadata.name, evaluated: true };
  const different = [...new Set(faults)];
  return { ...silent, gates: [gate], refusals: different.length === 0 ? [] : [{ gate, message: forbidden(pod, different.length === 1 ? (different[0] ?? '') : `[${different.join(', ')}]`) }] };
}

function faultsOf({ type, min, max, ratio }: Line, requests: Resources, limits: Resources): readonly string[] {
  const each = (bounds: Resources, fault: (name: string, bound: Amount) => string | undefined): readonly string[] => [...bounds].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, bound]) => fault(name, bound) ?? []);
  return [
    ...each(min, (name, bound) => minFault(`minimum ${name} usage per ${type} is ${amountText(bound)}`, bound, requests.get(name), limits.get(name))),
    ...each(max, (name, bound) => maxFault(`maximum ${name} usage per ${type} is ${amountText(bound)}`, bound, requests.get(name), limits.get(name))),
    ...each(ratio, (name, bound) => ratioFault(`${name} max limit to request ratio per ${type} is ${amountText(bound)}`, bound, requests.get(name), limits.get(name))),
  ];
}

function minFault(says: string, bound: Amount, request: Amount | undefined, limit: Amount | undefined): string | undefined {
  const [asked = 0n, most = 0n, least = 0n] = comparable(request, limit, bound);
  if (!request) return `${says}.  No request is specified`;
  if (asked < least) return `${says}, but request is ${amountText(request)}`;
  return limit && most < least ? `${says}, but limit is ${amountText(limit)}` : undefined;
}

function maxFault(says: string, bound: Amount, request: Amount | undefined, limit: Amount | undefined): string | undefined {
  const [asked = 0n, most = 0n, highest = 0n] = comparable(request, limit, bound);
  if (!limit) return `${says}.  No limit is specified`;
  if (most > highest) return `${says}, but limit is ${amountText(limit)}`;
  return request && asked > highest ? `${says}, but request is ${amountText(request)}` : undefined;
}

function ratioFault(says: string, bound: Amount, request: Amount | undefined, limit: Amount | undefined): string | undefined {
  const [asked = 0n, most = 0n] = comparable(request, limit, bound);
  if (!request || asked === 0n) return `${says}, but no request is specified or request is 0`;
  if (!limit || most === 0n) return `${says}, but no limit is specified or limit is 0`;
  const ratio = Number(most) / Number(asked);
  return ratio * 1000 > Number(bound.nanos) / 1e6 ? `${says}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}

/** Of two LimitRanges with different defaults for one resource whichever the API server holds first counts. */
function differingDefaults(ranges: readonly KubernetesObject[]): readonly Gap[] {
  const texts = ranges.map((range) => linesOf(range).filter(({ type }) => type === 'Container').flatMap(({ requests, limits }) => [...[...requests].map(([name, amount]) => ['requests', name, amountText(amount)] as const), ...[...limits].map(([name, amount]) => ['limits', name, amountText(amount)] as const)]));
  const values = Map.groupBy(texts.flat(), ([list, name]) => `${list}.${name}`);
  const differing = [...values].filter(([, all]) => new Set(all.map(([, , value]) => value)).size > 1).map(([name]) => name).toSorted();
  if (texts.length < 2 || differing.length === 0) return [];
  const names = ranges.map(({ metadata: { name } }) => name).join(', ');
  return [gap('person', `gap/limit-ranges/${ranges[0]?.metadata.namespace ?? ''}`, `Which of the LimitRanges ${names} fills in ${differing.join(', ')}? Kubernetes leaves the order open: keep one, or give both the same default.`)];
}
