import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { contextOf as contextOfSnapshot } from '../src/assess.ts';
import { recommendations } from '../src/guide/index.ts';
import { rules } from '../src/rules/registry.ts';
import { runRules, type RuleRun } from '../src/rules/run.ts';
import { rulesOf } from '../src/rules/selection.ts';
import { formatRegistry, ruleRegistry } from '../scripts/registry.ts';
import { contextOf } from './support/context.ts';

function run(rule: (typeof rules)[number], yaml: string): RuleRun {
  const [result] = runRules([rule], contextOf(yaml));
  assert.ok(result);
  return result;
}

test('the registry of rules is current', () => {
  assert.equal(readFileSync(resolve(import.meta.dirname, '../src/rules/registry.ts'), 'utf8'), ruleRegistry());
  assert.equal(readFileSync(resolve(import.meta.dirname, '../src/report/formats.ts'), 'utf8'), formatRegistry());
});

for (const rule of rules) {
  for (const [index, yaml] of rule.examples.bad.entries()) {
    test(`${rule.id}: bad example ${index + 1} fails, and passes once changed`, () => {
      const context = contextOf(yaml);
      const [before] = runRules([rule], context);
      assert.ok(before && before.fails.length > 0, 'does not fail');
      const changes = before.fails.flatMap((fail) => fail.breaches.flatMap((breach) => breach.change ?? []));
      if (changes.length === 0) return;
      const changed = context.cluster.apply(changes);
      const after = run2(rule, changed.snapshot);
      assert.equal(after.fails.length, 0, 'still fails once changed');
      assert.deepEqual(changed.apply(changes).snapshot.objects, changed.snapshot.objects, 'a second application changes more');
    });
  }
  for (const [index, yaml] of rule.examples.good.entries()) {
    test(`${rule.id}: good example ${index + 1} passes`, () => {
      const { fails, unknowns, passes } = run(rule, yaml);
      assert.deepEqual([fails.length, unknowns.length, passes > 0], [0, 0, true]);
    });
  }
  for (const [index, yaml] of rule.examples.unknown.entries()) {
    test(`${rule.id}: unknown example ${index + 1} is unknown`, () => {
      const { fails, unknowns } = run(rule, yaml);
      assert.deepEqual([fails.length, unknowns.length > 0], [0, true]);
    });
  }
  test(`${rule.id}: has both examples and texts`, () => {
    assert.ok(rule.examples.bad.length > 0 && rule.examples.good.length > 0);
    assert.ok(rule.why.length > 20 && rule.fix.length > 10 && rule.title.length > 5);
  });
}

function run2(rule: (typeof rules)[number], snapshot: Parameters<typeof contextOfSnapshot>[0]): RuleRun {
  const [result] = runRules([rule], contextOfSnapshot(snapshot));
  assert.ok(result);
  return result;
}

/** Wider than the guide: hygiene, and what the guide leaves to a graver rule. */
const beyondTheGuide: readonly string[] = [
  'autoscaler-target-missing',
  'deprecated-service-account-field',
  'duplicate-env',
  'invalid-name',
  'invalid-pod',
  'memory-limit',
  'missing-reference',
  'missing-service-account',
  'refused-pods',
  'removed-api',
  'route-backend-missing',
  'selector-mismatch',
  'selector-selects-nothing',
  'service-selects-nothing',
  'unknown-field',
  'wrong-type',
  'image-mutable-tag',
  'image-pull-policy',
  'image-tag-moved',
  'image-without-digest',
  'secret-in-env',
  'ephemeral-container',
  'ephemeral-container-rights',
  'network-policy-rights',
  'kubelet-protect-kernel-defaults',
  'host-aliases',
  'host-path-persistent-volume',
  'host-path',
  'host-port',
  'low-gid',
  'low-uid',
  'mount-propagation',
  'dns-egress-missing',
  'network-policy-port-undeclared',
  'network-policy-selects-nothing',
  'service-port-undeclared',
  'privileged-port',
  'probe-host',
  'proc-mount',
  'shared-process-namespace',
  'ssh-server',
  'sudo-in-command',
  'supplemental-groups-policy',
  'unsafe-sysctls',
];

test('every rule beyond these decides a recommendation', () => {
  // The guide speaks of safety, not of keeping services up.
  const security = rulesOf(rules);
  const cited = new Set(recommendations.flatMap(({ decidedBy }) => decidedBy));
  assert.deepEqual(security.map(({ id }) => id).filter((id) => !cited.has(id)).toSorted(), beyondTheGuide.toSorted());
});
