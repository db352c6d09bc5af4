// Which fields Kubernetes' own kinds have and what stands in them, read off the schema in client-go. To read them again, or a new release's:
//
//   node scripts/field-types.ts
import written from './types.json' with { type: 'json' };

/** Fields of a type. `s` a text, `n` a whole number, `b` true or false, `*` anything, `[X` a list of X, `{X` a map to X, else a type. */
export type TypeFields = Readonly<Record<string, string>>;

const kinds: ReadonlyMap<string, string> = new Map(Object.entries(written.kinds));
const types: ReadonlyMap<string, TypeFields> = new Map(Object.entries(written.types as Readonly<Record<string, TypeFields>>));

/** The type of a kind, undefined for one that is not Kubernetes' own. @param kind `apps/v1/Deployment` */
export function typeOfKind(kind: string): string | undefined {
  return kinds.get(kind);
}

/** Undefined for a type that takes whatever is there. */
export function fieldsOf(type: string): TypeFields | undefined {
  return types.get(type);
}
