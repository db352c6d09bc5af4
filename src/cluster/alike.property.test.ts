import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { areAlike, likeness } from './alike.ts';

type Fields = Readonly<Record<string, unknown>>;

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> => fc.option(fc.option(value, { nil: undefined }), { nil: null });
const name = fc.constantFrom('a', 'b', 'kube-api-access-x', '', '__proto__');
const leaf: fc.Arbitrary<unknown> = fc.constantFrom(0, 1, '', '1', 'a', true, false, null, -0, 420);
const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 2 }, leaf, fc.array(tie('value'), { maxLength: 2 }), fc.dictionary(fc.constantFrom('x', 'y', 'apiVersion', 'optional', 'defaultMode', 'type'), tie('value'), { maxKeys: 2 })),
})).value;
const listOf = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> => fc.oneof({ weight: 5, arbitrary: fc.array(fc.record(fields, { requiredKeys: [] }), { maxLength: 2 }) }, anything);
const container = { name, image: maybe(name), env: listOf({ name, value: maybe(name), valueFrom: anything }), ports: listOf({ containerPort: leaf, hostPort: leaf, protocol: maybe(fc.constant('TCP')) }), resources: anything, securityContext: anything, volumeMounts: listOf({ name, mountPath: name, readOnly: leaf }) };
const spec: fc.Arbitrary<Fields> = fc.record({ hostNetwork: leaf, hostUsers: leaf, securityContext: anything, serviceAccountName: maybe(name), containers: listOf(container), initContainers: listOf(container), volumes: listOf({ name, emptyDir: anything, configMap: anything }) }, { requiredKeys: [] });
const filled = fc.record({ resources: fc.boolean(), claims: fc.constantFrom(new Set<string>(), new Set(['a'])) }, { requiredKeys: [] });

/** One place of a value changed, so that pairs differ little. */
function changed(value: unknown, place: number, into: unknown): unknown {
  const text = JSON.stringify(value ?? null);
  const places = [...text.matchAll(/(?<=[:[,])(?:null|true|false|0|1|420|""|"a"|\{\}|\[\])/g)];
  const at = places[place % Math.max(places.length, 1)];
  return at ? (JSON.parse(text.slice(0, at.index) + JSON.stringify(into ?? null) + text.slice(at.index + at[0].length)) as unknown) : value;
}

test('two pod specs are alike exactly where their texts are one', () => {
  let alike = 0;
  let different = 0;
  fc.assert(
    fc.property(spec, fc.nat(200), anything, filled, (one, place, into, how) => {
      const other = changed(one, place, into) as Fields;
      const same = likeness(one, how) === likeness(other, how);
      if (same) alike++;
      else different++;
      assert.equal(areAlike(one, other, how), same);
      assert.equal(areAlike(other, one, how), same);
    }),
    { numRuns: 800, seed: 20261128 },
  );
  assert.ok(alike > 50 && different > 50, `${alike} alike, ${different} different`);
});
