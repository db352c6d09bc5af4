import { readFileSync } from 'node:fs';
import { readYaml } from '../lang/yaml/read.ts';
import type { KubernetesObject } from '../model/object.ts';
import { UsageError } from './exit.ts';

/** Whose review it is, nobody wrote down. */
export const reviewed = 'REVIEWED';

const rbac = 'rbac.authorization.k8s.io';
const how = 'Make one with the token in question: kubectl create -o json -f - <<< \'{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"NAMESPACE"}}\'';

export interface Review {
  /** What the token may do in its namespace, as a role and its binding. */
  readonly objects: readonly KubernetesObject[];
  /** What a reader must know of the answer. */
  readonly notes: readonly string[];
}

/** Reads a SelfSubjectRulesReview. The API server mixes what is bound in the namespace with what is bound everywhere: all of it is known there, and nothing elsewhere. @throws UsageError */
export function readReview(file: string, namespace: string | undefined): Review {
  const { value, problems } = readYaml(textOf(file));
  const review = map(value);
  const status = map(review?.['status']);
  if (problems.length > 0 || review?.['kind'] !== 'SelfSubjectRulesReview' || !status) throw new UsageError(`${file} is no SelfSubjectRulesReview with an answer`, how);
  const written = map(review['spec'])?.['namespace'];
  const place = namespace ?? (typeof written === 'string' && written !== '' ? written : undefined);
  if (place === undefined) throw new UsageError(`${file} does not say for which namespace it was asked`, 'Say it: --namespace NAME');
  const rules = list(status['resourceRules']).map(({ verbs, apiGroups, resources, resourceNames }) => ({ verbs: texts(verbs), apiGroups: texts(apiGroups), resources: texts(resources), ...(texts(resourceNames).length === 0 ? {} : { resourceNames: texts(resourceNames) }) }));
  const metadata = { name: 'reviewed', namespace: place };
  return {
    objects: [
      { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules },
      { apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata, roleRef: { apiGroup: rbac, kind: 'Role', name: metadata.name }, subjects: [{ kind: 'User', apiGroup: rbac, name: reviewed }] },
    ],
    notes: [
      `What the token may do is known in namespace ${place} only: a review does not tell which of its rights hold elsewhere or in the whole cluster.`,
      ...(status['incomplete'] === true ? ['The API server calls the review incomplete: an authorizer that cannot list rules may allow more.'] : []),
    ],
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
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
