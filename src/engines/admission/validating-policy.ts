import { entries, fields, text, type Fields } from '../../cluster/read.ts';
import { evaluate, lazyFields, newerThan, type Lazy, type Outcome } from '../../lang/cel/index.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';

/** What a policy comes to for one binding and one parameter. `message` is missing of what is admitted. */
export interface PolicyAnswer {
  readonly failures: readonly string[];
  readonly gaps: readonly Gap[];
}

type Variables = Readonly<Record<string, unknown>>;

const longestMessage = 5 * 1024;

/** Whether a fault of evaluation refuses. */
export function failsClosed(policy: KubernetesObject): boolean {
  return fields(policy['spec'])?.['failurePolicy'] !== 'Ignore';
}

/** A policy's conditions and validations over the variables of a request, `params` and `namespaceObject` among them. */
export function evaluatePolicy(policy: KubernetesObject, variables: Variables): PolicyAnswer {
  const spec = fields(policy['spec']) ?? {};
  const closed = failsClosed(policy);
  // Conditions do not see the namespace.
  const conditions = matchConditions(spec, withComposed(spec, { ...variables, namespaceObject: null }));
  if (conditions.status === 'no') return { failures: [], gaps: [] };
  if (conditions.status === 'error') return { failures: closed ? [conditions.message] : [], gaps: [] };
  const open = conditions.status === 'open' ? [policyGap(policy, conditions.message)] : [];
  const composed = withComposed(spec, variables);
  const results = entries(spec['validations']).map(({ value }) => ({ validation: value, outcome: evaluate(text(value['expression']) ?? '', composed) }));
  const failures: string[] = [];
  const gaps: Gap[] = [];
  for (const { validation, outcome } of results) {
    if (outcome.status === 'not evaluated') gaps.push(policyGap(policy, outcome.reason));
    else if (outcome.status === 'error') failures.push(...(closed ? [outcome.message] : []));
    else if (outcome.value !== true) failures.push(messageOf(validation, composed));
  }
  // With a condition open, a failure may be none; it is told as a gap instead.
  if (open.length > 0) return { failures: [], gaps: failures.length > 0 || gaps.length > 0 ? open : [] };
  return { failures, gaps };
}

/** The conditions of a policy or a webhook. One that is false ends the matter, whatever others come to. */
export function matchConditions(spec: Fields, variables: Variables): { readonly status: 'yes' | 'no' | 'error' | 'open'; readonly message: string } {
  const outcomes = entries(spec['matchConditions']).map(({ value }) => evaluate(text(value['expression']) ?? '', variables));
  if (outcomes.some((each) => each.status === 'value' && each.value === false)) return { status: 'no', message: '' };
  for (const each of outcomes) if (each.status === 'not evaluated') return { status: 'open', message: each.reason };
  for (const each of outcomes) if (each.status === 'error') return { status: 'error', message: each.message };
  return { status: 'yes', message: '' };
}

function withComposed(spec: Fields, variables: Variables): Variables {
  return { ...variables, variables: lazyFields(composedFields(spec, variables)) };
}

/** Variables may use those before them. */
function composedFields(spec: Fields, variables: Variables): Lazy {
  const made: Record<string, () => Outcome> = {};
  for (const { value } of entries(spec['variables'])) {
    const before = lazyFields({ ...made });
    made[text(value['name']) ?? ''] = () => evaluate(text(value['expression']) ?? '', { ...variables, variables: before });
  }
  return made;
}

function messageOf(validation: Fields, variables: Variables): string {
  const expression = text(validation['messageExpression']) ?? '';
  const outcome = expression === '' ? undefined : evaluate(expression, variables);
  const made = outcome?.status === 'value' && typeof outcome.value === 'string' ? outcome.value.trim() : '';
  if (made !== '' && !made.includes('\n') && Buffer.byteLength(made) <= longestMessage) return made;
  const written = (text(validation['message']) ?? '').trim();
  return written === '' ? `failed expression: ${(text(validation['expression']) ?? '').trim()}` : written;
}

/** Why a policy is not evaluated for an API server of that version: the server takes no policy that uses what it does not know. */
export function newerGap(policy: KubernetesObject, minor: number): Gap | undefined {
  const spec = fields(policy['spec']) ?? {};
  const expressions = ['matchConditions', 'variables', 'validations'].flatMap((list) => entries(spec[list]).flatMap(({ value }) => [text(value['expression']) ?? '', text(value['messageExpression']) ?? '']));
  for (const expression of expressions) {
    const newer = expression === '' ? undefined : newerThan(expression, minor);
    if (newer) return policyGap(policy, `It uses ${newer.name}, which API servers know from 1.${newer.from}`);
  }
  return undefined;
}

function policyGap(policy: KubernetesObject, why: string): Gap {
  return gap('policy-engine', `gap/validating-policy/${policy.metadata.name}`, `What does ValidatingAdmissionPolicy ${policy.metadata.name} say of the pod? ${why}; kubectl create --dry-run=server tells.`);
}
