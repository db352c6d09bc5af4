import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthorizerValue, evaluate, lazyFields, newerThan } from './index.ts';

const object = {
  metadata: { name: 'cart', labels: { constructor: 'c', 'a.b/c': 'x', ['__proto__']: 'p' } },
  spec: { replicas: 3, ratio: 0.5, empty: [], nothing: null, containers: [{ name: 'a', image: 'r.example/a:1', securityContext: { privileged: true } }, { name: 'b', image: 'r.example/b:latest' }] },
};
const variables = {
  object,
  variables: lazyFields({ two: () => ({ status: 'value', value: 2n }), wrong: () => ({ status: 'error', message: 'broken' }), open: () => ({ status: 'not evaluated', reason: 'later' }) }),
  authorizer: new AuthorizerValue(({ resource, serviceAccount }, verb) => (resource === 'secrets' ? undefined : { allowed: resource === 'pods' && verb === 'get' && serviceAccount === undefined, reason: '' }), { resource: 'pods', namespace: 'a' }),
};

const values: readonly (readonly [expression: string, value: unknown])[] = [
  ['object.spec.replicas + 1', 4n], ['object.spec.replicas / 2', 1n], ['object.spec.ratio < 1.0', true], ['object.spec.replicas > 2.5', true],
  ['object.spec.containers.all(c, !has(c.securityContext) || c.securityContext.privileged)', true],
  ['object.spec.containers.exists(c, c.image.endsWith(":latest"))', true], ['object.spec.containers.map(c, c.name).join(",")', 'a,b'],
  ['object.spec.containers.filter(c, c.?securityContext.?privileged.orValue(false)).size()', 1n], ['object.spec.nothing == null', true], ['has(object.spec.nothing)', true], ['has(object.metadata.name.foo) || has(object.spec.replicas.foo)', false], ['object.metadata.name.?foo.hasValue()', false], ['object.spec.containers.exists(i,c,has(c.securityContext)&&has(c.securityContext.privileged))', true], ['has(object.?spec.replicas) && !has(object.?nothing.replicas)', true], ['has(object.spec.containers[0].name) && !has(object.spec.containers[0].nothing)', true], ['object.metadata.labels.exists(k, has(object.metadata.labels[k].nothing) || k == "zz")', false], ['has(object["spec"].replicas)', true], ['false && has(object.spec.containers.name)', false], ['{"a": has(object.spec)}["a"]', true],
  ['object.metadata.labels["constructor"] == "c" && object.metadata.labels.all(k, k != "zz")', true], ['"a.b/c" in object.metadata.labels', true], ['"toString" in object.metadata.labels', false],
  ['object.metadata.labels.filter(k, k != "__proto__").size()', 2n],
  ['variables.two + 1', 3n], ['false && variables.wrong', false], ['variables.open || true', true],
  ['"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("^(a+)+$")', false], ['matches("abc", "b")', true], ['(object.metadata.name).matches(r"^[a-z]+$")', true], ['"xA".matches("(?i)^XA$")', true], ['"k8s_matches .matches(".contains(".matches(")', true],
  ['"ÀB".lowerAscii()', 'Àb'], ['"😀b".indexOf("b")', 1n], ['"😀bc".substring(1)', 'bc'], ['"😀b".charAt(0)', '😀'], ['"abc".charAt(3)', ''], ['"a,b,c".split(",", 2)[1]', 'b,c'], ['"aXbX".replace("X", "y", 1)', 'aybX'], ['" x ".trim()', 'x'],
  ['[1, 2, 1].lastIndexOf(1)', 2n], ['[3, 1].min() + [3, 1].max() + [3, 1].sum()', 8n], ['["a", "b"].isSorted()', true], ['[2, 1].isSorted()', false],
  ['sets.contains(["a", "b"], ["b"]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])', true],
  ['quantity("1Gi").isGreaterThan(quantity("1G"))', true], ['quantity("1") == quantity("1000m")', true], ['quantity("2").sub(1).asInteger()', 1n], ['isQuantity("x")', false], ['quantity("-0.5").sign()', -1n], ['quantity("50m").isInteger()', false],
  ['ip("10.0.0.1").family()', 4n], ['cidr("10.0.0.0/8").containsIP("10.1.2.3")', true], ['cidr("10.0.0.0/8").containsCIDR("10.0.0.0/7")', false], ['isIP("::ffff:1.2.3.4")', false], ['isIP("01.2.3.4")', false], ['isCIDR("fe80::/129")', false],
  ['ip("fe80::1").isLinkLocalUnicast()', true], ['ip("8.8.8.8").isGlobalUnicast()', true], ['ip("127.0.0.1").isLoopback()', true], ['ip.isCanonical("2001:DB8::1")', false], ['ip("2001:db8::1") == ip("2001:0db8:0::1")', true], ['cidr("10.1.2.3/8").masked() == cidr("10.0.0.0/8")', true],
  ['url("https://a.example:8443/x/y").getPort() + url("https://a.example/x").getHost()', '8443a.example'], ['isURL("a.example")', false],
  ['semver("1.2.3").isLessThan(semver("1.10.0"))', true], ['semver("1.0.0-rc.1").compareTo(semver("1.0.0"))', -1n], ['isSemver("v1.2")', false], ['isSemver("v1.2", true)', true], ['semver("v01.2", true).minor()', 2n],
  ['format.dns1123Label().validate("A").hasValue()', true], ['format.dns1123LabelPrefix().validate("web-").hasValue() || format.dns1035LabelPrefix().validate("web-").hasValue() || format.dns1123SubdomainPrefix().validate("a.web-").hasValue()', false], ['format.dns1123LabelPrefix().validate("-").hasValue()', true],
  ['format.date().validate("2024-02-29").hasValue()', false], ['format.date().validate("2023-02-29").hasValue()', true], ['format.qualifiedName().validate("a.example/B_c").hasValue()', false],
  ['"%s has %d of %s, 100%%".format(["a", 3, ["x", "y"]])', 'a has 3 of ["x", "y"], 100%'],
  ['"abc 123".find("[0-9]+")', '123'], ['"abc".find("[0-9]")', ''], ['"123 abc 456".findAll("[0-9]+")', ['123', '456']], ['"123 abc 456".findAll("[0-9]+", 1)', ['123']], ['"123".findAll("[0-9]", 0)', []], ['"baaac".findAll("a*")', ['', 'aaa', '']], ['"😀😀".findAll("x*").size()', 3n], ['"x".findAll("(a+)+")', []],
  ['"ab".find("a|ab")', 'a'], ['"aXb".find("(?:X|b)$")', 'b'],
  ['[1, 2].all(i, v, v == i + 1)', true], ['{"a": 1}.all(k, v, k == "a" && v == 1)', true], ['object.spec.containers.exists(i, c, i == 1 && c.name == "b")', true], ['[1, 0].exists(i, v, 1 / v == 1)', true],
  ['[1, 1].existsOne(i, v, v == 1)', false], ['[1, 2].exists_one(i, v, v == 2 && i == 1)', true], ['[1, 2, 3].transformList(i, v, i + v)', [1n, 3n, 5n]], ['[1, 2, 3].transformList(i, v, v > 1, "x,y".size() + i)', [4n, 5n]],
  ['object.metadata.labels.transformMap(k, v, k == "a.b/c", v + "!")["a.b/c"]', 'x!'], ['["a", "b"].transformMapEntry(i, v, {v: i})["b"]', 1n], ['[[1], [2]].all(i, row, row.all(j, v, v == i + 1 && j == 0))', true], ['((object.spec).containers).all(i, c, c.image.matches("^r") || (i == 9))', true],
  ['object.spec.containers.all(i, c, {"x": c.name}.transformMap(k, v, [v].transformList(n, w, w))["x"] == [c.name])', true],
  ['optional.none().orValue("d")', 'd'], ['duration("1h") > duration("1m")', true],
  ['authorizer.requestResource.check("get").allowed()', true], ['authorizer.group("").resource("pods").namespace("a").check("get").allowed()', true], ['authorizer.serviceAccount("a", "b").group("").resource("pods").check("get").allowed()', false],
];
for (const [expression, value] of values) {
  test(`CEL: ${expression}`, () => assert.deepEqual(evaluate(expression, variables), { status: 'value', value }));
}

