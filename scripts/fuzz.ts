// Mutated documents, from the examples and from the directories given: no crash, no hang, and every document accounted for.
//
//   npm run fuzz -- [--count 200000] [--seed 1] [DIRECTORY...]
import { globSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assess } from '../src/assess.ts';
import { collectText } from '../src/collect/index.ts';
import { snapshotLines } from '../src/collect/snapshot/write.ts';
import { splitYaml } from '../src/lang/yaml/split.ts';
import { Random } from '../test/support/random.ts';

export interface FuzzResult {
  readonly documents: number;
  readonly objects: number;
  readonly problems: number;
  readonly skipped: number;
  readonly judged: number;
  readonly slowest: number;
  readonly faults: readonly string[];
}

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  readonly seeds: readonly string[];
  /** Every so many texts are judged by all rules too, not only read. */
  readonly judgeEvery: number;
  readonly onProgress?: (done: number) => void;
}

// Reading a few kilobytes takes a millisecond; this is a hang.
const slowestAllowed = 5000;
const largestSeed = 20_000;
const odd = ['\u0000', '\ufeff', '\u2028', '\r', '\t', '"', "'", '{', '}', '[', ']', ':', '- ', '&a ', '*a', '<<: *a', '!!binary ', '!x ', '|', '>-', '---\n', '...\n', '%YAML 1.1\n', '{{ .Values.x }}', '# ', '\\u0041', '\ud800', '0644', '~', 'null', '1e999', '-9223372036854775809', '__proto__', 'constructor', '? ', ', ', '\n'];
const values: readonly unknown[] = [null, true, false, 0, -1, 1.5, 2 ** 53, '', 'x', '*', '0', '-1', '1Gi', '\u0000', [], [null], [[]], {}, { a: null }, { '': '' }, 'a'.repeat(300), ['', 1, null, {}, []]];

/** Runs the mutations; a fault names the text that made it. */
export async function fuzz({ count, seed, seeds, judgeEvery, onProgress }: FuzzOptions): Promise<FuzzResult> {
  const random = new Random(seed);
  const faults: string[] = [];
  const sum = { documents: 0, objects: 0, problems: 0, skipped: 0, judged: 0, slowest: 0 };
  for (let index = 0; index < count && faults.length < 10; index++) {
    const text = mutated(seeds[random.below(seeds.length)] ?? '', seeds, random);
    const started = performance.now();
    try {
      const { snapshot } = collectText(text, { name: index % 3 === 0 ? 'a.json' : 'a.yaml' });
      sum.documents++;
      sum.objects += snapshot.objects.length;
      sum.problems += snapshot.problems.length;
      sum.skipped += snapshot.skipped.length;
      const lost = unaccounted(text, snapshot);
      if (lost !== undefined) faults.push(`${lost}: ${JSON.stringify(text)}`);
      if (index % judgeEvery === 0) {
        JSON.stringify(assess(snapshot));
        for (const line of snapshotLines(snapshot, 'x', (_, { line: at }) => at)) JSON.parse(line);
        sum.judged++;
      }
    } catch (error) {
      faults.push(`${error instanceof Error ? error.stack : String(error)}: ${JSON.stringify(text)}`);
    }
    const took = performance.now() - started;
    sum.slowest = Math.max(sum.slowest, took);
    if (took > slowestAllowed) faults.push(`${Math.round(took)} ms: ${JSON.stringify(text.slice(0, 2000))}`);
    // A run of many must let go what it read.
    if (index % 1000 === 999) await new Promise((done) => setImmediate(done));
    if (index % 10_000 === 9999) onProgress?.(index + 1);
  }
  return { ...sum, faults };
}

type Read = ReturnType<typeof collectText>['snapshot'];

