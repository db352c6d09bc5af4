import assert from 'node:assert/strict';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Cluster } from '../../cluster/cluster.ts';
import { collectText } from '../../collect/index.ts';
import { AttackContext } from '../context.ts';
import { questionOf } from '../counted.ts';
import { everywhere, node, podIn, rule } from '../examples.ts';
import { AttackModel } from '../model.ts';
import { searchBeside } from './beside.ts';
import { searchAll } from './search.ts';

const objects = node('worker') + podIn('shop', 'securityContext: {privileged: true}', 'serviceAccountName: cart') + podIn('blog') + everywhere(rule('secrets', 'get, list'), rule('pods', 'create'));
const question = questionOf(AttackModel.of(new AttackContext(Cluster.from(collectText(objects).snapshot, { kubernetesVersion: '1.34' }))));
const skip = availableParallelism() < 2 && 'one core';

/** A thread that does this. */
function doing(script: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { workerData } from 'node:worker_threads';\n${script}`)}`);
}

const threads: Readonly<Record<string, URL | undefined>> = {
  'does its work': undefined,
  'is not there': new URL('./no-such-thread.js', import.meta.url),
  'must not be started': new URL('https://example.com/thread.js'),
  'throws at once': doing('throw new Error("no")'),
  'ends without a word': doing('Atomics.store(workerData.state, 0, 2); Atomics.notify(workerData.state, 0);'),
};
for (const [what, thread] of Object.entries(threads)) {
  test(`a thread that ${what}: the same is found`, { skip }, async () => {
    const expected = searchAll(question);
    assert.ok(expected.certain.ways.length > 0 && expected.possible.ways.length > 0 && expected.between > 0);
    const found = searchBeside(question, { least: 0, ...(thread ? { thread } : {}) });
    await setTimeout(300);
    assert.deepEqual(found(), expected);
  });
}

test('what is asked before a thread has begun is found here', { skip }, () => {
  assert.deepEqual(searchBeside(question, { least: 0 })(), searchAll(question));
});

test('another thread says what it found, without this one looking', { skip }, async () => {
  const answer = { certain: { reached: new Int32Array(0), ways: [] }, possible: { reached: new Int32Array(0), ways: [] }, between: 7 };
  const heard = new BroadcastChannel('begun');
  const begun = once(heard, 'message');
  const found = searchBeside(question, {
    least: 0,
    thread: doing(`const { state, port } = workerData;
      const begun = new BroadcastChannel('begun');
      Atomics.store(state, 0, 1);
      begun.postMessage('begun');
      begun.close();
      const none = { reached: new Int32Array(0), ways: [] };
      setTimeout(() => { port.postMessage({ certain: none, possible: none, between: 7 }); Atomics.store(state, 0, 2); Atomics.notify(state, 0); }, 300);`),
  });
  await begun;
  heard.close();
  assert.deepEqual(found(), answer);
});