const others: readonly (readonly [expression: string, status: 'error' | 'not evaluated'])[] = [
  ['object.spec.missing', 'error'], ['object.spec.missing.deeper == 1', 'error'], ['object.spec.empty[0]', 'error'], ['1 / 0', 'error'], ['object.metadata.name + 1 == 2', 'error'],
  ['variables.wrong', 'error'], ['variables.missing', 'error'], ['quantity("x").sign() == 0', 'error'], ['"a".matches("(")', 'error'], ['"abc".substring(4)', 'error'], ['object.metadata.name < 3', 'error'],
  ['variables.open', 'not evaluated'], ['authorizer.group("").resource("secrets").check("get").allowed()', 'not evaluated'],
  ['"aa".find("(a+)+")', 'not evaluated'], ['"a".find("(?i)A")', 'not evaluated'], ['"a".find("(")', 'error'], ['[1].transformMapEntry(i, v, {"a": 1}).size() == 2 || ["a", "a"].transformMapEntry(i, v, {v: i}).size() == 1', 'error'], ['[1].all(i, v, 1 / 0 == i)', 'error'], ['"ab".all(i, v, true)', 'error'], ['has(object.metadata.name.foo.deeper)', 'error'], ['has(object.spec.containers.name)', 'error'], ['has(object["spec"].containers.name)', 'error'], ['has(object.spec.containers[7].name)', 'error'], ['has(object.spec.containers.filter(c, true)[0].name)', 'not evaluated'], ['!has((object.spec).containers.name)', 'error'], ['object.spec.containers.all(i,c,has(object.spec.containers.name))', 'error'], ['has(object.spec.containers.name.deeper)', 'error'], ['object.spec.replicas.foo == 1', 'error'], ['[1].k8s_pairs().size() == 1', 'not evaluated'], ['cel.bind(n, 1, n + n)', 'not evaluated'], ['object.spec.replicas && true', 'not evaluated'], ['object.metadata.labels == {"__proto__": "p"}', 'not evaluated'], ['unknownVariable == 1', 'not evaluated'], ['1 +', 'not evaluated'], ['nope(1)', 'not evaluated'], ['true || nope(1)', 'not evaluated'],
  ['isURL("http://[::1]/%zz")', 'not evaluated'], ['"%x".format([1])', 'not evaluated'], ['format.dns1123Label().validate("A").value()', 'not evaluated'], ['format.dns1123Label().validate("a").value()', 'error'], ['format.named("uuid").hasValue()', 'not evaluated'], ['format.datetime().validate("x").hasValue()', 'not evaluated'],
  ['[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))', 'not evaluated'],
];
for (const [expression, status] of others) {
  test(`CEL: ${expression}: ${status}`, () => assert.equal(evaluate(expression, variables).status, status));
}

