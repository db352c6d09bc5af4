// What BloodHound takes: of a payload by its own checks of nodes, edges and metadata, and of an extension by those of its upload.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { techniques } from '../src/attack/registry.ts';
import { bloodhoundKind } from '../src/report/graph-formats/opengraph.ts';
import { glacis } from './support/command.ts';

const shop = 'examples/shop';
const scalars = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }];
const properties = { type: 'object', propertyNames: { pattern: '^[a-z0-9_-]{1,128}$', not: { const: 'objectid' } }, additionalProperties: { anyOf: [...scalars, ...scalars.map((items) => ({ type: 'array', items }))] } };
// A word that BloodHound keeps for itself.
const kind = { type: 'string', pattern: '^[A-Za-z0-9_]+$', not: { pattern: '^[Tt][Aa][Gg](_|$)' } };
const end = { type: 'object', additionalProperties: false, required: ['value', 'match_by'], properties: { value: { type: 'string' }, match_by: { const: 'id' } } };
const payload = {
  type: 'object', additionalProperties: false, required: ['metadata', 'graph'],
  properties: {
    metadata: { type: 'object', additionalProperties: false, properties: { source_kind: { type: 'string' } } },
    graph: {
      type: 'object', additionalProperties: false, required: ['nodes', 'edges'],
      properties: {
        nodes: { type: 'array', items: { type: 'object', additionalProperties: false, required: ['id', 'kinds'], properties: { id: { type: 'string' }, kinds: { type: 'array', minItems: 1, maxItems: 3, items: kind }, properties } } },
        edges: { type: 'array', items: { type: 'object', additionalProperties: false, required: ['start', 'end', 'kind'], properties: { start: end, end, kind, properties } } },
      },
    },
  },
};
const own = { type: 'string', pattern: '^Glacis_[A-Za-z0-9]+$' };
const text = { type: 'string', minLength: 1 };
const extension = {
  type: 'object', additionalProperties: false, required: ['schema', 'node_kinds', 'relationship_kinds'],
  properties: {
    // A version has a v in front of three numbers.
    schema: { type: 'object', additionalProperties: false, required: ['name', 'display_name', 'version', 'namespace'], properties: { name: text, display_name: text, version: { type: 'string', pattern: '^v\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$' }, namespace: { const: 'Glacis' } } },
    node_kinds: { type: 'array', minItems: 1, items: { type: 'object', additionalProperties: false, required: ['name', 'display_name'], properties: { name: own, display_name: text, description: text, is_display_kind: { type: 'boolean' }, icon: text, color: { type: 'string', pattern: '^#([0-9A-Fa-f]{3}){1,2}$' } } } },
    relationship_kinds: { type: 'array', items: { type: 'object', additionalProperties: false, required: ['name'], properties: { name: own, description: text, is_traversable: { type: 'boolean' } } } },
  },
};
const ajv = new Ajv2020({ strict: false, allErrors: true });

interface Extension {
  readonly schema: { version: string };
  readonly node_kinds: readonly { readonly name: string }[];
  readonly relationship_kinds: readonly { readonly name: string }[];
}

for (const source of [shop, 'examples/shop-hardened']) {
  test(`bloodhound: the payload of ${source} is taken`, () => {
    const printed = JSON.parse(glacis(['export', '--unknown', '--format', 'opengraph', source]).stdout) as { graph: { nodes: { kinds: string[]; properties: object }[]; edges: { kind: string }[] } };
    assert.ok(printed.graph.nodes.length > 5 && printed.graph.edges.length > 5);
    assert.ok(ajv.validate(payload, printed), JSON.stringify(ajv.errors?.slice(0, 5)));
    const [node] = printed.graph.nodes;
    assert.ok(node);
    node.properties = { nested: { a: 1 } };
    assert.ok(!ajv.validate(payload, printed));
  });

  test(`bloodhound: the extension of ${source} is taken, and no kind is two things`, () => {
    const printed = JSON.parse(glacis(['export', '--unknown', '--format', 'opengraph-schema', source]).stdout) as Extension;
    assert.ok(ajv.validate(extension, printed), JSON.stringify(ajv.errors?.slice(0, 5)));
    const names = [...printed.node_kinds, ...printed.relationship_kinds].map(({ name }) => name);
    assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
    printed.schema.version = printed.schema.version.slice(1);
    assert.ok(!ajv.validate(extension, printed));
  });
}

test('bloodhound: no technique is called as another or as an end', () => {
  const ends = ['internet', 'container', 'pod', 'node', 'user', 'group', 'serviceaccount', 'secret', 'namespace', 'role', 'clusterrole', 'cluster-admin', 'all-secrets', 'node-root', 'etcd', 'cloud', 'image', 'registry', 'power', 'all-of', 'base'];
  const names = [...ends, 'needed-with-others', ...techniques.map(({ id }) => id)].map(bloodhoundKind);
  assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});
