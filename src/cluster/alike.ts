import type { Fields } from './read.ts';
import { entries, fields, text } from './read.ts';

// What two pods must share to be judged as one: everything that a rule, technique or threat reads of a pod spec.
const podFields = [
  'hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace', 'automountServiceAccountToken', 'runtimeClassName',
  'securityContext', 'hostAliases', 'dnsConfig', 'os',
] as const;
const containerFields = [
  'name', 'image', 'command', 'args', 'env', 'envFrom', 'ports', 'securityContext', 'volumeDevices', 'resources', 'lifecycle', 'restartPolicy',
] as const;
const falseByDefault = new Set(['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace']);

/** What the maker of a pod fills in beside its template. */
export interface Filled {
  /** Names of the volumes that stand for the claims of a StatefulSet: every pod has its own. */
  readonly claims?: ReadonlySet<string>;
  /** The LimitRanger filled in resources. */
  readonly resources?: boolean;
}

/** One text for all pod specs that are alike. */
export function likeness(spec: Fields, filled: Filled = {}): string {
  return canonical(form(spec, filled));
}

/** Whether two pod specs have one likeness. Most are asked about once, for their template, and no text is made for that. */
export function areAlike(a: Fields, b: Fields, filled: Filled = {}): boolean {
  return isSame(form(a, filled), form(b, filled));
}

/**
 * What counts of a pod spec. Left out: what the API server, its admission plug-ins, the scheduler and the kubelet fill in on
 * every pod (the token volume, pull secrets, node name, tolerations, defaulted fields), so that a pod equals its template.
 */
function form(spec: Fields, filled: Filled): readonly unknown[] {
  const token = automaticTokenVolumes(spec);
  const isFilled = (name: string): boolean => token.has(name) || filled.claims?.has(name) === true;
  return [
    podFields.map((name) => stated(name, spec[name])),
    accountName(spec),
    ...containerLists.map((list) => entries(spec[list]).map(({ value }) => containerForm(value, token, filled))),
    entries(spec['volumes']).flatMap(({ value }) => (isFilled(text(value['name']) ?? '') ? [] : [new Loose(value, isFilledMode)])),
  ];
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** A value of which some fields do not count, however deep they stand. */
class Loose {
  readonly value: unknown;
  readonly leaveOut: LeaveOut;

  constructor(value: unknown, leaveOut: LeaveOut) {
    this.value = value;
    this.leaveOut = leaveOut;
  }
}

type LeaveOut = (key: string, value: unknown) => boolean;

/** What says nothing is as good as not there. */
function stated(name: string, value: unknown): unknown {
  if (falseByDefault.has(name) && value === false) return null;
  const map = fields(value);
  return map && Object.values(map).every((part) => part === null || part === undefined) ? null : value;
}

function containerForm(container: Fields, token: ReadonlySet<string>, { resources }: Filled): readonly unknown[] {
  const mounts = entries(container['volumeMounts']).flatMap(({ value }) =>
    token.has(text(value['name']) ?? '') ? [] : [[value['name'], value['mountPath'], value['subPath'], value['readOnly'] === true, value['mountPropagation']]]);
  return [containerFields.map((name) => (name === 'resources' && resources === true ? null : containerField(name, container[name]))), mounts];
}

function containerField(name: string, value: unknown): unknown {
  if (name === 'ports') return entries(value).map(({ value: port }) => [port['containerPort'], port['hostPort'] ?? 0, port['protocol'] ?? 'TCP', port['name']]);
  if (name === 'env') return new Loose(entries(value).map(({ value: variable }) => [variable['name'], variable['value'], variable['valueFrom']]), isFilledVersion);
  return stated(name, name === 'resources' ? withRequests(value) : value);
}

/** `fieldRef` gets its apiVersion from the API server. */
function isFilledVersion(key: string): boolean {
  return key === 'apiVersion';
}

/** What is not asked for is asked for as far as it is limited: the API server fills it in. */
function withRequests(value: unknown): unknown {
  const resources = fields(value);
  const limits = fields(resources?.['limits']);
  return resources && limits ? { ...resources, requests: { ...limits, ...fields(resources['requests']) } } : value;
}

const modeFields = new Set(['defaultMode', 'type', 'optional', 'apiVersion']);

function isFilledMode(key: string, value: unknown): boolean {
  return modeFields.has(key) && (typeof value === 'number' || value === '' || key === 'optional' || key === 'apiVersion');
}

function automaticTokenVolumes(spec: Fields): ReadonlySet<string> {
  return new Set(
    entries(spec['volumes'])
      .map(({ value }) => text(value['name']) ?? '')
      .filter((name) => name.startsWith('kube-api-access')),
  );
}

/** One text for each value: the fields of maps in one order, null fields and those that `leaveOut` names left out. */
function canonical(value: unknown, leaveOut?: LeaveOut): string {
  if (value instanceof Loose) return canonical(value.value, value.leaveOut);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, leaveOut)).join(',')}]`;
  const map = fields(value);
  if (!map) return quoted(value);
  const parts: string[] = [];
  for (const key of Object.keys(map).toSorted()) if (counts(map, key, leaveOut)) parts.push(`${quoted(key)}:${canonical(map[key], leaveOut)}`);
  return `{${parts.join(',')}}`;
}

/** Whether two values have one canonical text. */
function isSame(a: unknown, b: unknown, leaveOut?: LeaveOut): boolean {
  if (a === b) return true;
  if (a instanceof Loose) return b instanceof Loose && isSame(a.value, b.value, a.leaveOut);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index], leaveOut));
  const [ofA, ofB] = [fields(a), fields(b)];
  if (!ofA || !ofB) return !ofA && !ofB && !Array.isArray(b) && quoted(a) === quoted(b);
  let more = 0;
  // The names of the fields in a list of their own would be the most of what is made here.
  for (const key in ofA) {
    if (!counts(ofA, key, leaveOut)) continue;
    if (!Object.hasOwn(ofB, key) || !counts(ofB, key, leaveOut) || !isSame(ofA[key], ofB[key], leaveOut)) return false;
    more++;
  }
  for (const key in ofB) if (counts(ofB, key, leaveOut)) more--;
  return more === 0;
}

function counts(map: Fields, key: string, leaveOut: LeaveOut | undefined): boolean {
  const part = map[key];
  return part !== null && part !== undefined && leaveOut?.(key, part) !== true;
}

/** Its length in front of a string tells it from all others, whatever stands in it. */
function quoted(value: unknown): string {
  return typeof value === 'string' ? `${value.length}:${value}` : JSON.stringify(value ?? null);
}

/** Whose name a pod acts in; an empty one is as good as none. */
export function accountName(spec: Fields): string {
  return [spec['serviceAccountName'], spec['serviceAccount']].map(text).find((name) => name !== undefined && name !== '') ?? 'default';
}