for (const [expression, minor, found] of [
  ['[1].all(i, v, v > i)', 31, 'all with two variables'], ['[1].all(i, v, v > i)', 32, undefined], ['true || [1].exists(v, isIP(v))', 29, 'isIP'], ['object.?a.orValue(1) == 1', 27, 'optional fields'],
  ['sets.contains([1], [1])', 28, 'sets'], ['format.uuid().validate("a").hasValue()', 30, 'format.uuid'], ['"%s".format(["a"])', 28, 'format'], ['semver("1.2.3").major() == 1', 32, 'semver'], ['object.a == "semver(1)"', 20, undefined], ['1 +', 20, undefined],
] as const) {
  test(`CEL: what ${expression} needs is ${found === undefined ? 'known' : 'not known'} to 1.${minor}`, () => assert.equal(newerThan(expression, minor)?.name, found));
}

test('CEL: what is not evaluated is named', () => {
  const reason = (expression: string): string => { const outcome = evaluate(expression, variables); return outcome.status === 'not evaluated' ? outcome.reason : outcome.status; };
  assert.match(reason('format.dns1123Label().validate("A").value()'), /messages of format\.validate/);
  assert.match(reason('"a".quote() == ""'), /function quote/);
  assert.match(reason('"ab".find("(?i)x|A") == ""'), /find of \(\?i\)x\|A/);
});
