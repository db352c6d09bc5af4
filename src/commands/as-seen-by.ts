import { readFileSync } from 'node:fs';
import { readManifests } from '../lang/manifests.ts';
import type { Maybe } from '../attack/context.ts';
import { userState } from '../attack/states.ts';
import { gap } from '../model/gap.ts';
import type { KubernetesObject } from '../model/object.ts';
import { UsageError } from './exit.ts';

/** Whose review it is, nobody wrote down. */
export const reviewed = 'REVIEWED';

/** The same if all that could hold in the whole cluster does. */
const everywhere = 'REVIEWED-EVERYWHERE';

/** No namespace has this name, and so no RoleBinding stands in it: its review lists what holds in the whole cluster, and nothing else. */
const nowhere = 'glacis-nowhere';

const rbac = 'rbac.authorization.k8s.io';
const reviewFor = (namespace: string): string => `kubectl create -o json -f - <<< '{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"${namespace}"}}'`;
const how = `Make one with the token in question: ${reviewFor('NAMESPACE')}`;

export interface Reviews {
  /** What the token may do in each namespace, and what surely holds in the whole cluster, as roles and their bindings. */
  readonly objects: readonly KubernetesObject[];
  /** What may hold in the whole cluster as well. */
  readonly maybe: Maybe | undefined;
  /** What a reader must know of the answers. */
  readonly notes: readonly string[];
}

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface Review {
  readonly namespace: string;
  readonly rules: readonly Rule[];
  readonly incomplete: boolean;
}

/**
 * Reads SelfSubjectRulesReviews. An answer lists the rules of the RoleBindings of its namespace and those of all ClusterRoleBindings,
 * and does not tell them apart: all of it holds in that namespace, and a rule that some answer lacks does not hold in the whole cluster.
 * That of a namespace without RoleBindings is what holds everywhere.
 * @param namespace for an answer that does not say for which it was asked
 * @param bare whether it is known that a namespace holds no RoleBindings
 * @throws UsageError
 */
export function readReviews(files: readonly string[], namespace: string | undefined, bare: (namespace: string) => boolean): Reviews {
  const reviews = files.flatMap((file) => reviewsIn(file, namespace));
  const places = [...new Set(reviews.map((each) => each.namespace))];
  const plain = reviews.filter((each) => each.namespace === nowhere || bare(each.namespace));
  // Those that are surely of the whole cluster, or else those that no answer lacks.
  const common = inAll(plain.length > 0 ? plain : reviews);
  const local = places.filter((place) => place !== nowhere).map((place) => ({ place, rules: reviews.filter((each) => each.namespace === place).flatMap(({ rules }) => rules.filter(({ resources }) => resources !== undefined)) }));
  const within = (user: string, suffix: string) => local.flatMap(({ place, rules }) => bound(user, `reviewed${suffix}`, rules, place));
  const sure = plain.length > 0;
  const maybe = !sure && common.length > 0;
  return {
    objects: [...within(reviewed, ''), ...(sure ? bound(reviewed, 'reviewed', common) : []), ...(maybe ? [...within(everywhere, '-everywhere'), ...bound(everywhere, 'reviewed-everywhere', common)] : [])],
    maybe: maybe ? { from: userState(reviewed), to: userState(everywhere), text: 'the rules that every review lists may hold in the whole cluster', gaps: [gap('api', 'gap/reviewed-everywhere', `Which rights of the token hold in the whole cluster? With it: kubectl auth can-i VERB RESOURCE -A for one of them; for all, one more --as-seen-by with a review of a namespace that is not there: ${reviewFor(nowhere)}`)] } : undefined,
    notes: [toldOf(places, sure, common.length), ...(reviews.some(({ incomplete }) => incomplete) ? ['The API server calls the review incomplete: an authorizer that cannot list rules may allow more.'] : [])],
  };
}

function toldOf(places: readonly string[], sure: boolean, common: number): string {
  const shown = places.filter((place) => place !== nowhere);
  const where = shown.length === 0 ? 'the whole cluster' : `${shown.length === 1 ? 'namespace' : 'namespaces'} ${shown.join(', ')}`;
  if (sure) return shown.length === 0 ? 'What the token may do is known in the whole cluster only: what it may do in one namespace alone is not.' : `What the token may do is known in the whole cluster, and in ${where}; in other namespaces it may do more.`;
  if (common === 0) return `What the token may do is known in ${where} only. No rule is in every review: none holds in the whole cluster.`;
  return `What the token may do is known in ${where} only. ${places.length === 1 ? 'A review does' : 'Reviews do'} not tell which of ${places.length === 1 ? 'its' : 'the'} rules${places.length === 1 ? '' : ' that all of them list'} hold in the whole cluster: --unknown shows what follows if all do. A review of namespace ${nowhere}, which is not there, decides it.`;
}

function bound(user: string, name: string, rules: readonly Rule[], namespace?: string): readonly KubernetesObject[] {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  return [
    { apiVersion: `${rbac}/v1`, kind, metadata, rules },
    { apiVersion: `${rbac}/v1`, kind: `${kind}Binding`, metadata, roleRef: { apiGroup: rbac, kind, name }, subjects: [{ kind: 'User', apiGroup: rbac, name: user }] },
  ];
}

/** Rules that no answer lacks. */
function inAll([first, ...others]: readonly Review[]): readonly Rule[] {
  const keys = others.map(({ rules }) => new Set(rules.map(keyOf)));
  return (first?.rules ?? []).filter((rule) => keys.every((each) => each.has(keyOf(rule))));
}

function keyOf({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: Rule): string {
  return JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs].map((list) => list.toSorted()));
}

function reviewsIn(file: string, namespace: string | undefined): readonly Review[] {
  const values: unknown[] = [];
  let broken = false;
  readManifests(bytesOf(file), {
    onDocument: ({ value }) => values.push(value),
    onProblem: ({ severity }) => (broken ||= severity === 'invalid'),
  });
  const objects = values.flatMap((value) => (Array.isArray(map(value)?.['items']) ? list(map(value)?.['items']) : (map(value) ?? [])));
  const reviews = objects.filter((object) => object['kind'] === 'SelfSubjectRulesReview');
  if (broken || reviews.length === 0 || reviews.length < objects.length || reviews.some((each) => map(each['status']) === undefined)) throw new UsageError(`${file} is no SelfSubjectRulesReview with an answer`, how);
  return reviews.map((review) => {
    const status = map(review['status']) ?? {};
    const written = map(review['spec'])?.['namespace'];
    const place = typeof written === 'string' && written !== '' ? written : namespace;
    if (place === undefined) throw new UsageError(`${file} does not say for which namespace it was asked`, 'Say it: --namespace NAME');
    return { namespace: place, rules: [...list(status['resourceRules']).map(resourceRule), ...list(status['nonResourceRules']).map(({ verbs, nonResourceURLs }) => ({ verbs: texts(verbs), nonResourceURLs: texts(nonResourceURLs) }))], incomplete: status['incomplete'] === true };
  });
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: Readonly<Record<string, unknown>>): Rule {
  const names = texts(resourceNames);
  return { verbs: texts(verbs), apiGroups: texts(apiGroups), resources: texts(resources), ...(names.length === 0 ? {} : { resourceNames: names }) };
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`--as-seen-by ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, how);
  }
}

function map(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(map).filter((each) => each !== undefined) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
