import type { KubernetesObject, Origin } from '../../model/object.ts';
import { bootstrapFacts } from '../../knowledge/bootstrap-tokens.ts';
import type { BootstrapFacts, FieldFault, FieldForm, FieldType, KeyFacts, KubeletConfigz, Problem, SecretFacts, Skipped, Snapshot, SourceSummary } from '../../model/snapshot.ts';
import { ArchiveError } from '../archive/tar.ts';
import { unpacked, type Content, type Packed } from '../archive/unpack.ts';
import { Interner } from '../intern.ts';
import { normalised, Owners } from '../normalise.ts';
import { project } from '../project.ts';
import { fields, text, type Fields } from '../read.ts';
import { snapshotSchema } from './write.ts';

const longestLine = 1 << 28;

/**
 * Reads a snapshot file. It may have been made by anybody: every line is checked, Secret values in it are dropped as those of any
 * source, and a file that is damaged or cut off gives what came before and a problem.
 */
export async function readSnapshot(name: string, packed: Packed, { packing }: Content): Promise<Snapshot & { readonly name?: string }> {
  const reading = new SnapshotReading(name);
  try {
    for await (const line of linesOf(unpacked(packed, packing))) reading.line(line);
    reading.ended();
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    reading.fault(`${error.message}: the rest was not read`, error.remedy);
  }
  return reading.snapshot();
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]).toString('utf8');
      parts = [];
      held = 0;
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > longestLine) throw new ArchiveError('a line of the snapshot is longer than any object', 'Make the snapshot again.');
  }
  if (held > 0) yield Buffer.concat(parts).toString('utf8');
}

class SnapshotReading {
  readonly #file: string;
  readonly #interner = new Interner();
  readonly #owners = new Owners();
  readonly #objects: KubernetesObject[] = [];
  readonly #origins = new Map<KubernetesObject, Origin>();
  readonly #secrets = new Map<KubernetesObject, SecretFacts>();
  readonly #faults = new Map<KubernetesObject, readonly FieldFault[]>();
  readonly #configz: KubeletConfigz[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #problems: Problem[] = [];
  #header: Fields | undefined;
  #lines = 0;
  #isWhole = false;

  constructor(file: string) {
    this.#file = file;
  }

