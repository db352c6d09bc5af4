import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recommendations } from '../../guide/index.ts';
import { rules } from '../../rules/registry.ts';
import { optionalThemes } from '../../rules/selection.ts';
import { themes } from '../../rules/themes.ts';
import { threats } from '../../threats/index.ts';
import type { Standard } from './define.ts';
import { cisEditionOf, covers, editionsAt, entryOf, referencesOf, standards } from './index.ts';
import { tacticIds } from './tactics.ts';

const ruleIds = new Set([...rules.map(({ id }) => id), ...recommendations.flatMap(({ decidedBy }) => decidedBy)]);
const ourIds = new Set<string>([...threats.map(({ id }) => id), ...recommendations.map(({ id }) => id), ...ruleIds]);

function edition(id: string): Standard {
  const found = standards.find((standard) => standard.id === id);
  assert.ok(found, id);
  return found;
}

/** How many of our ids of one kind stand under each id of an edition. */
function counted(id: string, kind: string): Readonly<Record<string, number>> {
  return Object.fromEntries(edition(id).entries.map((entry) => [entry.id, entry.ours.filter((our) => our.startsWith(kind)).length]));
}

test('no edition and no id within an edition occurs twice', () => {
  assert.equal(new Set(standards.map(({ id }) => id)).size, standards.length);
  for (const { id, entries } of standards) assert.equal(new Set(entries.map((entry) => entry.id)).size, entries.length, id);
});

test('everything that an edition cites is ours, and is cited once', () => {
  for (const { id: standard, entries } of standards) {
    for (const { id, ours } of entries) {
      assert.deepEqual(ours.filter((our) => !ourIds.has(our)), [], `${standard}/${id}`);
      assert.equal(new Set(ours).size, ours.length, `${standard}/${id}`);
    }
  }
});

test('every entry has a title, and no reference needs a second slash', () => {
  for (const { id: standard, entries } of standards) {
    for (const { id, title } of entries) {
      assert.match(title, /^\S.{2,80}$/, `${standard}/${id}`);
      assert.match(`${standard}/${id}`, /^[a-z0-9.-]+\/[\w.-]+$/);
    }
  }
});

test('a benchmark entry never names a setting the way the benchmark does', () => {
  for (const { id, title } of edition('cis-2.0').entries) assert.doesNotMatch(title, /^(Ensure|Minimize|Verify|Avoid)|--/, id);
});

test('the benchmark has 131 recommendations, by part as published', () => {
  for (const id of ['cis-1.12', 'cis-2.0']) {
    const parts = Map.groupBy(edition(id).entries, (entry) => entry.id.replace(/\.\d+$/, ''));
    assert.deepEqual(Object.fromEntries([...parts].map(([part, entries]) => [part, entries.length])), {
      '1.1': 21, '1.2': 30, '1.3': 7, '1.4': 2, '2': 7, '3.1': 3, '3.2': 2, '4.1': 10, '4.2': 14, '4.3': 1, '5.1': 13, '5.2': 12, '5.3': 2, '5.4': 2, '5.5': 1, '5.6': 4,
    });
    for (const entry of edition(id).entries) assert.ok(entry.ours.length > 0, entry.id);
  }
});

test('what the guide takes from the benchmark and the table of the benchmark are the same rules', () => {
  const parts = edition('cis-2.0').entries.filter(({ id }) => /^(1\.[234]|2|4\.[23])\./.test(id) || id === '3.2.1');
  const cited = new Set(parts.flatMap(({ ours }) => ours.filter((our) => ruleIds.has(our))));
  const benchmark = recommendations.find(({ id }) => id === 'nsa/U2')?.decidedBy ?? [];
  assert.deepEqual([...cited].toSorted(), [...benchmark].toSorted());
});

const topTen2022 = { K01: 25, K02: 16, K03: 34, K04: 13, K05: 5, K06: 15, K07: 24, K08: 15, K09: 25, K10: 7 };
const topTen2025 = { K01: 23, K02: 26, K03: 15, K04: 16, K05: 16, K06: 14, K07: 26, K08: 11, K09: 11, K10: 5 };

test('both editions of the Top Ten hold as many threats as the catalogue says', () => {
  assert.deepEqual(counted('owasp-2022', 'threat/'), topTen2022);
  assert.deepEqual(counted('owasp-2025', 'threat/'), topTen2025);
});

test('every technique of the Microsoft matrix is that of a threat, and its placements are as published', () => {
  const techniques = edition('microsoft').entries.filter(({ id }) => id.startsWith('MS-TA'));
  assert.equal(techniques.length, 40);
  for (const { id, ours, tactics } of techniques) assert.ok(ours.some((our) => our.startsWith('threat/')) && tactics, id);
  assert.equal(edition('microsoft').entries.length - techniques.length, 35, 'mitigations');
  assert.equal(techniques.flatMap(({ tactics = [] }) => tactics).length, 48);
});

const perTactic = {
  'initial-access': 5, execution: 7, persistence: 13, 'privilege-escalation': 11, 'defense-evasion': 13, 'credential-access': 8, discovery: 3, 'lateral-movement': 2, impact: 7,
};

test('ATT&CK 18.1 has the 48 techniques of the Containers platform, by tactic as published', () => {
  const inside = edition('attack-18.1').entries.filter(({ note }) => note === undefined);
  assert.equal(inside.length, 48);
  const found: Record<string, number> = {};
  for (const { tactics = [] } of inside) for (const tactic of tactics) found[tactic] = (found[tactic] ?? 0) + 1;
  assert.deepEqual(found, perTactic);
});

