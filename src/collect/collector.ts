import { clusterScopedKinds } from '../knowledge/kinds.ts';
import type { KubernetesObject, Origin } from '../model/object.ts';
import type { Problem, Skipped, SkipReason, Snapshot, SourceSummary } from '../model/snapshot.ts';
import { SelectiveReader } from '../lang/json/selective-reader.ts';
import { asListItem, classify, deepestList } from './classify.ts';
import { Interner } from './intern.ts';
import { normalised, Owners } from './normalise.ts';
import { project } from './project.ts';
import { fields, type Fields } from './read.ts';
import { selectionInBundles, selectionOf } from './selections.ts';
import { secretFacts } from './secret-facts.ts';
import { joined, Taken } from './taken.ts';

/** Takes values one by one, from whatever source, and becomes a Snapshot. Secret values are gone when `add` returns. */
export class Collector {
  /** In the order of what was given, which is that of reading but for files that another thread reads. */
  readonly #taken: Taken[] = [new Taken()];
  #into: Taken = this.#taken[0] ?? new Taken();
  readonly #sources: SourceSummary[] = [];
  readonly #interner = new Interner();
  readonly #owners = new Owners();
  readonly #reader = new SelectiveReader(selectionOf);
  readonly #readerOfBundles = new SelectiveReader(selectionInBundles);
  readonly #copies = new Set<string>();
  readonly #namespace: string | undefined;
  /** Set while a bundle is read: only those hold one state of an object in several files. */
  bundle = false;

  constructor(namespace: string | undefined) {
    this.#namespace = namespace;
  }

  /** For items of JSON, of all files: they share their parts. */
  get reader(): SelectiveReader {
    return this.bundle ? this.#readerOfBundles : this.#reader;
  }

  get objects(): number {
    return this.#taken.reduce((sum, { objects }) => sum + objects.length, 0);
  }

  get skipped(): readonly Skipped[] {
    return joined(this.#taken.map(({ skipped }) => skipped));
  }

  get documents(): number {
    return this.#taken.reduce((sum, { documents }) => sum + documents, 0);
  }

  /** Puts here what is taken elsewhere, now or later; what is added from now on comes after it. */
  insert(taken: Taken): void {
    this.#into = new Taken();
    this.#taken.push(taken, this.#into);
  }

  /** What `read` adds goes there. */
  async readInto<Result>(taken: Taken, read: () => Promise<Result>): Promise<Result> {
    const before = this.#into;
    this.#into = taken;
    try {
      return await read();
    } finally {
      this.#into = before;
    }
  }

  /** One document or list item. Lists are taken apart, whatever their depth. */
  add(value: unknown, origin: Origin): void {
    this.#into.documents++;
    this.#take(value, origin, 0);
  }

  #take(value: unknown, origin: Origin, depth: number): void {
    const found = classify(value, origin.file);
    switch (found.is) {
      case 'skipped':
        return this.skip(origin.file, origin.line, found.reason);
      case 'version':
        this.#into.version ??= found.version;
        return;
      case 'configz':
        this.#into.configz.push({ node: nodeOf(origin.file), config: found.config, origin });
        return;
      case 'list':
        if (depth >= deepestList) {
          return this.problem({ file: origin.file, line: origin.line, message: `Lists are nested more than ${deepestList} deep`, remedy: 'Write the items as documents of their own.' });
        }
        for (const [index, item] of found.items.entries()) {
          this.#take(asListItem(item, found.envelope), { ...origin, at: [...(origin.at ?? []), 'items', index] }, depth + 1);
        }
        return;
      case 'object':
        return this.#keep(found.object, origin);
    }
  }

  #keep(raw: Fields, origin: Origin): void {
    if (this.#isCopy(raw)) return this.skip(origin.file, origin.line, 'the same object again');
    if (raw['kind'] === 'Event') return this.skip(origin.file, origin.line, 'event record');
    const facts = raw['kind'] === 'Secret' && raw['apiVersion'] === 'v1' ? secretFacts(raw) : undefined;
    if (facts) {
      delete raw['data'];
      delete raw['stringData'];
    }
    this.#into.keep(project(normalised(raw, clusterScopedKinds.has(String(raw['kind'])) ? undefined : this.#namespace, this.#owners), this.#interner), origin, facts);
  }

  /** Bundles hold one state of one object in several files; two states of it are a conflict and both are kept. */
  #isCopy(raw: Fields): boolean {
    if (!this.bundle) return false;
    const metadata = fields(raw['metadata']);
    if (typeof metadata?.['uid'] !== 'string' || typeof metadata['resourceVersion'] !== 'string') return false;
    const key = `${metadata['uid']}/${metadata['resourceVersion']}`;
    if (this.#copies.has(key)) return true;
    this.#copies.add(key);
    return false;
  }

  skip(file: string, line: number, reason: SkipReason): void {
    this.#into.skipped.push({ file, line, reason });
  }

  problem(problem: Problem): void {
    this.#into.problems.push(problem);
  }

  source(summary: SourceSummary): void {
    this.#sources.push(summary);
  }

  snapshot(): Snapshot {
    const taken = this.#taken;
    const version = taken.find((each) => each.version !== undefined)?.version;
    return {
      objects: joined(taken.map(({ objects }) => objects)),
      origins: originsOf(taken),
      secrets: new Map(joined(taken.map(({ secrets }) => secrets))),
      configz: joined(taken.map(({ configz }) => configz)),
      sources: this.#sources,
      skipped: this.skipped,
      problems: joined(taken.map(({ problems }) => problems)),
      ...(version === undefined ? {} : { version }),
    };
  }
}

function originsOf(taken: readonly Taken[]): ReadonlyMap<KubernetesObject, Origin> {
  const all = new Map<KubernetesObject, Origin>();
  for (const { objects, origins } of taken) {
    objects.forEach((object, index) => {
      const origin = origins[index];
      if (origin) all.set(object, origin);
    });
  }
  return all;
}

/** Answers of kubelets carry no node name; their file does. */
function nodeOf(file: string): string {
  const parts = file.split('/');
  const base = (parts.at(-1) ?? '').replace(/\.json$/, '');
  return base === 'configz' ? (parts.at(-2) ?? base) : base.replace(/^configz[-_.]|[-_.]configz$/, '');
}
