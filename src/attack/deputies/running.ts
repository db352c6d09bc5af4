import { repositoryOf } from '../../knowledge/neighbours.ts';
import type { CustomKind, Flag, Program } from '../../knowledge/deputies/define.ts';
import { commandLinesOf, flagsOf } from '../../engines/components/command-line.ts';
import { entries, text } from '../../cluster/read.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import type { ContainerPlace } from '../places.ts';

/** A program as it runs in this cluster, or would. */
export interface Running {
  readonly program: Program;
  readonly namespace: string;
  /** Name of its service account. */
  readonly account: string;
  /** Undefined where only its definition and its account were given. */
  readonly place: ContainerPlace | undefined;
  readonly evidence: readonly Evidence[];
  readonly gaps: readonly Gap[];
}

const seen = new WeakMap<AttackContext, { readonly byRepository: ReadonlyMap<string, readonly ContainerPlace[]>; readonly byAccount: ReadonlyMap<string, readonly string[]>; readonly definitions: ReadonlySet<string> }>();

function indexOf(context: AttackContext) {
  let index = seen.get(context);
  if (!index) {
    const byAccount = new Map<string, string[]>();
    for (const [namespace, names] of context.accounts) for (const name of names) if (name !== 'default') byAccount.set(name, [...(byAccount.get(name) ?? []), namespace]);
    index = {
      byRepository: Map.groupBy(context.running, ({ container }) => repositoryOf(container.image)),
      byAccount,
      definitions: new Set(context.cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io').map(({ metadata }) => metadata.name)),
    };
    seen.set(context, index);
  }
  return index;
}

/** Where a program runs. Where it was not seen: the accounts by which its own manifests know it, if its definition or one of its objects was given. */
export function runningOf(program: Program, kinds: readonly CustomKind[], context: AttackContext): readonly Running[] {
  const { byRepository, byAccount } = indexOf(context);
  const places = [...byRepository].filter(([repository]) => program.image.test(repository)).flatMap(([, list]) => list).filter((place) => program.command === undefined || startsWith(place, program.command));
  const found = new Map<string, Running>();
  for (const place of places) {
    if (program.offBy?.some((each) => isSet(place, each))) continue;
    const { namespace, serviceAccount, ref } = place.workload;
    const key = `${namespace}/${serviceAccount.name}`;
    if (!found.has(key)) found.set(key, { program, namespace, account: serviceAccount.name, place, evidence: [evidence(ref, ['spec'])], gaps: [] });
  }
  if (found.size > 0 || places.length > 0) return [...found.values()];
  const defined = kinds.some((kind) => isDefined(kind, context));
  return program.accounts.flatMap((account) => (byAccount.get(account) ?? []).map((namespace) => ({
    program, namespace, account, place: undefined, evidence: [],
    gaps: defined ? [] : [gap('api', `gap/deputy/${account}`, `Does ${program.name} run, as service account ${namespace}/${account}? kubectl get pods -A -o wide`)],
  })));
}

/** Its definition, or an object of it, was given. */
export function isDefined({ group, kind, resource }: CustomKind, context: AttackContext): boolean {
  return indexOf(context).definitions.has(`${resource}.${group}`) || context.cluster.given(kind, group).length > 0;
}

/** All definitions of which the group matches. */
export function definitionsIn(group: RegExp, context: AttackContext): readonly { readonly resource: string; readonly group: string }[] {
  return [...indexOf(context).definitions].flatMap((name) => {
    const at = name.indexOf('.');
    const each = { resource: name.slice(0, at), group: name.slice(at + 1) };
    return group.test(each.group) ? [each] : [];
  });
}

/** Containers of which the image's repository matches. */
export function placesOf(image: RegExp, context: AttackContext): readonly ContainerPlace[] {
  return [...indexOf(context).byRepository].filter(([repository]) => image.test(repository)).flatMap(([, list]) => list);
}

function startsWith({ container }: ContainerPlace, command: RegExp): boolean {
  return commandLinesOf(container).some(({ words }) => words.some(({ word }) => command.test(word)));
}

/** The value of an argument, undefined where it is not given. */
export function argumentOf({ container }: ContainerPlace, flag: string): string | undefined {
  for (const line of commandLinesOf(container)) {
    const written = flagsOf(container, line).get(flag);
    if (written) return written.value;
  }
  return undefined;
}

/** Of a variable of the environment: its value, or the name of the pod's namespace where it is taken from there. */
function variableOf({ container, workload }: ContainerPlace, env: string): string | undefined {
  const variable = entries(container.spec['env']).map((each) => each.value).find((each) => each['name'] === env);
  return text(valueAt(variable, ['valueFrom', 'fieldRef', 'fieldPath'])) === 'metadata.namespace' ? workload.namespace : text(variable?.['value']);
}

function valuesOf(place: ContainerPlace, { flag, env, value, besides }: Flag): readonly string[] {
  if (besides !== undefined && (argumentOf(place, besides) ?? 'false') === 'false') return [];
  const written = flag === undefined ? undefined : argumentOf(place, flag);
  const variable = env === undefined ? undefined : variableOf(place, env);
  return [written, variable].flatMap((each) => (each !== undefined && value.test(each) ? [each] : []));
}

/** The value of an argument or a variable, where it is one that counts. */
export function valueOf(place: ContainerPlace, flag: Flag): string | undefined {
  return valuesOf(place, flag)[0];
}

export function isSet(place: ContainerPlace, flag: Flag): boolean {
  return valuesOf(place, flag).length > 0;
}

/** The namespaces that it looks at, where a lock-down keeps it to some. */
export function watchedBy({ program, place, namespace }: Running): ReadonlySet<string> | undefined {
  for (const flag of place ? (program.ownNamespaceBy ?? []) : []) {
    const value = place && valueOf(place, flag);
    if (value === undefined) continue;
    // `$(POD_NAMESPACE)` that nothing here defines is its own.
    return new Set(flag.names === true ? value.split(',').map((each) => each.trim()).map((each) => (each.startsWith('$(') ? namespace : each)).filter((each) => each !== '') : [namespace]);
  }
  return undefined;
}
