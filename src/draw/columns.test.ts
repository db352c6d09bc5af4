import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Zone, ZoneItem } from '../model/zone.ts';
import { columnsOf, mostRows } from './columns.ts';

function item(name: string, present = 0): ZoneItem {
  return { name, object: null, count: 1, marks: { present: Array.from({ length: present }, (_, index) => `threat/APP-${index}`), unknown: 0 }, goal: false, byDesign: null };
}

function zone(name: string, items: readonly ZoneItem[], more = 0): Zone {
  return { id: `zone/namespace/${name}`, rank: 'workloads', name, note: '', weak: false, unread: false, items, more: { count: more, marks: { present: [], unknown: 0 } }, marks: { present: [], unknown: 0 } };
}

test('columns: a small cluster is shown whole', () => {
  const [, , workloads] = columnsOf([zone('a', [item('x'), item('y')]), zone('b', [item('z')])]);
  assert.deepEqual(workloads?.zones.map(({ row, items, more }) => [row, items.length, more]), [[0, 2, 0], [4, 1, 0]]);
  assert.equal(workloads?.under, '2 namespaces, 3 workloads');
});

test('columns: rows that are left go to what has the most threats', () => {
  const many = (prefix: string, present: number): readonly ZoneItem[] => Array.from({ length: 17 }, (_, index) => item(`${prefix}${index}`, present));
  const [, , workloads] = columnsOf([zone('calm', many('c', 0)), zone('grave', many('g', 3))]);
  const [calm, grave] = workloads?.zones ?? [];
  assert.ok((grave?.items.length ?? 0) > (calm?.items.length ?? 0));
});

test('columns: whatever the cluster, a column keeps its rows and counts what it leaves out', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(17), fc.nat(2000)), { maxLength: 60 }), (sizes) => {
    const zones = sizes.map(([count, more], index) => zone(`n${index}`, Array.from({ length: count }, (_, each) => item(`w${each}`, each % 3)), more));
    const column = columnsOf(zones)[2];
    assert.ok(column);
    assert.ok(column.rows <= mostRows + 1, `${column.rows} rows`);
    const told = column.zones.reduce((sum, { items, more }) => sum + items.length + more, 0);
    assert.equal(told, sizes.reduce((sum, [count, more]) => sum + count + more, 0));
  }));
});
