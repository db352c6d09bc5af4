// Times a whole `glacis scan` of a folder against the floor of the same machine: parsing the same bytes and nothing else.
//   npm run bench -- DIR [DIR...]      JSON dumps (one object a line) or manifests
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { jsonItems } from '../src/lang/json/items.ts';
import { readYaml } from '../src/lang/yaml/read.ts';
import { splitYaml, yamlText } from '../src/lang/yaml/split.ts';

const runs = 3;

/** Seconds to parse every file of a folder, object by object. */
function floorOf(folder: string): number {
  const started = performance.now();
  for (const file of globSync('**/*.{json,yaml,yml}', { cwd: folder })) {
    const bytes = readFileSync(join(folder, file));
    if (file.endsWith('.json')) jsonItems(bytes, () => undefined);
    else for (const document of splitYaml(bytes).documents) readYaml(yamlText(bytes, document));
  }
  return (performance.now() - started) / 1000;
}

function scanOf(folder: string): { readonly seconds: number; readonly megabytes: number } {
  const program = `const { main } = await import(${JSON.stringify(resolve(import.meta.dirname, '../dist/main.js'))}); process.stdout.write = () => true; await main(['scan', ${JSON.stringify(folder)}]); console.error(process.resourceUsage().maxRSS);`;
  const started = performance.now();
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the scan failed: ${run.stderr}`);
  return { seconds: (performance.now() - started) / 1000, megabytes: Number(run.stderr.trim().split('\n').at(-1)) / 1024 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

for (const folder of process.argv.slice(2)) {
  const floor = median(Array.from({ length: runs }, () => floorOf(folder)));
  const scans = Array.from({ length: runs }, () => scanOf(folder));
  const seconds = median(scans.map((scan) => scan.seconds));
  console.log(`${folder}: floor ${floor.toFixed(2)} s, scan ${seconds.toFixed(2)} s, ratio ${(seconds / floor).toFixed(2)}, peak ${Math.max(...scans.map((scan) => scan.megabytes)).toFixed(0)} MB`);
}
