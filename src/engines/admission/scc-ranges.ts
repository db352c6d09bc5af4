import { entries, fields, number, text } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What a namespace was given on its creation: user ids, groups, and a level for SELinux. */
export class Allocation {
  readonly #annotations: Readonly<Record<string, string>>;

  constructor(namespace: KubernetesObject) {
    this.#annotations = namespace.metadata.annotations ?? {};
  }

  get complete(): boolean {
    return this.users !== undefined && this.level !== undefined;
  }

  get users(): Range | undefined {
    return readBlock(this.#annotations['openshift.io/sa.scc.uid-range'] ?? '');
  }

  get level(): string | undefined {
    return this.#annotations['openshift.io/sa.scc.mcs'] || undefined;
  }

  get groups(): readonly Range[] {
    const written = this.#annotations['openshift.io/sa.scc.supplemental-groups'] ?? this.#annotations['openshift.io/sa.scc.uid-range'] ?? '';
    return written.split(',').flatMap((each) => readBlock(each) ?? []);
  }
}

/** `1000/100` is a start and how many, `1000-1099` both ends. */
function readBlock(written: string): Range | undefined {
  const [, start = '', mark, end = ''] = /^(\d+)([/-])(\d+)$/.exec(written) ?? [];
  if (mark === undefined) return undefined;
  return { min: Number(start), max: mark === '/' ? Number(start) + Number(end) - 1 : Number(end) };
}

/** The ids a user strategy allows; undefined for any. */
export function userRange(strategy: unknown, allocation: Allocation): Range | undefined {
  const { type, uid, uidRangeMin, uidRangeMax } = fields(strategy) ?? {};
  if (type === 'MustRunAs') return { min: number(uid) ?? 0, max: number(uid) ?? 0 };
  if (type !== 'MustRunAsRange') return undefined;
  if (number(uidRangeMin) === undefined && number(uidRangeMax) === undefined) return allocation.users;
  return { min: number(uidRangeMin) ?? 0, max: number(uidRangeMax) ?? 0 };
}

/** The groups a strategy allows; undefined for any. An fsGroup that the namespace decides is the first of its block alone. */
export function groupRanges(strategy: unknown, allocation: Allocation, single: boolean): readonly Range[] | undefined {
  const { type, ranges } = fields(strategy) ?? {};
  if (type !== 'MustRunAs') return undefined;
  const written = entries(ranges).map(({ value }) => ({ min: number(value['min']) ?? 0, max: number(value['max']) ?? 0 }));
  if (written.length > 0) return written;
  return single ? allocation.groups.slice(0, 1).map(({ min }) => ({ min, max: min })) : allocation.groups;
}

export function isWithin(id: number, ranges: readonly Range[]): boolean {
  return ranges.some(({ min, max }) => id >= min && id <= max);
}

/** The SELinux options that are required; undefined for any. */
export function requiredSelinux(strategy: unknown, allocation: Allocation): Readonly<Record<string, string>> | undefined {
  const { type, seLinuxOptions } = fields(strategy) ?? {};
  if (type !== 'MustRunAs') return undefined;
  const options = fields(seLinuxOptions) ?? {};
  const read = (field: string): string => text(options[field]) ?? '';
  return { level: read('level') || (allocation.level ?? ''), role: read('role'), type: read('type'), user: read('user') };
}

/** Categories of a level count in any order. */
export function sameSelinux(required: Readonly<Record<string, string>>, options: unknown): boolean {
  const written = fields(options) ?? {};
  const ordered = (level: string): string => level.replace(/:(.*)$/s, (_, categories: string) => `:${categories.split(',').toSorted().join(',')}`);
  return Object.entries(required).every(([field, value]) => {
    const found = text(written[field]) ?? '';
    return field === 'level' ? ordered(found) === ordered(value) : found === value;
  });
}
