import { fields, type Fields } from './read.ts';

const specStart = '"spec":';
const statusStart = ',"status":{';
const tokenVolume = /kube-api-access-[a-z0-9]{5}/;
const tokenLength = 'kube-api-access-12345'.length;
// Dumps list pods by name, so that pods of one template follow one another; more templates would hold their texts in memory.
const mostTemplates = 256;

/** The text of a pod spec, cut at what differs between pods of one template: the name of the token volume and the node. */
interface SpecText {
  readonly pieces: readonly string[];
  /** What stands behind each piece but the last. */
  readonly holes: readonly ('token' | 'node')[];
  /** The spec as it was parsed; its parts are shared. */
  readonly spec: Fields;
}

/**
 * Parses objects of dumps that hold one a line. A pod whose spec is written as that of a pod of the same template before it
 * gets that one's parts, and only the rest of it is parsed: most of a large cluster's dump is such specs.
 */
export class PodParser {
  readonly #templates = new Map<string, SpecText>();

  /** As `JSON.parse`. @throws SyntaxError */
  parse(text: string): unknown {
    const template = templateName(text);
    const start = template === undefined ? -1 : text.indexOf(`${specStart}{`) + specStart.length;
    if (template === undefined || start < specStart.length) return JSON.parse(text);
    const known = this.#templates.get(template);
    const repeated = known && repeatedPod(text, start, known);
    if (repeated) return repeated;
    const pod: unknown = JSON.parse(text);
    this.#templates.delete(template);
    const learnt = specTextOf(text, start, fields(pod));
    if (learnt) this.#learn(template, learnt);
    return pod;
  }

  #learn(template: string, spec: SpecText): void {
    this.#templates.set(template, spec);
    const [oldest] = this.#templates.keys();
    if (this.#templates.size > mostTemplates && oldest !== undefined) this.#templates.delete(oldest);
  }
}

/** What pods of one template have in common before they are parsed; undefined for all that is no pod of a template. */
function templateName(text: string): string | undefined {
  if (text.indexOf('"kind":"Pod"') > 64 || !text.includes('"kind":"Pod"')) return undefined;
  const at = text.indexOf('"generateName":"');
  return at < 0 ? undefined : text.slice(at, text.indexOf('","', at));
}

/** The pod, its spec made of known parts; undefined where the spec is another one. */
function repeatedPod(text: string, start: number, known: SpecText): Fields | undefined {
  let at = start;
  let token: string | undefined;
  let node: string | undefined;
  for (const [index, piece] of known.pieces.entries()) {
    if (!text.startsWith(piece, at)) return undefined;
    at += piece.length;
    const hole = known.holes[index];
    if (hole === 'token') {
      const name = text.slice(at, at + tokenLength);
      if (token === undefined ? !tokenVolume.test(name) : name !== token) return undefined;
      token = name;
      at += tokenLength;
    } else if (hole === 'node') {
      const end = text.indexOf('"', at);
      node = text.slice(at, end);
      if (end < 0 || node.includes('\\')) return undefined;
      at = end;
    }
  }
  const pod = without(text, start, at);
  if (pod?.['spec'] !== 0) return undefined;
  pod['spec'] = node === undefined ? { ...known.spec } : { ...known.spec, nodeName: node };
  return pod;
}

/** The object without the text between, in whose place stands a zero. */
function without(text: string, start: number, end: number): Fields | undefined {
  try {
    return fields(JSON.parse(`${text.slice(0, start)}0${text.slice(end)}`));
  } catch {
    return undefined;
  }
}

function specTextOf(text: string, start: number, pod: Fields | undefined): SpecText | undefined {
  const spec = fields(pod?.['spec']);
  if (!pod || !spec) return undefined;
  // Only where nothing stands between spec and status is it known where the spec ends.
  const behind = Object.keys(pod).slice(Object.keys(pod).indexOf('spec') + 1);
  const end = behind.length === 0 ? text.length - 1 : text.lastIndexOf(statusStart);
  if (end < start || (behind.length > 0 && (behind.length > 1 || behind[0] !== 'status'))) return undefined;
  const written = text.slice(start, end);
  const token = tokenVolume.exec(written)?.[0];
  const byToken = token === undefined ? [written] : written.split(token);
  if (byToken.length - 1 !== (token === undefined ? 0 : namesOf(spec, token))) return undefined;
  const node = spec['nodeName'];
  const mark = `"nodeName":"${typeof node === 'string' ? node : ''}`;
  const atNode = byToken.flatMap((piece, index) => (typeof node === 'string' && piece.includes(`${mark}"`) ? [index] : []));
  if (typeof node === 'string' && (atNode.length !== 1 || written.indexOf(`${mark}"`) !== written.lastIndexOf(`${mark}"`))) return undefined;
  const [split] = atNode;
  const pieces: string[] = [];
  const holes: SpecText['holes'][number][] = [];
  for (const [index, piece] of byToken.entries()) {
    if (index > 0) holes.push('token');
    const cut = index === split ? piece.indexOf(`${mark}"`) : -1;
    if (cut < 0) pieces.push(piece);
    else {
      pieces.push(piece.slice(0, cut + '"nodeName":"'.length), piece.slice(cut + mark.length));
      holes.push('node');
    }
  }
  return { pieces, holes, spec };
}

/** How many volumes and mounts have the name: where it stands more often, somebody wrote it on purpose. */
function namesOf(spec: Fields, name: string): number {
  const lists = [spec['volumes'], ...['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => items(spec[list]).map((container) => container['volumeMounts']))];
  return lists.flatMap(items).filter((item) => item['name'] === name).length;
}

function items(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as unknown[]).map(fields).filter((item) => item !== undefined) : [];
}
