import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../test/support/context.ts';
import { recommendations } from '../guide/index.ts';
import { decidedByRules } from './decided-by-rules.ts';
import { decisions } from './decisions/index.ts';
import { evaluateThreat } from './evaluate.ts';
import { threats } from './index.ts';

const nowhere: Parameters<typeof evaluateThreat>[2] = ({ object, seen }) => ({ object, field: '', seen, location: null });

function verdict(id: string, yaml: string): string {
  const threat = threats.find((each) => each.id === id);
  assert.ok(threat, id);
  return evaluateThreat(threat, contextOf(yaml), nowhere).result.verdict;
}

const groups: Readonly<Record<string, number>> = { SCA: 14, SCI: 9, API: 17, ETC: 5, SCH: 3, KCM: 5, CCM: 4, KUB: 8, RUN: 5, KPX: 4, NOD: 6, APP: 20, NET: 8, DNS: 4, INA: 10, INU: 9, INP: 9 };

test('the catalogue has 140 threats, by group as published', () => {
  const found = Object.fromEntries(Object.keys(groups).map((prefix) => [prefix, threats.filter(({ id }) => id.startsWith(`threat/${prefix}-`)).length]));
  assert.deepEqual([threats.length, new Set(threats.map(({ id }) => id)).size, found], [140, 140, groups]);
});

test('every recommendation that a threat cites exists', () => {
  const ids = new Set(recommendations.map(({ id }) => id));
  assert.deepEqual(threats.flatMap(({ mitigatedBy }) => mitigatedBy.filter((id) => !ids.has(id))), []);
});

test('every decided threat is of the catalogue', () => {
  assert.deepEqual(Object.keys(decidedByRules).filter((id) => !threats.some((threat) => threat.id === id)), []);
});

for (const [id, { rules, heldBy, clusterWide }] of Object.entries(decidedByRules)) {
  for (const rule of rules) {
    for (const yaml of rule.examples.bad) {
      const holder = clusterWide === true ? /kind: "?ClusterRoleBinding/.test(yaml) : heldBy === undefined || (heldBy.includes('workloads') ? /kind: "?ServiceAccount/ : /kind: "?(User|Group)/).test(yaml);
      const expected = holder ? 'present' : 'unknown';
      test(`${id} is ${expected} where ${rule.id} fails`, () => assert.equal(verdict(id, yaml), expected));
    }
    // Another of its rules may find something where this one cannot tell.
    for (const yaml of rule.examples.unknown) test(`${id} is never absent where ${rule.id} is unknown`, () => assert.ok((rules.length === 1 ? ['unknown'] : ['unknown', 'present']).includes(verdict(id, yaml))));
    if (rule.on === 'grant') for (const yaml of rule.examples.good) test(`${id}: that nobody holds ${rule.id} is unknown`, () => assert.equal(verdict(id, yaml), 'unknown'));
    else if (rules.length === 1 && !decisions[id as `threat/${string}`]) for (const yaml of rule.examples.good) test(`${id} is absent where ${rule.id} passes`, () => assert.equal(verdict(id, yaml), 'absent'));
  }
}

for (const [id, kind] of [['threat/INU-02', 'Group'], ['threat/INU-02', 'User']] as const) {
  test(`${id} is present where a ${kind} reads every Secret`, () => {
    assert.equal(verdict(id, `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: read}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: ${kind}, apiGroup: rbac.authorization.k8s.io, name: dana}]
`), 'present');
  });
}

test('every threat of the catalogue is decided, by what is read or by a question', () => {
  assert.deepEqual(threats.filter(({ decide }) => !decide).map(({ id }) => id), []);
});

test('a threat without a procedure is unknown with a gap of its own kind', () => {
  const threat = threats.find(({ id }) => id === 'threat/INP-06');
  assert.ok(threat);
  const { decide, severity, ...described } = threat;
  assert.ok(decide && severity);
  const { result, gaps } = evaluateThreat(described, contextOf('{}'), nowhere);
  assert.deepEqual([result.verdict, result.assessed, gaps.map(({ source }) => source)], ['unknown', false, ['not-assessed']]);
});
