import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShared, withShared } from '../../test/support/shared.ts';
import { gateDefault, gateNamed, gates, settableAt } from './gates.ts';

test('gates are sorted by name and named once', () => {
  const names = gates.map(({ name }) => name);
  assert.deepEqual([...new Set(names)].toSorted(), names);
});

test('the stages of a gate follow each other', () => {
  for (const { name, alpha, beta, stable, locked, gone } of gates) {
    const stages = [alpha, beta, stable, locked, gone].filter((minor) => minor !== undefined);
    assert.deepEqual(
      stages.toSorted((a, b) => a - b),
      stages,
      name,
    );
  }
});

test('an effect is one sentence', () => {
  for (const { name, effect } of gates) assert.match(effect, /^[A-Z](?:(?!\. [A-Z]).)+\.$/, name);
});

interface Row {
  readonly gate: string;
  readonly minor?: number;
  readonly on: boolean | undefined;
}
const defaults: readonly Row[] = [
  { gate: 'UserNamespacesSupport', minor: 32, on: false },
  { gate: 'UserNamespacesSupport', minor: 33, on: true },
  { gate: 'UserNamespacesSupport', on: undefined },
  { gate: 'AuthorizeNodeWithSelectors', minor: 31, on: false },
  { gate: 'AuthorizeNodeWithSelectors', minor: 37, on: true },
  { gate: 'MutatingAdmissionPolicy', minor: 34, on: false },
  { gate: 'MutatingAdmissionPolicy', minor: 36, on: true },
  { gate: 'GitRepoVolumeDriver', minor: 32, on: true },
  { gate: 'GitRepoVolumeDriver', minor: 33, on: false },
  { gate: 'KMSv1', on: false },
  { gate: 'PodSecurity', on: true },
  { gate: 'UserNamespacesHostNetworkSupport', on: false },
  { gate: 'AllowServiceExternalIPs', on: true },
];
for (const { gate, minor, on } of defaults) {
  test(`${gate} ${minor === undefined ? 'at any minor' : `at 1.${minor}`} is ${on === undefined ? 'undecided' : on ? 'on' : 'off'}`, () => {
    const found = gateNamed(gate);
    assert.ok(found);
    assert.equal(gateDefault(found, minor), on);
  });
}

const settable: readonly { readonly name: string; readonly gate: string; readonly minor: number; readonly can: boolean }[] = [
  { name: 'before its alpha', gate: 'UserNamespacesSupport', minor: 24, can: false },
  { name: 'in beta', gate: 'UserNamespacesSupport', minor: 35, can: true },
  { name: 'once locked', gate: 'UserNamespacesSupport', minor: 36, can: false },
  { name: 'once gone', gate: 'SeccompDefault', minor: 29, can: false },
];
for (const { name, gate, minor, can } of settable) {
  test(`a gate ${can ? 'can' : 'cannot'} be turned ${name}`, () => {
    const found = gateNamed(gate);
    assert.ok(found);
    assert.equal(settableAt(found, minor), can);
  });
}

function minorOf(cell: string): number | undefined {
  const found = /1\.(\d+)/.exec(cell);
  return found === null ? undefined : Number(found[1]);
}

withShared('spec/version-gates.md', () => {
  const page = readShared('spec/version-gates.md');
  const rows = page.split('\n').filter((line) => /^\| [^|]+ \| [A-Z]\w+[^|]*\(/.test(line) && !line.includes('| Gate (where)'));

  test('every row of the page is a gate', () => {
    assert.ok(rows.length > 50);
    for (const row of rows) {
      const name = /^\| [^|]+ \| (\w+)/.exec(row)?.[1] ?? '';
      assert.ok(gateNamed(name), name);
    }
  });

  test('stages are those of the page', () => {
    const staged = rows.filter((row) => row.split('|').length === 10);
    assert.ok(staged.length > 40);
    for (const row of staged) {
      const [, , gate = '', alpha = '', beta = '', on = '', stable = '', lock = ''] = row.split('|');
      const found = gateNamed(/\w+/.exec(gate)?.[0] ?? '');
      assert.ok(found);
      const locked = lock.trim().startsWith('gone') ? undefined : minorOf(lock);
      assert.deepEqual(
        [found.alpha, found.beta, found.on, found.stable, found.locked],
        [minorOf(alpha), minorOf(beta), minorOf(on), minorOf(stable), locked],
        found.name,
      );
    }
  });
});
