import { fields, type Fields } from './read.ts';

const deepest = 12;

/** What is kept of the schema of a custom resource: the way to each field that names an object and its namespace. Undefined where there is none. */
export function schemaReferences(schema: unknown, depth = 0): Fields | undefined {
  const map = fields(schema);
  if (!map || depth > deepest) return undefined;
  const kept: Record<string, unknown> = {};
  const properties = fields(map['properties']);
  if (properties) {
    const own: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    if (Object.hasOwn(properties, 'name') && Object.hasOwn(properties, 'namespace')) Object.assign(own, { name: {}, namespace: {} });
    // The two of them flat, beside each other: `secretName` and `secretNamespace`.
    for (const name of Object.keys(properties).filter((each) => /secret(ref)?name$/i.test(each))) {
      const far = `${name.slice(0, -'name'.length)}Namespace`;
      if (Object.hasOwn(properties, far)) Object.assign(own, { [name]: {}, [far]: {} });
    }
    for (const [name, each] of Object.entries(properties)) {
      const below = schemaReferences(each, depth + 1);
      if (below) own[name] = below;
    }
    if (Object.keys(own).length > 0) kept['properties'] = { ...own };
  }
  const items = schemaReferences(map['items'], depth + 1);
  if (items) kept['items'] = items;
  return Object.keys(kept).length > 0 ? kept : undefined;
}
