import assert from 'node:assert/strict';
import { test } from 'node:test';
import { componentNamed, components, wordNamed, words } from './index.ts';

test('the nine components of the guidance are there', () => {
  assert.deepEqual(
    components.filter(({ named }) => named).map(({ id }) => id),
    [
      'component/kube-apiserver',
      'component/etcd',
      'component/kube-scheduler',
      'component/kube-controller-manager',
      'component/cloud-controller-manager',
      'component/kubelet',
      'component/container-runtime',
      'component/kube-proxy',
      'component/cluster-dns',
    ],
  );
});

test('ids and titles of components are said once', () => {
  for (const values of [components.map(({ id }) => id), components.map(({ title }) => title)]) assert.deepEqual([...new Set(values)], values);
});

test('every component says what it does, gives away, is set in and found by', () => {
  for (const { id, does, gain, configuredIn, foundBy } of components) {
    for (const text of [does, gain, configuredIn, foundBy]) assert.ok(text.length > 10, id);
  }
});

// The port table of the guidance with today's values (spec/guide.md 1.6).
const ports: readonly { readonly id: string; readonly port: number }[] = [
  { id: 'kube-apiserver', port: 6443 },
  { id: 'etcd', port: 2379 },
  { id: 'etcd', port: 2380 },
  { id: 'kubelet', port: 10250 },
  { id: 'kube-scheduler', port: 10259 },
  { id: 'kube-controller-manager', port: 10257 },
  { id: 'cloud-controller-manager', port: 10258 },
];
for (const { id, port } of ports) {
  test(`${id} answers on ${port}`, () => {
    assert.ok(componentNamed(id)?.ports.some((entry) => entry.port === port));
  });
}

test('there are at least 60 words', () => {
  assert.ok(words.length >= 60);
});

test('every word and alias leads to one entry', () => {
  const names = words.flatMap(({ word, aliases }) => [word, ...aliases]).map((name) => name.toLowerCase());
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('a text has two or three sentences', () => {
  for (const { word, text } of words) {
    const sentences = text.split(/\. (?=[A-Z])/).length;
    assert.ok(sentences >= 2 && sentences <= 3, `${word}: ${sentences}`);
    assert.match(text, /\.$/, word);
  }
});

const recommendations: Readonly<Record<string, number>> = { P: 26, N: 32, A: 12, L: 22, U: 5 };
const threats: Readonly<Record<string, number>> = { SCA: 14, SCI: 9, API: 17, ETC: 5, SCH: 3, KCM: 5, CCM: 4, KUB: 8, RUN: 5, KPX: 4, NOD: 6, APP: 20, NET: 8, DNS: 4, INA: 10, INU: 9, INP: 9 };

function wellFormed(id: string): boolean {
  const recommendation = /^nsa\/([A-Z])(\d+)$/.exec(id);
  if (recommendation) return Number(recommendation[2]) >= 1 && Number(recommendation[2]) <= (recommendations[recommendation[1] ?? ''] ?? 0);
  const threat = /^threat\/([A-Z]+)-(\d\d)$/.exec(id);
  if (threat) return Number(threat[2]) >= 1 && Number(threat[2]) <= (threats[threat[1] ?? ''] ?? 0);
  if (id.startsWith('component/')) return components.some((component) => component.id === id);
  return /^[a-z]+(-[a-z0-9]+)*$/.test(id);
}

test('every id that a word leads to is well-formed and in range', () => {
  assert.deepEqual(
    words.flatMap(({ word, see }) => see.filter((id) => !wellFormed(id)).map((id) => `${word}: ${id}`)),
    [],
  );
});

const lookups: readonly { readonly name: string; readonly word: string | undefined }[] = [
  { name: 'PSA', word: 'Pod Security Admission' },
  { name: 'docker.sock', word: 'runtime socket' },
  { name: 'networkpolicy', word: 'NetworkPolicy' },
  { name: 'nothing such', word: undefined },
];
for (const { name, word } of lookups) {
  test(`${name} is explained by ${word ?? 'nothing'}`, () => {
    assert.equal(wordNamed(name)?.word, word);
  });
}