test('every technique reaches a threat, itself or through its parent or a part of it', () => {
  for (const id of ['attack-18.1', 'attack-19.1']) {
    const used = edition(id).entries.filter(({ ours }) => ours.length > 0).map((entry) => entry.id);
    for (const entry of edition(id).entries) {
      assert.ok(used.some((other) => other === entry.id || other.startsWith(`${entry.id}.`) || entry.id.startsWith(`${other}.`)), `${id}/${entry.id}`);
    }
  }
});

test('ATT&CK 19.1 loses Impair Defenses and Defense Evasion, and nothing that we map', () => {
  const [old, now] = [edition('attack-18.1'), edition('attack-19.1')];
  assert.deepEqual(now.entries.filter(({ id, tactics }) => id.startsWith('T1562') || tactics?.includes('defense-evasion')), []);
  assert.deepEqual(old.entries.flatMap(({ ours }) => ours).toSorted(), now.entries.flatMap(({ ours }) => ours).toSorted());
  assert.deepEqual(entryOf('attack-19.1/T1685')?.ours, entryOf('attack-18.1/T1562.001')?.ours);
  assert.deepEqual(entryOf('attack-19.1/T1610')?.tactics, ['execution']);
  assert.deepEqual(entryOf('attack-19.1/T1550.001')?.tactics, ['lateral-movement']);
  assert.deepEqual(entryOf('attack-19.1/T1612')?.tactics, ['stealth']);
});

test('Pod Security has twelve baseline and seven restricted checks', () => assert.equal(edition('pod-security').entries.length, 19));

test('every labelled leaf of the attack trees and every admission threat has a threat', () => {
  assert.equal(edition('cncf-trees').entries.length, 6 + 10 + 14 + 2 + 2 + 5);
  assert.equal(edition('admission').entries.length, 17);
  for (const id of ['cncf-trees', 'admission']) for (const { id: entry, ours } of edition(id).entries) assert.ok(ours.length > 0, entry);
});

test('every recommendation has a countermeasure', () => {
  for (const { id } of recommendations) assert.ok(referencesOf(id).some((reference) => reference.startsWith('d3fend/')), id);
});

test('every rule and every threat has a reference', () => {
  for (const id of ruleIds) if (!optionalThemes.has(themes[id] ?? '')) assert.notEqual(referencesOf(id).length, 0, id);
  for (const { id } of threats) assert.notEqual(referencesOf(id).length, 0, id);
});

const known: readonly (readonly [string, readonly string[]])[] = [
  ['host-pid', ['attack-18.1/T1611', 'attack-19.1/T1611', 'cis-1.12/5.2.3', 'cis-2.0/5.2.3', 'microsoft/MS-TA9018', 'owasp-2022/K01', 'owasp-2025/K01', 'pod-security/hostNamespaces']],
  ['threat/KUB-02', ['attack-18.1/T1613', 'attack-19.1/T1613', 'cis-1.12/4.2.4', 'cis-2.0/4.2.4', 'cncf-trees/AN', 'cncf-trees/D10', 'cncf-trees/DoS', 'microsoft/MS-TA9030', 'owasp-2022/K09', 'owasp-2025/K06']],
  ['threat/INP-01', ['cncf-trees/SD', 'owasp-2025/K08']],
  ['nsa/P22', ['d3fend/D3-CH', 'd3fend/D3-CTS', 'microsoft/MS-M9025']],
  ['no-such-id', []],
];

for (const [id, expected] of known) test(`the references of ${id}`, () => assert.deepEqual(referencesOf(id), expected));

test('every reference leads back to its entry', () => {
  for (const id of ourIds) for (const reference of referencesOf(id)) assert.ok(entryOf(reference)?.ours.includes(id), `${id}: ${reference}`);
  assert.equal(entryOf('cis-2.0/9.9.9'), undefined);
});

const cited: readonly (readonly [number | undefined, string | undefined, boolean])[] = [
  [31, undefined, false], [32, 'cis-1.12', true], [33, 'cis-1.12', true], [34, 'cis-2.0', true], [35, 'cis-2.0', true], [36, 'cis-2.0', false], [undefined, 'cis-2.0', true],
];

for (const [minor, id, inScope] of cited) {
  test(`the benchmark to cite at minor ${minor ?? 'unknown'} is ${id ?? 'none of ours'}`, () => {
    const chosen = editionsAt(minor).find(({ family }) => family === 'cis');
    assert.equal(chosen?.id, id);
    if (chosen && minor !== undefined) assert.equal(covers(chosen, minor), inScope);
  });
}

test('one edition of each family is chosen, the newest', () => {
  const chosen = editionsAt(35);
  assert.equal(new Set(chosen.map(({ family }) => family)).size, chosen.length);
  assert.deepEqual(chosen.map(({ id }) => id), ['pod-security', 'cis-2.0', 'owasp-2025', 'attack-19.1', 'microsoft', 'cncf-trees', 'admission', 'd3fend']);
});

test('editions of the benchmark by minor, of which the names are no order', () => {
  assert.deepEqual([14, 15, 18, 21, 23, 24, 25, 28, 31, 33, 34, 35, 36].map(cisEditionOf), [undefined, '1.5', '1.6', '1.20', '1.23', '1.24', '1.7', '1.10', '1.11', '1.12', '2.0', '2.0', undefined]);
});

test('standards: every tactic of ATT&CK has its id', () => {
  const names = new Set(standards.filter(({ family }) => family === 'attack').flatMap(({ entries }) => entries.flatMap(({ tactics = [] }) => tactics)));
  assert.ok(names.size > 8);
  assert.deepEqual([...names].filter((name) => !/^TA\d{4}$/.test(tacticIds[name] ?? '')), []);
});
