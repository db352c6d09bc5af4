// CEL as kube-apiserver evaluates it in policies. What cannot be evaluated exactly is said so, never guessed.
import type { Environment, EvaluationError } from '@marcbachmann/cel-js';
import { environment } from './environment.ts';
import { celLibrary } from './library.ts';
import { Failed, Unsupported } from './outcome.ts';
import { prepare } from './prepare.ts';
import { variableToCel } from './values.ts';

export { newerThan } from './versions.ts';
export { lazyFields, type Lazy } from './lazy.ts';
export { variableToCel as celValue } from './values.ts';
export { AuthorizerValue, type AskAuthorizer, type AuthorizerAnswer } from './authorizer.ts';

/**
 * What an expression comes to. `error`: Kubernetes would fail as well, and the failure policy decides. `not evaluated`: it
 * uses what is not known here, so that nothing may be concluded.
 */
export type Outcome =
  | { readonly status: 'value'; readonly value: unknown }
  | { readonly status: 'error'; readonly message: string }
  | { readonly status: 'not evaluated'; readonly reason: string };

type Compiled = ReturnType<Environment['parse']> | Outcome;

const compiled = new Map<string, Compiled>();
const mostCompiled = 10_000;

// Errors of values, which Kubernetes' evaluator raises as well. All others may be limits of the library.
const failures = new Set([
  'no_such_key', 'index_out_of_bounds', 'index_out_of_range', 'division_by_zero', 'modulo_by_zero', 'numeric_overflow', 'invalid_condition_type', 'optional_value_missing',
  'int_conversion_error', 'uint_conversion_error', 'double_conversion_error', 'bool_conversion_error', 'invalid_duration', 'invalid_timestamp', 'invalid_list_element_type',
]);

/**
 * Evaluates an expression. Variables are plain values as JSON gives them, or made by `lazyFields` or `AuthorizerValue`; whole
 * numbers come back as bigint.
 */
export function evaluate(expression: string, variables: Readonly<Record<string, unknown>>): Outcome {
  const program = programOf(expression);
  if (typeof program !== 'function') return program;
  try {
    return { status: 'value', value: program(Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, variableToCel(value)]))) as unknown };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** What is wrong with an expression as it is written; undefined where it can be read. */
export function expressionFault(expression: string): string | undefined {
  const program = programOf(expression);
  if (typeof program === 'function' || program.status === 'value') return undefined;
  return program.status === 'error' ? program.message : program.reason;
}

function programOf(expression: string): Compiled {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  if (compiled.size >= mostCompiled) compiled.clear();
  const program = compile(expression);
  compiled.set(expression, program);
  return program;
}

function compile(expression: string): Compiled {
  try {
    return environment().parse(prepare(expression, environment()));
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Outcome {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (error instanceof Failed || (error instanceof celLibrary().EvaluationError && isFailure(error))) return { status: 'error', message };
  return { status: 'not evaluated', reason: error instanceof Unsupported ? message : `not understood here: ${message}` };
}

/** An operator that does not fit what stands in the object fails in Kubernetes too; one that never fits is no expression it takes. */
function isFailure({ code, message }: EvaluationError): boolean {
  return failures.has(code) || (code === 'no_such_overload' && message.includes('dyn<'));
}
