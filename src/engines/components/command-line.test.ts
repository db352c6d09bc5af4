import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../../test/support/context.ts';
import { commandLinesOf } from './command-line.ts';

const rows: readonly (readonly [name: string, command: readonly string[], args: readonly string[], lines: readonly string[]])[] = [
  ['a program', ['/usr/local/bin/kube-apiserver', '--a=b'], [], ['kube-apiserver --a=b']],
  ['args of an image', [], ['--a=b'], [' --a=b']],
  ['hyperkube', ['hyperkube', 'kube-scheduler'], ['--config=x'], ['kube-scheduler --config=x']],
  ['a shell', ['/bin/sh', '-c', 'kube-proxy --v=2 1>>/var/log/x 2>&1'], [], ['kube-proxy --v=2 1>>/var/log/x 2>&1']],
  ['a shell with options', ['/bin/bash', '-euxo', 'pipefail', '-c'], ["timeout 3m /bin/bash -c 'true'\n\nexec hyperkube kube-controller-manager --a=b \\\n  --c=d"], ['bash -c true', 'kube-controller-manager --a=b --c=d']],
  ['a wrapper that ends at --', ['/bin/bash', '-ec'], ['exec watch-termination --x=y -- hyperkube kube-apiserver --z=1'], ['kube-apiserver --z=1']],
  ['an assignment before it', ['sh', '-c', 'A=b etcd --data-dir=/d && true'], [], ['etcd --data-dir=/d', 'true']],
];
for (const [name, command, args, lines] of rows) {
  test(`command line: ${name}`, () => {
    const { cluster } = contextOf(`apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec: {containers: [${JSON.stringify({ name: 'c', image: 'i', command, args })}]}\n`);
    const [container] = cluster.workloads[0]?.containers ?? [];
    assert.ok(container);
    assert.deepEqual(commandLinesOf(container).map(({ program, words }) => [program, ...words.slice(program === '' ? 0 : 1).map(({ word }) => word)].join(' ')), lines);
  });
}
