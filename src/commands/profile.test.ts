import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Profile } from '../model/profile.ts';
import { profileText } from './profile.ts';

test('stages stand in their order, rules and threats together and the slowest of each by name', () => {
  const profile = new Profile();
  for (const [stage, time] of [['reading', 600], ['rule host-pid', 100], ['rule privileged', 200], ['threat/KUB-04', 50], ['output', 50]] as const) profile.add(stage, time);
  assert.equal(profileText(profile), `Where the time went:
     600.0 ms  60.0 %  reading
     300.0 ms  30.0 %  rules
      50.0 ms   5.0 %  threats
      50.0 ms   5.0 %  output
    1000.0 ms 100.0 %  all

The slowest of 2 by rule:
     200.0 ms  20.0 %  privileged
     100.0 ms  10.0 %  host-pid

The slowest of 1 by threat:
      50.0 ms   5.0 %  threat/KUB-04
`);
});

test('what runs within another stage counts once', () => {
  const profile = new Profile();
  const work = (): void => {
    for (const until = performance.now() + 5; performance.now() < until; );
  };
  const started = performance.now();
  const given = profile.time('outer', () => {
    work();
    return profile.time('inner', () => {
      work();
      return 7;
    });
  });
  const [outer = 0, inner = 0] = [profile.milliseconds.get('outer'), profile.milliseconds.get('inner')];
  assert.deepEqual([given, [...profile.milliseconds.keys()]], [7, ['outer', 'inner']]);
  assert.ok(inner >= 5 && outer >= 5 && inner + outer <= performance.now() - started, `${outer} ${inner}`);
});
