import type { Actor } from './subjects.ts';

/** A requirement of a field selector in a SubjectAccessReview. */
export interface FieldRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface ResourceAttributes {
  readonly namespace?: string;
  readonly verb?: string;
  readonly group?: string;
  readonly version?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly name?: string;
  /** Only the Node authorizer looks at it; RBAC ignores selectors. */
  readonly fieldSelector?: { readonly rawSelector?: string; readonly requirements?: readonly FieldRequirement[] };
}

export interface NonResourceAttributes {
  readonly path?: string;
  readonly verb?: string;
}

/** The spec of a SubjectAccessReview, as Kubernetes shapes it. */
export interface SubjectAccessReviewSpec extends Partial<Actor> {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: NonResourceAttributes;
}

/** What is asked for, every field filled. */
export interface Request {
  readonly isResource: boolean;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
  /** Field requirements of the form field equals value. */
  readonly fieldsPinned: readonly (readonly [field: string, value: string])[];
}

const nothingPinned: Request['fieldsPinned'] = [];

/** The request of a review; undefined where it asks for nothing, which the API server refuses. */
export function requestOf(spec: SubjectAccessReviewSpec): Request | undefined {
  if (spec.resourceAttributes) return resourceRequest(spec.resourceAttributes);
  return spec.nonResourceAttributes ? urlRequest(spec.nonResourceAttributes) : undefined;
}

export function resourceRequest(asked: ResourceAttributes): Request {
  return {
    isResource: true,
    verb: asked.verb ?? '',
    group: asked.group ?? '',
    resource: asked.resource ?? '',
    subresource: asked.subresource ?? '',
    name: asked.name ?? '',
    namespace: asked.namespace ?? '',
    path: '',
    fieldsPinned: asked.fieldSelector ? fieldsPinned(asked.fieldSelector) : nothingPinned,
  };
}

export function urlRequest(asked: NonResourceAttributes): Request {
  return {
    isResource: false, verb: asked.verb ?? '', path: asked.path ?? '',
    group: '', resource: '', subresource: '', name: '', namespace: '', fieldsPinned: nothingPinned,
  };
}

/** Requirements win over a raw selector, and `In` with one value is an equation, as the access review reads it. */
function fieldsPinned(selector: NonNullable<ResourceAttributes['fieldSelector']>): Request['fieldsPinned'] {
  if (selector.requirements && selector.requirements.length > 0) {
    return selector.requirements.flatMap(({ key, operator, values }): (readonly [string, string])[] =>
      operator === 'In' && values?.length === 1 ? [[key, values[0] ?? '']] : [],
    );
  }
  return parseFieldSelector(selector.rawSelector ?? '')?.filter((term) => term.equals).map((term) => [term.field, term.value] as const) ?? [];
}

interface FieldTerm {
  readonly field: string;
  readonly equals: boolean;
  readonly value: string;
}

/** The terms of a field selector such as `metadata.name=a,spec.nodeName!=b`; undefined where it is not one. */
export function parseFieldSelector(selector: string): readonly FieldTerm[] | undefined {
  const terms: FieldTerm[] = [];
  for (const part of splitUnescaped(selector)) {
    if (part === '') continue;
    const found = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
    const value = found && unescaped(found[3] ?? '');
    if (!found || typeof value !== 'string') return undefined;
    terms.push({ field: found[1] ?? '', equals: found[2] !== '!=', value });
  }
  return terms;
}

function splitUnescaped(selector: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < selector.length; index++) {
    if (selector[index] === '\\') index++;
    else if (selector[index] === ',') {
      parts.push(selector.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, selector.slice(start)];
}

/** A backslash stands before a backslash, a comma or an equals sign, and each of them needs one. */
function unescaped(value: string): string | undefined {
  return /^(?:\\[\\,=]|[^\\,=])*$/s.test(value) ? value.replaceAll(/\\([\\,=])/g, '$1') : undefined;
}
