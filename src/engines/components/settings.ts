import type { Cluster } from '../../cluster/cluster.ts';
import { versionGap } from '../../cluster/version.ts';
import { defaultOf, flagNamed, flagsOf, type FlagComponent } from '../../knowledge/flags/index.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { assumed, known, unknown, type Fact, type Known } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt, type ObjectRef, type Path } from '../../model/object.ts';
import type { NamedSetting, Setting } from './component.ts';

/** A configuration document of a component that was read, and how far it can be trusted to be the one in force. */
export interface ConfigFile {
  readonly object: ObjectRef;
  /** Path of the document in the object, such as `['data', 'kubelet']`. */
  readonly at: Path;
  readonly config: unknown;
  readonly sure: boolean;
}

export interface SettingSources {
  /** Undefined for what has no flags of its own: the container runtime, CoreDNS. */
  readonly component?: FlagComponent;
  readonly cluster: Cluster;
  /** The flags are what an installer would write, not what was seen to run. */
  readonly flagsAssumed?: true;
  readonly flags?: ReadonlyMap<string, { readonly value: string; readonly evidence: Evidence }>;
  readonly file?: ConfigFile;
  readonly ref: ObjectRef;
  readonly minor?: number;
  /** Why nothing can be said where neither flags nor a file were read. */
  readonly hidden: Gap;
}

/**
 * Components whose configuration file silences flags: all of etcd's; of the others those that stand for one of its fields.
 * The kubelet's flags beat its file.
 */
const silencing: Readonly<Partial<Record<FlagComponent, string>>> = { etcd: '--config-file', 'kube-proxy': '--config', 'kube-scheduler': '--config' };

/** The value in force: the flag, else the file's field, else the default of this version; unknown where none of them was read. */
export function settingOf(name: string, sources: SettingSources): Fact<Setting> {
  const { component, flags, file, flagsAssumed, minor, hidden } = sources;
  if (component === undefined) return unknown(hidden);
  const row = flagNamed(component, name);
  const flag = row?.flag ?? name;
  const written = flags?.get(flag);
  if (written && !isSilenced(flag, row?.field, sources)) {
    return (flagsAssumed ? assumed : known)({ value: written.value, origin: 'flag' as const }, written.evidence);
  }
  const field = row?.field ?? (name.startsWith('--') ? undefined : name);
  const fromFile = field === undefined || !file ? undefined : fileSetting(field, file);
  if (fromFile) return fromFile;
  if (!flags && !file) return unknown(hidden);
  // A file that was read says nothing of flags beside it.
  if (!flags && row && row.field === undefined) return unknown(hidden);
  const unread = unreadFile(flag, row?.field, sources);
  if (unread) return unread;
  const byDefault = row ? defaultOf(row, minor, file !== undefined) : null;
  if (byDefault === undefined) return unknown(versionGap);
  const sure = (flags !== undefined && !flagsAssumed) || file?.sure === true;
  return (sure ? known : assumed)({ value: byDefault, origin: 'default' as const }, settingEvidence(name, sources));
}

function isSilenced(flag: string, field: string | undefined, { component, flags }: SettingSources): boolean {
  const config = component && silencing[component];
  return config !== undefined && flag !== config && flags?.has(config) === true && (field !== undefined || component === 'etcd');
}

/** Every setting of the table, and every flag written, whose value is known and is not simply unset. */
export function configurationOf(sources: SettingSources): readonly NamedSetting[] {
  if (sources.component === undefined) return [];
  const rows = flagsOf[sources.component];
  const named = rows.map(({ flag, field }) => (sources.flags?.has(flag ?? '') || field === undefined ? (flag ?? '') : field));
  const others = [...(sources.flags?.keys() ?? [])].filter((flag) => !rows.some((row) => row.flag === flag));
  return [...new Set([...named, ...others])].toSorted().flatMap((name): readonly NamedSetting[] => {
    const fact = settingOf(name, sources);
    return fact.known && fact.value.value !== null ? [{ name, ...fact.value, evidence: settingEvidence(name, sources) }] : [];
  });
}

/** Flags that name a file, and the settings that may stand in it; all of them where no pattern narrows it. */
const fileFlags: readonly (readonly [flag: string, hides?: RegExp])[] = [
  ['--config'], ['--config-file'], ['--openshift-config'], ['--authorization-config', /^--authorization-/], ['--authentication-config', /^--(anonymous-auth$|oidc-|authentication-token-)/],
];

/** A setting that may stand in a file which was not read: no default can be claimed. */
function unreadFile(name: string, field: string | undefined, { flags, file, component }: SettingSources): Fact<Setting> | undefined {
  if (file) return undefined;
  for (const [flag, hides] of fileFlags) {
    const named = flags?.get(flag);
    if (!named || (hides && !hides.test(name))) continue;
    // The file of the scheduler and of kube-proxy holds its own fields and no other flag.
    if (flag === '--config' && field === undefined && component !== undefined && silencing[component] === '--config') continue;
    return unknown(gap('flags', `gap/file/${component ?? ''}/${named.value}`, `What does ${named.value} of ${component ?? ''} say? Give the file beside the manifests.`));
  }
  return undefined;
}

function fileSetting(field: string, file: ConfigFile): Known<Setting> | undefined {
  const path = field.split('.');
  const value = valueAt(file.config, path);
  // Kubernetes fills the empty string in as it fills a missing field.
  if (value === undefined || value === null || value === '') return undefined;
  const seen = evidence(file.object, file.at.length > 1 ? file.at : [...file.at, ...path], file.at.length > 1 ? `${field}: ${written(value)}` : value);
  return (file.sure ? known : assumed)({ value: written(value), origin: 'file' as const }, seen);
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(',');
  if (value !== null && typeof value === 'object') return Object.entries(value).map(([key, part]) => `${key}=${written(part)}`).join(',');
  return String(value);
}

/** Where a setting stands, or would stand if it were set. */
export function settingEvidence(name: string, sources: SettingSources): Evidence {
  const row = sources.component && flagNamed(sources.component, name);
  const flag = sources.flags?.get(row?.flag ?? name);
  if (flag) return flag.evidence;
  if (sources.file) return evidence(sources.file.object, sources.file.at);
  return evidence(sources.ref, [row?.flag ?? name]);
}
