import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShared, withShared } from '../../test/support/shared.ts';
import { guideNote, type Decider, type Recommendation, recommendations } from './index.ts';

const chapters = [
  { letter: 'P', count: 26 },
  { letter: 'N', count: 32 },
  { letter: 'A', count: 12 },
  { letter: 'L', count: 22 },
  { letter: 'U', count: 5 },
];

function idsWhere(matches: (recommendation: Recommendation) => boolean): readonly string[] {
  return recommendations.filter(matches).map((recommendation) => recommendation.id.slice('nsa/'.length));
}

test('the ids run through every chapter without a hole', () => {
  const expected = chapters.flatMap(({ letter, count }) => Array.from({ length: count }, (_, index) => `nsa/${letter}${index + 1}`));
  assert.deepEqual(
    recommendations.map((recommendation) => recommendation.id),
    expected,
  );
});

test('the note names the number of recommendations that there are', () => {
  assert.equal(guideNote, `${recommendations.length} recommendations: our split and numbering of the NSA/CISA guidance, which has neither.`);
});

for (const field of ['title', 'why'] as const) {
  test(`every ${field} is filled and said once`, () => {
    const seen = new Map<string, string>();
    for (const recommendation of recommendations) {
      const text = recommendation[field];
      assert.ok(text.length >= 20, `${recommendation.id} has hardly a ${field}`);
      assert.equal(seen.get(text), undefined, `${recommendation.id} repeats a ${field}`);
      seen.set(text, recommendation.id);
    }
  });
}

test('a why has one to three sentences, a title none', () => {
  for (const { id, title, why } of recommendations) {
    const sentences = why.split(/[.!?](?= [A-Z0-9]|$)/).filter((part) => part.trim() !== '').length;
    assert.ok(sentences >= 1 && sentences <= 3, `${id} explains itself in ${sentences} sentences`);
    assert.match(why, /\.$/, id);
    assert.match(title, /[^.]$/, id);
  }
});

test('17 recommendations contain an attestation, 7 are nothing else', () => {
  const attested = idsWhere(({ how }) => how.includes('person'));
  const onlyAttested = idsWhere(({ how }) => how.every((decider) => decider === 'person'));
  assert.deepEqual(attested, ['P7', 'N1', 'N22', 'A3', 'A7', 'A11', 'L6', 'L8', 'L9', 'L10', 'L14', 'L15', 'L17', 'L19', 'L20', 'U3', 'U5']);
  assert.deepEqual(onlyAttested, ['L8', 'L9', 'L10', 'L15', 'L20', 'U3', 'U5']);
});

// The page counts 43: U1 also wants a feed of releases and known flaws, which is knowledge and no source of the cluster.
test('60 recommendations start from API objects, 44 of them from those alone', () => {
  assert.equal(idsWhere(({ how }) => how[0] === 'api').length, 60);
  assert.equal(idsWhere(({ how }) => how.join() === 'api').length, 44);
});

test('what no rule decides is asked, and says what answers it', () => {
  for (const { id, decidedBy, question, decidedWith } of recommendations) {
    if (decidedBy.length === 0) assert.ok(question, `${id} is decided by nothing and asks nothing`);
    if (question !== undefined) {
      assert.match(question, /\?$/, id);
      assert.ok(decidedWith, `${id} asks without saying where the answer is`);
    }
  }
});

test('what needs a person asks a person', () => {
  assert.deepEqual(
    idsWhere(({ how, question }) => how.includes('person') && question === undefined),
    [],
  );
});

test('deciding rules are named by their id, once each', () => {
  for (const { id, decidedBy } of recommendations) {
    assert.equal(new Set(decidedBy).size, decidedBy.length, `${id} names a rule twice`);
    for (const rule of decidedBy) assert.match(rule, /^[a-z]+(-[a-z0-9]+)*$/, id);
  }
});

// spec/rulings.md R8 and R10, spec/guide.md 1.9.
const traps: readonly { readonly name: string; readonly id: string; readonly holds: (r: Recommendation) => boolean }[] = [
  { name: 'the image decides P1, no setting of the Pod', id: 'nsa/P1', holds: (r) => r.decidedBy.length === 0 && r.how.includes('registry') },
  { name: 'a narrow read-only host path passes P14', id: 'nsa/P14', holds: (r) => !r.decidedBy.includes('host-path') },
  { name: 'A1 names the anonymous access that is limited to health paths', id: 'nsa/A1', holds: (r) => r.title.includes('health paths') },
  { name: 'Secrets are logged at Metadata only', id: 'nsa/L2', holds: (r) => r.title.includes('Secrets only at level Metadata') },
  { name: 'a namespace may hold several LimitRanges', id: 'nsa/N10', holds: (r) => r.decidedBy.includes('namespace-limit-range') },
  { name: 'a key on disk fails N29, not N28', id: 'nsa/N29', holds: (r) => r.question?.includes('kms') === true },
  { name: 'the kubelet port is 10250, never 10251', id: 'nsa/N17', holds: (r) => r.title.includes('10250') && !r.title.includes('10251') },
];
for (const { name, id, holds } of traps) {
  test(name, () => {
    const found = recommendations.find((recommendation) => recommendation.id === id);
    assert.ok(found && holds(found));
  });
}

test('only the insecure port is obsolete, and it says since when', () => {
  assert.deepEqual(
    idsWhere(({ obsolete }) => obsolete !== undefined),
    ['N16'],
  );
});

test('wording that was not at hand is called our reading', () => {
  assert.deepEqual(
    idsWhere(({ wording }) => wording === 'our reading'),
    ['P9', 'P22', 'P25', 'N22', 'A9', 'A12'],
  );
});

const deciders: Readonly<Record<string, Decider>> = {
  A: 'api',
  F: 'flags',
  N: 'node',
  C: 'cloud',
  R: 'probe',
  T: 'person',
  registry: 'registry',
  scanner: 'registry',
};

/** Rows of the tables of the page: id, version and how, as the page writes them. */
function rowsOf(page: string): readonly { readonly id: string; readonly since: string; readonly how: string }[] {
  const rows = page.split('\n').filter((line) => /^\| [PNALU]\d+ \|/.test(line));
  return rows.map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return { id: `nsa/${cells[1] ?? ''}`, since: cells[2] ?? '', how: cells[6] ?? '' };
  });
}

withShared('spec/guide.md', () => {
  test('versions and deciders are those of the page', () => {
    const rows = rowsOf(readShared('spec/guide.md'));
    assert.equal(rows.length, recommendations.length);
    for (const row of rows) {
      const found = recommendations.find((recommendation) => recommendation.id === row.id);
      assert.ok(found, row.id);
      assert.equal(found.since, /^1\.\d/.exec(row.since)?.[0] ?? 'all', row.id);
      // An observation is part of L8 in its row, and none of it in the totals below the tables.
      const codes = row.id === 'nsa/L8' ? ['T'] : (row.how.replace(/\(configz.*|\(or configz.*/, '').match(/registry|scanner|\b[AFNCRT]\b/g) ?? []);
      assert.deepEqual(
        found.how,
        codes.map((code) => deciders[code]),
        row.id,
      );
    }
  });
});
