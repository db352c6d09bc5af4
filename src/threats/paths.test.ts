import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { assess } from '../assess.ts';
import { techniques } from '../attack/registry.ts';
import { collect, collectText } from '../collect/index.ts';
import { evidence } from '../model/evidence.ts';
import { known } from '../model/fact.ts';
import type { Assessment, ThreatResult } from '../model/assessment.ts';
import type { PathResult, StepResult } from '../model/attack-path.ts';
import { refKey } from '../model/object.ts';
import type { Factors } from '../rules/severity.ts';
import { costEfforts, factorsOn, goalGains } from './path-severity.ts';
import { isRealisedBy, pathsThrough, realisedByPaths } from './paths.ts';
import { threats } from './index.ts';

const examples = resolve(import.meta.dirname, '../../examples');
const shop = await given('shop');

function threat(assessment: Assessment, id: string): ThreatResult {
  const found = assessment.threats.find((each) => each.id === `threat/${id}`);
  assert.ok(found, id);
  return found;
}

test('every threat and technique of the table exists, and every such threat is decided', () => {
  const ids = new Set<string>(techniques.map(({ id }) => id));
  assert.deepEqual(Object.values(realisedByPaths).flatMap(({ by }) => by.filter((id) => !ids.has(id))), []);
  assert.deepEqual(Object.keys(realisedByPaths).filter((id) => !threats.some((each) => each.id === id && each.decide)), []);
});

test('the paths of a threat use one of its techniques at an object where it is present', () => {
  for (const { id, paths, instances } of shop.threats) {
    const objects = new Set(instances.filter(({ verdict }) => verdict === 'present').flatMap(({ scope, evidence }) => [scope, ...evidence.map(({ object }) => object)]).map(refKey));
    shop.paths.forEach((path, index) => {
      const expected = path.steps.some((step) => isRealisedBy(id, step) && step.evidence.some(({ object }) => objects.has(refKey(object))));
      assert.equal(paths.includes(index), expected, `${id} ${path.from} ${path.to}`);
    });
  }
});

const agreed: readonly [source: string, atLeast: number][] = [['shop', 20], ['shop-hardened', 2]];
for (const [source, atLeast] of agreed) {
  test(`no certain path of ${source} takes a threat that is called anything but present`, async () => {
    const { paths, threats: found } = await given(source);
    const certain = paths.filter(({ verdict }) => verdict === 'certain');
    assert.ok(certain.length >= atLeast, `${certain.length} paths`);
    for (const { id, verdict } of found) {
      if (realisedByPaths[id as `threat/${string}`]?.proves === false) continue;
      for (const { steps } of certain) for (const step of steps) if (isRealisedBy(id, step)) assert.equal(verdict, 'present', `${id}: ${step.from} ${step.technique} ${step.to}`);
    }
  });
}

async function given(source: string): Promise<Assessment> {
  return assess(await collect([`${examples}/${source}`]));
}

test('a severity changes only where a certain path uses the threat', () => {
  for (const { id, severity, ownSeverity, paths, verdict } of shop.threats) {
    assert.equal(ownSeverity === null, verdict !== 'present', id);
    if (severity !== ownSeverity) assert.ok(paths.some((index) => shop.paths[index]?.verdict === 'certain'), id);
  }
});

test('a token without expiry on the way from the internet to cluster-admin rises, and lists that path', () => {
  const { severity, ownSeverity, paths } = threat(shop, 'API-13');
  assert.deepEqual([ownSeverity, severity], ['medium', 'critical']);
  assert.ok(paths.some((index) => shop.paths[index]?.kind === 'internet' && shop.paths[index]?.to === 'cluster-admin'));
});

test('a threat without a path weighs what it weighs by itself', () => {
  const alone = assess(collectText('apiVersion: v1\nkind: Pod\nmetadata: {name: idle, namespace: shop}\nspec: {automountServiceAccountToken: false, containers: [{name: c, image: registry.example/app, securityContext: {privileged: false}}]}\n').snapshot);
  const { severity, ownSeverity, paths, verdict } = threat(alone, 'SCA-02');
  assert.deepEqual([verdict, paths, severity], ['present', [], ownSeverity]);
});

const own: Factors = { gain: 'workload', position: 'a container', effort: 'none', exposure: 'cluster', spread: 'object' };

test('the goal raises the gain and never lowers it; the cost takes the place of the effort', () => {
  assert.deepEqual(factorsOn({ to: 'cluster-admin', cost: 3 }, own), { ...own, gain: 'cluster', effort: 'one more weakness' });
  assert.deepEqual(factorsOn({ to: 'all-secrets', cost: 1 }, { ...own, gain: 'node' }), { ...own, gain: 'node', effort: 'none' });
  assert.deepEqual(factorsOn({ to: 'node-root:*', cost: 6 }, own), { ...own, gain: 'node', effort: 'several weaknesses' });
  assert.deepEqual([2, 5].map((cost) => factorsOn({ to: 'etcd', cost }, own).effort), ['none', 'one more weakness']);
  assert.equal(costEfforts.at(-1)?.[0], Infinity);
});

test('every goal of an assessment has a gain', () => {
  assert.deepEqual(shop.graph.goals.filter((goal) => goalGains[goal] === undefined), []);
});

const step: StepResult = { technique: 'technique/read-secrets', title: '', aliases: [], attack: [], microsoft: [], from: 'user:dana', to: 'all-secrets', verdict: 'certain', counted: true, reasons: [], evidence: [{ object: { apiGroup: '', kind: 'Secret', name: 's', namespace: 'a' }, field: '', seen: null, location: null }], gaps: [], verify: [], removes: '', detects: '' };

test('the same right is one threat of people and another of workloads', () => {
  const machine = { ...step, from: 'serviceaccount:shop/cart' };
  assert.deepEqual([isRealisedBy('threat/INU-02', step), isRealisedBy('threat/APP-10', step)], [true, false]);
  assert.deepEqual([isRealisedBy('threat/INU-02', machine), isRealisedBy('threat/APP-10', machine)], [false, true]);
  assert.equal(isRealisedBy('threat/INU-03', step), false);
});

test('what only spells out what was reached realises nothing', () => {
  assert.equal(isRealisedBy('threat/INU-02', { ...step, evidence: [] }), false);
});

test('a path through another object than that of the threat is not its path', () => {
  const path: PathResult = { kind: 'person', from: 'user:dana', to: 'all-secrets', verdict: 'certain', length: 1, cost: 1, starts: 1, sources: [], steps: [step] };
  const at = (name: string): Parameters<typeof pathsThrough>[1] => () => [{ scope: { apiGroup: '', kind: 'Secret', name, namespace: 'a' }, message: '', exposed: known(true, evidence({ apiGroup: '', kind: 'Role', name: 'r', namespace: 'a' }, [])) }];
  assert.deepEqual(pathsThrough('threat/INU-02', at('s'), [path, path]), [0, 1]);
  assert.deepEqual(pathsThrough('threat/INU-02', at('other'), [path]), []);
  assert.deepEqual(pathsThrough('threat/INU-02', () => [], [path]), []);
});
