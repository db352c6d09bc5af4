import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess } from '../assess.ts';
import { collectText } from '../collect/index.ts';
import { contextOf } from '../../test/support/context.ts';
import { documents, inContainer } from './examples.ts';
import { rules } from './registry.ts';
import { runRules } from './run.ts';

const canary = 'Canary-9f3b7c51d2';
const credentials = new Set(['credential-in-env', 'credential-in-args', 'credential-in-config-map', 'credential-in-annotation']);

const planted = documents(
  inContainer(`env: [{name: DB_PASSWORD, value: ${canary}}, {name: DATABASE_URL, value: "postgres://app:${canary}@db/shop"}]
command: [sudo, sh, -c, "sudo app --password ${canary} && sshd"]
args: [--api-key=${canary}, --token, ${canary}]
livenessProbe: {exec: {command: [ping, --password=${canary}]}}
lifecycle: {preStop: {exec: {command: [sh, -c, "PASSWORD=${canary} stop"]}}}`),
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: shop, annotations: {shop.example/admin-password: ${canary}}}\ndata:\n  PASSWORD: ${canary}\n  app.ini: |\n    [db]\n    password = ${canary}\n`,
  `apiVersion: v1\nkind: Service\nmetadata: {name: app, namespace: shop, annotations: {proxy.example/upstream: "https://app:${canary}@up.example/"}}\nspec: {selector: {app: app}}\n`,
);

test('every planted credential is found', () => {
  const runs = runRules(rules.filter(({ id }) => credentials.has(id)), contextOf(planted));
  assert.deepEqual(
    Object.fromEntries(runs.map(({ rule, fails }) => [rule.id, fails.flatMap(({ breaches }) => breaches).length])),
    { 'credential-in-annotation': 2, 'credential-in-args': 5, 'credential-in-config-map': 2, 'credential-in-env': 2 },
  );
});

test('no finding holds the value of a credential', () => {
  const assessment = JSON.stringify(assess(collectText(planted).snapshot, { today: new Date('2026-11-28') }));
  assert.ok(assessment.includes('credential-in-args'));
  assert.ok(!assessment.includes(canary), 'a value is printed');
});

test('where a credential stands elsewhere is no finding (peers go by the name alone)', () => {
  const yaml = documents(
    inContainer('env: [{name: DB_PASSWORD_FILE, value: /run/secrets/db}, {name: PASSWORD, value: ""}, {name: API_TOKEN, value: "$(TOKEN)"}, {name: SECRET_NAME, value: shop}, {name: KEY, value: enter}]\nargs: [--tls-private-key-file=/certs/tls.key, --token-ttl=1h, --secret-name=shop]'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: shop}\ndata: {passwordPolicy: strict, tokenUrl: "https://id.example/token", secretKeyRef: shop, ca.crt: abc}\n',
  );
  const runs = runRules(rules.filter(({ id }) => credentials.has(id)), contextOf(yaml));
  assert.deepEqual(runs.filter(({ fails }) => fails.length > 0).map(({ rule }) => rule.id), []);
});