/** Every document that stands in the text became an object, or is named as a problem or as skipped. */
function unaccounted(text: string, { objects, origins, skipped, problems, configz, version }: Read): string | undefined {
  const accounted = objects.length + skipped.length + problems.length + configz.length + (version === undefined ? 0 : 1);
  if (accounted === 0 && !isEmptyList(text)) return 'nothing was said of the text';
  for (const object of objects) if (!origins.has(object)) return `no origin of ${object.kind}`;
  if (problems.length > 0 || text.includes('\0') || /^\s*[{[]/.test(text)) return undefined;
  const bytes = Buffer.from(text);
  for (const { start, end, line } of splitYaml(bytes).documents) {
    const content = bytes.toString('utf8', start, end);
    if (/^(?:\s|#.*|---|\.\.\.)*$/m.test(content) && content.replaceAll(/#.*/g, '').replaceAll(/[\s\-.]/g, '') === '') continue;
    const covers = (at: number): boolean => at >= line && at <= line + content.split('\n').length;
    const isKnown = objects.some((object) => covers(origins.get(object)?.line ?? 0)) || skipped.some((each) => covers(each.line)) || configz.length > 0 || version !== undefined || isEmptyList(content);
    if (!isKnown) return `the document at line ${line} is not accounted for`;
  }
  return undefined;
}

/** A list without items is read and gives nothing. */
function isEmptyList(content: string): boolean {
  return /items"?\s*:|kind"?:\s*"?\w*List\b/.test(content);
}

function mutated(seed: string, seeds: readonly string[], random: Random): string {
  let text = seed;
  for (let times = 1 + random.below(4); times > 0; times--) text = steps[random.below(steps.length)]?.(text, random, seeds) ?? text;
  return text.slice(0, 4 * largestSeed);
}

const at = (text: string, random: Random): number => random.below(text.length + 1);

const steps: readonly ((text: string, random: Random, seeds: readonly string[]) => string)[] = [
  (text, random) => {
    const place = at(text, random);
    return text.slice(0, place) + text.slice(place + 1 + random.below(40));
  },
  (text, random) => {
    const place = at(text, random);
    return text.slice(0, place) + (odd[random.below(odd.length)] ?? '') + text.slice(place);
  },
  (text, random) => {
    const place = at(text, random);
    return text.slice(0, place) + String.fromCodePoint(random.below(0xd800)) + text.slice(place + 1);
  },
  (text, random) => text.slice(0, at(text, random)),
  (text, random, seeds) => text.slice(0, at(text, random)) + (seeds[random.below(seeds.length)] ?? '').slice(0, 3000),
  (text, random) => {
    const lines = text.split('\n');
    const [from, to] = [random.below(lines.length), random.below(lines.length)];
    lines.splice(to, 0, ...lines.slice(from, from + 1 + random.below(5)));
    return lines.join('\n');
  },
  (text, random) => text.split('\n').map((line) => (random.below(20) === 0 ? `${' '.repeat(random.below(5))}${line}` : line)).join('\n'),
  (text, random) => text.replaceAll('\n', random.below(2) === 0 ? '\r\n' : '\n\n'),
  (text, random) => structured(text, random),
  (text, random) => structured(text, random),
];

/** The first document as JSON with values of other types somewhere in it. */
function structured(text: string, random: Random): string {
  const { snapshot } = collectText(text);
  const object = snapshot.objects[random.below(Math.max(1, snapshot.objects.length))];
  if (!object) return text;
  const copy = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
  for (let times = 1 + random.below(3); times > 0; times--) {
    let here: Record<string, unknown> = copy;
    for (let depth = random.below(8); depth >= 0; depth--) {
      const keys = Object.keys(here);
      const key = keys[random.below(keys.length)];
      if (key === undefined) break;
      const next = here[key];
      if (depth > 0 && next !== null && typeof next === 'object') here = next as Record<string, unknown>;
      else {
        here[key] = structuredClone(values[random.below(values.length)]);
        break;
      }
    }
  }
  return JSON.stringify(copy);
}

/** Documents to start from: files of manifests that are not too long. */
export function seedsIn(directories: readonly string[]): readonly string[] {
  return directories.flatMap((directory) =>
    globSync('**/*.{yaml,yml,json}', { cwd: directory })
      .map((name) => join(directory, name))
      .filter((file) => statSync(file).isFile() && statSync(file).size <= largestSeed)
      .toSorted()
      .map((file) => readFileSync(file, 'utf8')),
  );
}

if (import.meta.main) {
  const argv = process.argv.slice(2);
  const number = (name: string, otherwise: number): number => (argv.includes(name) ? Number(argv[argv.indexOf(name) + 1]) : otherwise);
  const directories = argv.filter((word, index) => !word.startsWith('--') && argv[index - 1]?.startsWith('--') !== true);
  const started = performance.now();
  const result = await fuzz({
    count: number('--count', 200_000), seed: number('--seed', 1), judgeEvery: number('--judge-every', 200), seeds: seedsIn([resolve(import.meta.dirname, '../examples'), ...directories]),
    onProgress: (done) => process.stderr.write(`${done} after ${Math.round((performance.now() - started) / 1000)} s, ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`),
  });
  console.log(JSON.stringify({ ...result, seconds: Math.round((performance.now() - started) / 1000), megabytes: Math.round(process.resourceUsage().maxRSS / 1000) }, null, 2));
  if (result.faults.length > 0) process.exitCode = 1;
}
