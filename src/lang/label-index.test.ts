import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LabelIndex, SelectorIndex } from './label-index.ts';
import { everything, mapSelector, matchesSelector, nothing, readSelector, type Labels, type Selector } from './selector.ts';

const key = fc.constantFrom('app', 'tier', 'constructor');
const value = fc.constantFrom('a', 'b', 'c', 'd');
const labels: fc.Arbitrary<Labels> = fc.dictionary(key, value);
const selector: fc.Arbitrary<Selector> = fc.oneof(
  fc.constantFrom(everything, nothing),
  labels.map(mapSelector),
  fc.record({
    matchLabels: labels,
    matchExpressions: fc.array(fc.oneof(
      fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values: fc.array(value, { minLength: 1, maxLength: 3 }) }),
      fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
    ), { maxLength: 2 }),
  }).map(readSelector),
);
// Short lists are compared one by one, long ones are looked up: both must answer alike.
const length = fc.constantFrom(3, 40);

test('an index of labels gives what comparing each gives, in the same order', () => {
  fc.assert(fc.property(length.chain((minLength) => fc.array(labels, { minLength, maxLength: 40 })), fc.array(selector), (items, selectors) => {
    const index = new LabelIndex(items, (item) => item);
    for (const each of selectors) assert.deepEqual(index.matching(each), items.filter((item) => matchesSelector(each, item)));
  }));
});

test('an index of selectors leaves out none that takes the labels, and keeps their order', () => {
  fc.assert(fc.property(length.chain((minLength) => fc.array(selector, { minLength, maxLength: 40 })), fc.array(labels), (items, asked) => {
    const index = new SelectorIndex(items, (item) => item);
    for (const each of asked) assert.deepEqual(index.near(each).filter((item) => matchesSelector(item, each)), items.filter((item) => matchesSelector(item, each)));
  }));
});

test('an index of selectors leaves out those that ask for another value', () => {
  const items = Array.from({ length: 20 }, (_, at) => mapSelector({ app: `app-${at}` }));
  const all = [...items, everything];
  assert.deepEqual(new SelectorIndex(all, (item) => item).near({ app: 'app-7' }), [items[7], everything]);
});
