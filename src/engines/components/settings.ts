import type { Cluster } from '../../cluster/cluster.ts';
import { versionGap } from '../../cluster/version.ts';
import { defaultOf, flagNamed, type FlagComponent } from '../../knowledge/flags/index.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { assumed, known, unknown, type Fact, type Known } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt, type ObjectRef, type Path } from '../../model/object.ts';
import type { Setting } from './component.ts';

/** A configuration document of a component that was read, and how far it can be trusted to be the one in force. */
export interface ConfigFile {
  readonly object: ObjectRef;
  /** Path of the document in the object, such as `['data', 'kubelet']`. */
  readonly at: Path;
  readonly config: unknown;
  readonly sure: boolean;
}

export interface SettingSources {
  readonly component: FlagComponent;
  readonly cluster: Cluster;
  readonly flags?: ReadonlyMap<string, { readonly value: string; readonly evidence: Evidence }>;
  readonly file?: ConfigFile;
  readonly ref: ObjectRef;
  readonly minor?: number;
  /** Why nothing can be said where neither flags nor a file were read. */
  readonly hidden: Gap;
}

/** The value in force: the flag, else the file's field, else the default of this version; unknown where none of them was read. */
export function settingOf(name: string, sources: SettingSources): Fact<Setting> {
  const row = flagNamed(sources.component, name);
  const written = sources.flags?.get(row?.flag ?? name);
  if (written) return known({ value: written.value, origin: 'flag' }, written.evidence);
  const field = row?.field ?? (name.startsWith('--') ? undefined : name);
  const fromFile = field === undefined || !sources.file ? undefined : fileSetting(field, sources.file);
  if (fromFile) return fromFile;
  if (!sources.flags && !sources.file) return unknown(sources.hidden);
  const unread = unreadFile(sources);
  if (unread) return unread;
  const byDefault = row ? defaultOf(row, sources.minor, sources.file !== undefined) : null;
  if (byDefault === undefined) return unknown(versionGap);
  const sure = sources.flags !== undefined || sources.file?.sure === true;
  return (sure ? known : assumed)({ value: byDefault, origin: 'default' as const }, settingEvidence(name, sources));
}

/** Flags that name a file in which any setting may stand. Its content was not read, so no default can be claimed. */
const fileFlags = ['--config', '--openshift-config', '--authorization-config', '--authentication-config', '--config-file'] as const;

function unreadFile({ flags, file, component }: SettingSources): Fact<Setting> | undefined {
  if (file) return undefined;
  const named = fileFlags.map((flag) => flags?.get(flag)).find((each) => each !== undefined);
  if (!named) return undefined;
  return unknown(gap('flags', `gap/file/${component}/${named.value}`, `What does ${named.value} of ${component} say? Give the file beside the manifests.`));
}

function fileSetting(field: string, file: ConfigFile): Known<Setting> | undefined {
  const path = field.split('.');
  const value = valueAt(file.config, path);
  if (value === undefined || value === null) return undefined;
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
  const row = flagNamed(sources.component, name);
  const flag = sources.flags?.get(row?.flag ?? name);
  if (flag) return flag.evidence;
  if (sources.file) return evidence(sources.file.object, sources.file.at);
  return evidence(sources.ref, [row?.flag ?? name]);
}
