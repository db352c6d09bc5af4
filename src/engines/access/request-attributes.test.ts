import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShared, withShared } from '../../../test/support/shared.ts';
import { requestAttributes, type RequestAttributes } from './index.ts';

type Row = Partial<RequestAttributes> & { readonly method: string; readonly url: string; readonly origin: string };

withShared('corpora/rbac', () => {
  for (const { method, url, origin: _origin, ...expected } of JSON.parse(readShared('corpora/rbac/request-attributes.json')) as readonly Row[]) {
    test(`request attributes corpus: ${method} ${url === '' ? '(empty)' : url}`, () => {
      const answer: Readonly<Record<string, unknown>> = { ...requestAttributes(method, url) };
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, answer[key]])), expected);
    });
  }
});

const rows: readonly (readonly [name: string, method: string, url: string, expected: Partial<RequestAttributes>])[] = [
  ['a namespace is a request in itself', 'GET', '/api/v1/namespaces/shop', { verb: 'get', namespace: 'shop', resource: 'namespaces', objectName: 'shop' }],
  ['only the first element after the name is the subresource', 'GET', '/api/v1/nodes/a/proxy/logs/x', { resource: 'nodes', subresource: 'proxy', objectName: 'a' }],
  ['exec over POST is create', 'POST', '/api/v1/namespaces/shop/pods/cart/exec', { verb: 'create', subresource: 'exec', objectName: 'cart' }],
  ['exec over a WebSocket is get', 'GET', '/api/v1/namespaces/shop/pods/cart/exec', { verb: 'get', subresource: 'exec' }],
  ['a pinned name counts for list', 'GET', '/api/v1/secrets?fieldSelector=metadata.name%3Dkey', { verb: 'list', objectName: 'key' }],
  ['it does not for deletecollection', 'DELETE', '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Dkey', { verb: 'deletecollection', objectName: '' }],
  ['HEAD is get', 'HEAD', '/api/v1/namespaces/shop/pods/cart', { verb: 'get', objectName: 'cart' }],
  ['GET without a name is list', 'GET', '/api/v1/namespaces/shop/pods', { verb: 'list', objectName: '' }],
  ['GET that watches is watch', 'GET', '/api/v1/namespaces/shop/pods?watch=true', { verb: 'watch' }],
  ['DELETE with a name is delete', 'DELETE', '/api/v1/namespaces/shop/pods/cart', { verb: 'delete', objectName: 'cart' }],
  ['DELETE without one is deletecollection', 'DELETE', '/api/v1/namespaces/shop/pods', { verb: 'deletecollection' }],
  ['of namespaces status and finalize are subresources', 'PUT', '/api/v1/namespaces/shop/finalize', { resource: 'namespaces', subresource: 'finalize', objectName: 'shop' }],
  ['what else stands there is a resource in the namespace', 'GET', '/api/v1/namespaces/shop/pods', { resource: 'pods', namespace: 'shop' }],
  ['an unknown method has no verb', 'OPTIONS', '/api/v1/pods', { verb: '' }],
  ['escapes are decoded', 'GET', '/api/v1/namespaces/shop/secrets/a%2Eb', { objectName: 'a.b' }],
];
for (const [name, method, url, expected] of rows) {
  test(`(b) 6: ${name}`, () => {
    const answer: Readonly<Record<string, unknown>> = { ...requestAttributes(method, url) };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, answer[key]])), expected);
  });
}

for (const url of ['/api/v1/watch', '/api/v1/proxy', '/api/v1/pods/%zz']) {
  test(`request attributes: ${url} is refused`, () => assert.throws(() => requestAttributes('GET', url), RangeError));
}
