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

/**
 * One text for all pod specs that are alike. Left out: what the API server, its admission plug-ins, the scheduler and the
 * kubelet fill in on every pod (the token volume, pull secrets, node name, tolerations, defaulted fields), so that a pod
 * equals its template.
 */
export function likeness(spec: Fields, filled: Filled = {}): string {
  const token = automaticTokenVolumes(spec);
  const parts = podFields.map((name) => stated(name, spec[name]));
  parts.push(quoted(accountName(spec)));
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    parts.push(listed(entries(spec[list]).map(({ value }) => containerLikeness(value, token, filled))));
  }
  parts.push(listed(entries(spec['volumes']).flatMap(({ value }) => (token.has(text(value['name']) ?? '') || filled.claims?.has(text(value['name']) ?? '') === true ? [] : canonical(value, isFilledMode)))));
  return listed(parts);
}

function stated(name: string, value: unknown): string {
  if (falseByDefault.has(name) && value === false) return 'null';
  const written = canonical(value);
  return written === '{}' ? 'null' : written;
}

function containerLikeness(container: Fields, token: ReadonlySet<string>, { resources }: Filled): string {
  const mounts = entries(container['volumeMounts']).flatMap(({ value }) =>
    token.has(text(value['name']) ?? '') ? [] : canonical([value['name'], value['mountPath'], value['subPath'], value['readOnly'] === true, value['mountPropagation']]));
  return listed([...containerFields.map((name) => (name === 'resources' && resources === true ? 'null' : containerField(name, container[name]))), ...mounts]);
}

function containerField(name: string, value: unknown): string {
  if (name === 'ports') return listed(entries(value).map(({ value: port }) => canonical([port['containerPort'], port['hostPort'] ?? 0, port['protocol'] ?? 'TCP', port['name']])));
  // `fieldRef` gets its apiVersion from the API server.
  if (name === 'env') return listed(entries(value).map(({ value: variable }) => canonical([variable['name'], variable['value'], variable['valueFrom']], (key) => key === 'apiVersion')));
  return stated(name, name === 'resources' ? withRequests(value) : value);
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
function canonical(value: unknown, leaveOut?: (key: string, value: unknown) => boolean): string {
  if (Array.isArray(value)) return listed(value.map((item) => canonical(item, leaveOut)));
  const map = fields(value);
  if (!map) return quoted(value);
  const parts: string[] = [];
  for (const key of Object.keys(map).toSorted()) {
    const part = map[key];
    if (part !== null && part !== undefined && !leaveOut?.(key, part)) parts.push(`${quoted(key)}:${canonical(part, leaveOut)}`);
  }
  return `{${parts.join(',')}}`;
}

/** Its length in front of a string tells it from all others, whatever stands in it. */
function quoted(value: unknown): string {
  return typeof value === 'string' ? `${value.length}:${value}` : JSON.stringify(value ?? null);
}

function listed(parts: readonly string[]): string {
  return `[${parts.join(',')}]`;
}

/** Whose name a pod acts in; an empty one is as good as none. */
export function accountName(spec: Fields): string {
  return [spec['serviceAccountName'], spec['serviceAccount']].map(text).find((name) => name !== undefined && name !== '') ?? 'default';
}
