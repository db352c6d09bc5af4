import { entries, fields, text, texts, type Fields } from '../../cluster/read.ts';
import { gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { selectorsMatch, type Matched } from './match.ts';
import type { AdmissionObjects } from './objects.ts';
import { together, type Verdict } from './policies.ts';
import { notEvaluated } from './webhooks.ts';

const kyverno = 'kyverno.io';
const gatekeeper = 'constraints.gatekeeper.sh';
// A rule for one of these is also applied to the pods they make, and the other way round.
const podMakers = ['Pod', 'Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob', 'ReplicaSet', 'ReplicationController'];

/** Kyverno's policies and Gatekeeper's constraints that select the pod. Their rules are not evaluated here; each is named as open. */
export function policyEngines(objects: AdmissionObjects, request: Matched): Verdict {
  const policies = objects.ofGroup(kyverno).filter(({ kind }) => kind === 'ClusterPolicy' || kind === 'Policy');
  return together([...policies.flatMap((policy) => kyvernoRules(policy, request)), ...objects.ofGroup(gatekeeper).flatMap((constraint) => gatekeeperConstraint(constraint, request))]);
}

function kyvernoRules(policy: KubernetesObject, request: Matched): readonly Verdict[] {
  if (policy.kind === 'Policy' && policy.metadata.namespace !== request.namespace) return [];
  const spec = fields(policy['spec']) ?? {};
  if (spec['admission'] === false) return [];
  return entries(spec['rules']).flatMap(({ value: rule }) => {
    if (!selectsPod(fields(rule['match']) ?? {}, request)) return [];
    const name = text(rule['name']) ?? '';
    const gate = { kind: 'kyverno', name: policy.metadata.name, part: name, evaluated: false, ...(policy.kind === 'Policy' && { namespace: request.namespace }) } as const;
    return [notEvaluated(gate, gap('policy-engine', `gap/kyverno/${policy.metadata.name}/${name}`, `What does rule ${name} of Kyverno's ${policy.kind} ${policy.metadata.name} say of the pod? kyverno apply tells.`))];
  });
}

/** `any` and `all` of a rule, or the resources written directly below `match`. What is not understood may select the pod. */
function selectsPod(match: Fields, request: Matched): boolean {
  const holds = (clause: Fields): boolean => resourcesSelect(fields(clause['resources']), request);
  if (Array.isArray(match['any'])) return entries(match['any']).some(({ value }) => holds(value));
  if (Array.isArray(match['all'])) return entries(match['all']).every(({ value }) => holds(value));
  return holds(match);
}

function resourcesSelect(resources: Fields | undefined, request: Matched): boolean {
  if (!resources) return true;
  const kinds = texts(resources['kinds']);
  const namespaces = texts(resources['namespaces']);
  const names = [...texts(resources['names']), ...[text(resources['name'])].filter((name) => name !== undefined)];
  const hasKind = kinds.length === 0 || kinds.some((kind) => podMakers.some((each) => globMatches(kind.split('/').at(-1) ?? '', each)));
  const hasNamespace = namespaces.length === 0 || namespaces.some((each) => globMatches(each, request.namespace));
  const hasName = names.length === 0 || names.some((each) => globMatches(each, request.name));
  return hasKind && hasNamespace && hasName && selectorsMatch(resources['namespaceSelector'], resources['selector'], request) !== false;
}

function gatekeeperConstraint(constraint: KubernetesObject, request: Matched): readonly Verdict[] {
  const spec = fields(constraint['spec']) ?? {};
  const match = fields(spec['match']) ?? {};
  const kinds = entries(match['kinds']).map(({ value }) => value);
  const inGroup = (kind: Fields): boolean => texts(kind['apiGroups']).some((each) => each === '*' || each === '') && texts(kind['kinds']).some((each) => each === '*' || each === 'Pod');
  if (kinds.length > 0 && !kinds.some(inGroup)) return [];
  if (match['scope'] === 'Cluster') return [];
  const [namespaces, excluded] = [texts(match['namespaces']), texts(match['excludedNamespaces'])];
  if (namespaces.length > 0 && !namespaces.some((each) => globMatches(each, request.namespace))) return [];
  if (excluded.some((each) => globMatches(each, request.namespace))) return [];
  if (selectorsMatch(match['namespaceSelector'], match['labelSelector'], request) === false) return [];
  const gate = { kind: 'gatekeeper', name: constraint.metadata.name, part: constraint.kind, evaluated: false } as const;
  return [notEvaluated(gate, gap('policy-engine', `gap/gatekeeper/${constraint.kind}/${constraint.metadata.name}`, `What does Gatekeeper's ${constraint.kind} ${constraint.metadata.name} say of the pod? gator test tells.`))];
}

/** `*` for any characters and `?` for one. */
export function globMatches(pattern: string, text: string): boolean {
  let [at, star, back] = [0, -1, 0];
  let index = 0;
  while (index < text.length) {
    if (at < pattern.length && (pattern[at] === '?' || (pattern[at] !== '*' && pattern[at] === text[index]))) {
      at++;
      index++;
    } else if (pattern[at] === '*') [star, back] = [at++, index];
    else if (star >= 0) [at, index] = [star + 1, ++back];
    else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
