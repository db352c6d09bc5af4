import type { Finding, Severity } from '../model/assessment.ts';
import { valueAt, type KubernetesObject } from '../model/object.ts';
import type { Exception, Scope } from './file.ts';

const levels: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
const patterns = new Map<string, RegExp>();

/** Whether the exception speaks of that finding. Graver, or of another value than was accepted: it is open again. */
export function speaksOf(exception: Exception, finding: Finding, objectOf: (finding: Finding) => KubernetesObject | undefined): boolean {
  const { rules, findings, scope, upTo, value } = exception;
  const named = findings.length > 0 ? findings.includes(finding.id) : rules.includes(finding.rule) || rules.includes('*');
  if (!named || !inScope(scope, finding)) return false;
  if (upTo !== null && levels.indexOf(finding.severity) > levels.indexOf(upTo)) return false;
  if (value !== null && finding.value !== value) return false;
  const wanted = Object.entries(scope.labels);
  return wanted.length === 0 || hasLabels(wanted, objectOf(finding));
}

function inScope({ kinds, namespaces, names, containers }: Scope, { object, container }: Finding): boolean {
  // A Namespace lies in itself.
  const namespace = object.namespace ?? (object.kind === 'Namespace' ? object.name : '');
  return fits(kinds, object.kind) && fits(namespaces, namespace) && fits(names, object.name) && fits(containers, container ?? '');
}

function fits(list: readonly string[], text: string): boolean {
  return list.length === 0 || list.some((pattern) => regexOf(pattern).test(text));
}

/** `*` is any text, `?` one character; all others are themselves. */
function regexOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  // Neighbouring stars would try every way to share a text.
  const made = new RegExp(`^${pattern.replaceAll(/\*+/g, '*').replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
  patterns.set(pattern, made);
  return made;
}

/** Where pods are made from a template, its labels and annotations count beside those of the object. */
export const templates: readonly (readonly string[])[] = [['metadata'], ['spec', 'template', 'metadata'], ['spec', 'jobTemplate', 'metadata'], ['spec', 'jobTemplate', 'spec', 'template', 'metadata']];

function hasLabels(wanted: readonly (readonly [string, string])[], object: KubernetesObject | undefined): boolean {
  if (!object) return false;
  const maps = templates.map((path) => valueAt(object, [...path, 'labels']));
  return wanted.every(([key, value]) => maps.some((labels) => labels !== null && typeof labels === 'object' && Object.hasOwn(labels, key) && (labels as Readonly<Record<string, unknown>>)[key] === value));
}
