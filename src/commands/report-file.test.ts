import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from './report-file.ts';

const whole = { schema: 'glacis.report/v1', other: [{ a: ['"]}'] }], findings: [{ id: 'a', evidence: [1], message: '"}],{ä\\' }, 3, null], rules: [], threats: [{ id: 't', instances: [{}] }] };
const parts = { schema: 'glacis.report/v1', findings: [{ id: 'a', message: '"}],{ä\\' }, 3, null], rules: [], threats: [{ id: 't' }] };

for (const [name, text] of [['pretty', JSON.stringify(whole, null, 2)], ['on one line', JSON.stringify(whole)], ['with tabs and returns', `\r\n\t${JSON.stringify(whole, null, '\t').replaceAll('\n', '\r\n')}\n`]] as const) {
  test(`report file: ${name}, by its parts`, () => {
    assert.deepEqual(partsOf(Buffer.from(text)), parts);
  });
}

test('report file: cut anywhere it is none, and never hangs', () => {
  const bytes = Buffer.from(JSON.stringify(whole));
  for (let end = 0; end < bytes.length; end++) assert.equal(partsOf(bytes.subarray(0, end)), undefined, bytes.toString('utf8', 0, end));
});

for (const text of ['', '[]', '"a"', 'kind: Pod', '{"findings":[1 2]}', '{"findings":[1,}', '{"a" 1}', '{"schema":tru}', '{a:1}']) {
  test(`report file: ${text} is none`, () => {
    assert.equal(partsOf(Buffer.from(text)), undefined);
  });
}
