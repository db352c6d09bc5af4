import { clusterScopedKinds } from '../knowledge/kinds.ts';
import type { KubernetesObject, Origin } from '../model/object.ts';
import type { FieldFault, KubeletConfigz, Problem, SecretFacts, Skipped, SkipReason, Snapshot, SourceSummary } from '../model/snapshot.ts';
import { SelectiveReader } from '../lang/json/selective-reader.ts';
import { asListItem, classify, deepestList } from './classify.ts';
import { fieldFaults } from './field-faults.ts';
import { Interner } from './intern.ts';
import { misspelt } from './misspelt.ts';
import { normalised, Owners } from './normalise.ts';
import { project } from './project.ts';
import { fields, type Fields } from './read.ts';
import { selectionInBundles, selectionOf } from './selections.ts';
import { secretFacts } from './secret-facts.ts';

/** Takes values one by one, from whatever source, and becomes a Snapshot. Secret values are gone when `add` returns. */
export class Collector {
  readonly #objects: KubernetesObject[] = [];
  readonly #origins = new Map<KubernetesObject, Origin>();
  readonly #secrets = new Map<KubernetesObject, SecretFacts>();
  readonly #faults = new Map<KubernetesObject, readonly FieldFault[]>();
  readonly #configz: KubeletConfigz[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #problems: Problem[] = [];
  readonly #sources: SourceSummary[] = [];
  readonly #interner = new Interner();
  readonly #owners = new Owners();
  readonly #reader = new SelectiveReader(selectionOf);
  readonly #readerOfBundles = new SelectiveReader(selectionInBundles);
  readonly #copies = new Set<string>();
  readonly #namespace: string | undefined;
  #version: string | undefined;
  #documents = 0;
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
    return this.#objects.length;
  }

  get skipped(): readonly Skipped[] {
    return this.#skipped;
  }

  get documents(): number {
    return this.#documents;
  }

  /** One document or list item. Lists are taken apart, whatever their depth. */
  add(value: unknown, origin: Origin): void {
    this.#documents++;
    this.#take(value, origin, 0);
  }

  #take(value: unknown, origin: Origin, depth: number): void {
    const found = classify(value, origin.file);
    switch (found.is) {
      case 'skipped':
        return this.skip(origin.file, origin.line, found.reason);
      case 'version':
        this.#version ??= found.version;
        return;
      case 'configz':
        this.#configz.push({ node: nodeOf(origin.file), config: found.config, origin });
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
    // Before its values are put right or dropped.
    const faults = fieldFaults(raw, origin.file);
    const facts = raw['kind'] === 'Secret' && raw['apiVersion'] === 'v1' ? secretFacts(raw) : undefined;
    if (facts) {
      delete raw['data'];
      delete raw['stringData'];
    }
    const object = project(normalised(raw, clusterScopedKinds.has(String(raw['kind'])) ? undefined : this.#namespace, this.#owners), this.#interner);
    this.#objects.push(object);
    this.#origins.set(object, origin);
    if (facts) this.#secrets.set(object, facts);
    if (faults.length > 0) this.#faults.set(object, faults);
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
    this.#skipped.push({ file, line, reason });
  }

  problem(problem: Problem): void {
    this.#problems.push(problem);
  }

  source(summary: SourceSummary): void {
    this.#sources.push(summary);
  }

  snapshot(): Snapshot {
    return {
      objects: this.#objects,
      origins: this.#origins,
      secrets: this.#secrets,
      configz: this.#configz,
      faults: this.#faults,
      sources: this.#sources,
      skipped: this.#skipped,
      problems: [...this.#problems, ...misspelt(this.#objects, this.#origins)],
      ...(this.#version === undefined ? {} : { version: this.#version }),
    };
  }
}

/** Answers of kubelets carry no node name; their file does. */
function nodeOf(file: string): string {
  const parts = file.split('/');
  const base = (parts.at(-1) ?? '').replace(/\.json$/, '');
  return base === 'configz' ? (parts.at(-2) ?? base) : base.replace(/^configz[-_.]|[-_.]configz$/, '');
}