  line(content: string): void {
    this.#lines++;
    const map = parsed(content);
    if (!this.#header) {
      if (map?.['schema'] !== snapshotSchema) throw new ArchiveError(`it is a snapshot of another version: ${text(map?.['schema'])?.slice(0, 60) ?? 'none given'}`, `This version reads ${snapshotSchema}.`);
      this.#header = map;
    } else if (!map || !this.#take(map)) {
      this.#skipped.push({ file: this.#file, line: this.#lines, reason: 'not valid' });
      if (this.#problems.length < 20) this.#problems.push({ file: this.#file, line: this.#lines, message: 'a line of the snapshot is damaged', remedy: 'Make the snapshot again.' });
    }
  }

  #take(map: Fields): boolean {
    const origin = originOf(map['origin']);
    const object = fields(map['object']);
    const config = fields(map['configz']);
    const [skipped, problem] = [fields(map['skipped']), fields(map['problem'])];
    if (object && origin) return this.#object(object, origin, map);
    if (config && origin) this.#configz.push({ node: text(map['node']) ?? '', config, origin });
    else if (skipped) this.#skipped.push({ file: text(skipped['file']) ?? '', line: natural(skipped['line']), reason: (text(skipped['reason']) ?? 'not valid') as Skipped['reason'] });
    else if (problem) this.#problems.push({ file: text(problem['file']) ?? '', line: natural(problem['line']), message: text(problem['message']) ?? '', remedy: text(problem['remedy']) ?? '' });
    else if (map['end'] === this.#lines - 2) this.#isWhole = true;
    else return false;
    return true;
  }

  #object(raw: Fields, origin: Origin, { secret, faults }: Fields): boolean {
    if (text(raw['kind']) === undefined || text(raw['apiVersion']) === undefined || text(fields(raw['metadata'])?.['name']) === undefined) return false;
    const isSecret = raw['kind'] === 'Secret' && raw['apiVersion'] === 'v1';
    if (isSecret) {
      delete raw['data'];
      delete raw['stringData'];
    }
    const object = project(normalised(raw, undefined, this.#owners), this.#interner);
    this.#objects.push(object);
    this.#origins.set(object, origin);
    if (isSecret) this.#secrets.set(object, secretOf(secret));
    if (Array.isArray(faults)) this.#faults.set(object, (faults as unknown[]).flatMap(faultOf));
    return true;
  }

  fault(message: string, remedy: string): void {
    this.#problems.push({ file: this.#file, line: Math.max(1, this.#lines), message, remedy });
    this.#isWhole = true;
  }

  ended(): void {
    if (!this.#isWhole) this.fault('the snapshot is cut off: its last lines are missing', 'Make or copy the snapshot again.');
  }

  snapshot(): Snapshot & { readonly name?: string } {
    const [version, name] = [text(this.#header?.['version']), text(this.#header?.['name'])];
    const given = Array.isArray(this.#header?.['sources']) ? (this.#header['sources'] as unknown[]).flatMap(sourceOf) : [];
    const own: SourceSummary = { source: this.#file, kind: 'snapshot', files: 1, documents: this.#lines, objects: this.#objects.length };
    return {
      objects: this.#objects, origins: this.#origins, secrets: this.#secrets, configz: this.#configz, faults: this.#faults, sources: [own, ...given], skipped: this.#skipped, problems: this.#problems,
      ...(version === undefined ? {} : { version }), ...(name === undefined ? {} : { name }),
    };
  }
}

function parsed(content: string): Fields | undefined {
  try {
    return fields(JSON.parse(content));
  } catch {
    return undefined;
  }
}

function natural(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 1;
}

function originOf(value: unknown): Origin | undefined {
  const map = fields(value);
  const file = text(map?.['file']);
  if (!map || file === undefined) return undefined;
  return { file, line: natural(map['line']), start: natural(map['start']), end: natural(map['end']), format: 'none', ...(map['built'] === true ? { built: true } : {}) };
}

function secretOf(value: unknown): SecretFacts {
  const map = fields(value) ?? {};
  const keys = Array.isArray(map['keys']) ? (map['keys'] as unknown[]).flatMap(keyOf) : [];
  const listed = (name: string): readonly string[] | undefined => (Array.isArray(map[name]) ? (map[name] as unknown[]).filter((each) => typeof each === 'string') : undefined);
  const [expires, usages, hosts] = [text(map['expires']), listed('usages'), listed('hosts')];
  const bootstrap = bootstrapOf(fields(map['bootstrap']));
  return { type: text(map['type']) ?? 'Opaque', keys, ...(expires === undefined ? {} : { expires }), ...(usages ? { usages } : {}), ...(bootstrap ? { bootstrap } : {}), ...(hosts ? { hosts } : {}) };
}

/** Checked as where it was first read. */
function bootstrapOf(map: Fields | undefined): BootstrapFacts | undefined {
  const groups: unknown = map?.['groups'];
  return map && bootstrapFacts((key) => (key === 'token-id' ? (text(map['id']) ?? '-') : Array.isArray(groups) ? groups.join(',') : '-'));
}

const fieldTypes: ReadonlySet<string> = new Set<FieldType>(['text', 'whole number', 'number', 'true or false', 'list', 'map', 'base64']);
const fieldForms: ReadonlySet<string> = new Set<FieldForm>(['DNS label', 'DNS name', 'path segment', 'name of a CronJob', 'label value', 'label key', 'port name', 'data key']);

function faultOf(value: unknown): readonly FieldFault[] {
  const map = fields(value);
  const path = Array.isArray(map?.['path']) ? (map['path'] as unknown[]).filter((part) => typeof part === 'string' || typeof part === 'number') : [];
  const [wants, has, near, form] = [text(map?.['wants']), text(map?.['has']), text(map?.['near']), text(map?.['form'])];
  const typed = (type: string | undefined): type is FieldType => type !== undefined && fieldTypes.has(type);
  const formed = (each: string | undefined): each is FieldForm => each !== undefined && fieldForms.has(each);
  return path.length === 0 ? [] : [{ path, ...(typed(wants) ? { wants } : {}), ...(typed(has) ? { has } : {}), ...(near === undefined ? {} : { near }), ...(formed(form) ? { form } : {}) }];
}

const keyFormats: ReadonlySet<string> = new Set<KeyFacts['format']>(['pem-certificate', 'pem-private-key', 'jwt', 'kubeconfig', 'docker-config', 'ssh-key', 'cloud-key', 'text', 'binary', 'empty']);

function keyOf(value: unknown): readonly KeyFacts[] {
  const map = fields(value);
  const [name, format] = [text(map?.['name']), text(map?.['format'])];
  if (name === undefined || format === undefined || !keyFormats.has(format)) return [];
  return [{ name, bytes: natural(map?.['bytes']), format: format as KeyFacts['format'], equality: text(map?.['equality']) ?? name }];
}

const kinds: ReadonlySet<string> = new Set<SourceSummary['kind']>(['manifests', 'dump', 'must-gather', 'cluster-info dump', 'stdin', 'snapshot', 'support bundle', 'kustomize', 'helm']);

function sourceOf(value: unknown): readonly SourceSummary[] {
  const map = fields(value);
  const [source, kind] = [text(map?.['source']), text(map?.['kind'])];
  if (source === undefined || kind === undefined || !kinds.has(kind)) return [];
  return [{ source, kind: kind as SourceSummary['kind'], files: natural(map?.['files']), documents: natural(map?.['documents']), objects: natural(map?.['objects']) }];
}
