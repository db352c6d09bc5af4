import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonItems } from '../src/lang/json/items.ts';
import type { KubernetesObject } from '../src/model/object.ts';

/** The objects of the files of a JSON dump, one object a line, by the names of the files; of those that are not there none. */
export function objectsOf(folder: string, files: readonly string[], keep: (object: KubernetesObject) => KubernetesObject = (object) => object): readonly KubernetesObject[] {
  const objects: KubernetesObject[] = [];
  for (const file of files) jsonItems(readFileSync(join(folder, `${file}.json`)), (item) => objects.push(keep(item.value as KubernetesObject)));
  return objects;
}

export function timed<T>(work: () => T): readonly [result: T, milliseconds: number] {
  const started = performance.now();
  const result = work();
  return [result, performance.now() - started];
}

/** As `timed`, in processor time of this thread, which what others do on the machine does not lengthen. Coarse: some systems count in steps of 4 ms. */
export function worked<T>(work: () => T): readonly [result: T, milliseconds: number] {
  const before = process.threadCpuUsage();
  const result = work();
  const { user, system } = process.threadCpuUsage(before);
  return [result, (user + system) / 1000];
}

/** The value that so large a part of all is not above. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export function peak(): string {
  return `peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`;
}
