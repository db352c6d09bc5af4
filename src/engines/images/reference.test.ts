import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMovingTag, parseImage, pullPolicyOf, repositoryName } from './reference.ts';

const sha = 'a'.repeat(64);

/** Reference, registry, repository, tag, digest. */
const read: readonly (readonly [image: string, registry: string, repository: string, tag?: string | undefined, digest?: string])[] = [
  ['nginx', 'docker.io', 'library/nginx', 'latest'],
  ['nginx:1.29.1', 'docker.io', 'library/nginx', '1.29.1'],
  ['library/nginx', 'docker.io', 'library/nginx', 'latest'],
  ['index.docker.io/nginx', 'docker.io', 'library/nginx', 'latest'],
  ['docker.io/grafana/grafana:12.1.0', 'docker.io', 'grafana/grafana', '12.1.0'],
  ['localhost/app', 'localhost', 'app', 'latest'],
  ['localhost:5000/app:1', 'localhost:5000', 'app', '1'],
  ['app:5000/shop', 'app:5000', 'shop', 'latest'],
  ['shop/app', 'docker.io', 'shop/app', 'latest'],
  ['Registry/app', 'Registry', 'app', 'latest'],
  ['registry.example/a/b/c:v1_2-x', 'registry.example', 'a/b/c', 'v1_2-x'],
  ['[2001:db8::1]:5000/app', '[2001:db8::1]:5000', 'app', 'latest'],
  [`app@sha256:${sha}`, 'docker.io', 'library/app', undefined, `sha256:${sha}`],
  [`registry.example:443/app:1.2@sha256:${sha}`, 'registry.example:443', 'app', '1.2', `sha256:${sha}`],
  ['a/b__c/d--e.f', 'docker.io', 'a/b__c/d--e.f', 'latest'],
];

for (const [image, registry, repository, tag, digest] of read) {
  test(`image ${image} is read`, () => {
    const found = parseImage(image);
    assert.deepEqual([found?.registry, found?.repository, found?.tag, found?.digest], [registry, repository, tag, digest]);
  });
}

const refused = [
  '', 'App', 'shop/App', `${sha}`, 'app:', 'app@', 'app@sha256:abc', `app@sha256:${'A'.repeat(64)}`, `app@md5:${'a'.repeat(32)}`, ':1', 'a//b', '-a', 'a_-b', 'app:.1', `app:${'t'.repeat(129)}`,
  `registry.example/${'a'.repeat(256)}`, 'https://registry.example/app', '${IMAGE}', 'app 1',
];
for (const image of refused) {
  test(`image ${JSON.stringify(image.slice(0, 40))} is no reference`, () => assert.equal(parseImage(image), null));
}

test('repositories of one image are equal however it is written', () => {
  assert.deepEqual(['nginx', 'nginx:1', 'library/nginx@sha256:'.concat(sha), 'docker.io/nginx'].map(repositoryName), Array.from({ length: 4 }, () => 'docker.io/library/nginx'));
  assert.equal(repositoryName('Shop/App:1'), 'Shop/App');
});

test('the pull policy follows the tag where none is written', () => {
  assert.equal(pullPolicyOf('app', undefined), 'Always');
  assert.equal(pullPolicyOf('app:latest', undefined), 'Always');
  assert.equal(pullPolicyOf(`app:latest@sha256:${sha}`, undefined), 'Always');
  assert.equal(pullPolicyOf('app:1', undefined), 'IfNotPresent');
  assert.equal(pullPolicyOf(`app@sha256:${sha}`, ''), 'IfNotPresent');
  assert.equal(pullPolicyOf('App', undefined), 'IfNotPresent');
  assert.equal(pullPolicyOf('app', 'Never'), 'Never');
});

test('a tag that names a channel or half a version moves', () => {
  for (const tag of ['latest', 'stable', 'main', 'edge', 'lts-alpine', 'v2', '16', '1.27', '3.19', '16-alpine', 'stable-alpine']) assert.ok(isMovingTag(tag), tag);
  for (const tag of ['1.27.3', 'v1.34.2', '2024-08-01', 'RELEASE.2024-01-01T00-00-00Z', 'sha-4f2a1c', '20240801', '16.4-alpine3.20', '1234', 'b6a1f2', '1.13.0-rc.1']) assert.ok(!isMovingTag(tag), tag);
});
