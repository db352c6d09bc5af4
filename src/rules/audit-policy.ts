import { entries, text, texts, type Fields } from '../cluster/read.ts';
import type { KubernetesObject } from '../model/object.ts';

/** One request as the audit policy sees it. */
export interface AuditedRequest {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/exec`. */
  readonly resource: string;
  /** Empty for what has no namespace. */
  readonly namespace: string;
  readonly name: string;
}

export type AuditLevel = 'None' | 'Metadata' | 'Request' | 'RequestResponse';

/** The rule that decides on a request, the first that matches, and its level; None where none does. */
export function auditOf(policy: KubernetesObject, request: AuditedRequest): { readonly level: AuditLevel; readonly index: number | null } {
  const found = entries(policy['rules']).find(({ value }) => matches(value, request));
  return found ? { level: levelOf(found.value), index: found.index } : { level: 'None', index: null };
}

export function levelOf(rule: Fields): AuditLevel {
  const level = rule['level'];
  return level === 'Metadata' || level === 'Request' || level === 'RequestResponse' ? level : 'None';
}

function matches(rule: Fields, request: AuditedRequest): boolean {
  const { users, userGroups, verbs, namespaces } = listsOf(rule);
  if (users.length > 0 && !users.includes(request.user)) return false;
  if (userGroups.length > 0 && !request.groups.some((group) => userGroups.includes(group))) return false;
  if (verbs.length > 0 && !verbs.includes(request.verb)) return false;
  if (namespaces.length > 0 && !namespaces.includes(request.namespace)) return false;
  const resources = entries(rule['resources']);
  if (resources.length > 0) return resources.some(({ value }) => namesResource(value, request));
  // A rule with nothing but paths is about requests for no resource.
  return namespaces.length > 0 || texts(rule['nonResourceURLs']).length === 0;
}

/** Whether one entry of a rule's resources names the resource of a request. */
export function namesResource(entry: Fields, { group, resource, name }: Pick<AuditedRequest, 'group' | 'resource' | 'name'>): boolean {
  const named = text(entry['group']) ?? '';
  if (named !== group && named !== '*') return false;
  const resources = texts(entry['resources']);
  if (resources.length === 0) return true;
  const names = texts(entry['resourceNames']);
  if (names.length > 0 && !names.includes(name)) return false;
  const [kind, subresource] = resource.split('/');
  return resources.some((each) => each === resource || each === '*' || (subresource !== undefined && each === `*/${subresource}`) || each === `${kind}/*`);
}

/** The lists that limit a rule; an empty one limits nothing. */
export function listsOf(rule: Fields): Readonly<Record<'users' | 'userGroups' | 'verbs' | 'namespaces', readonly string[]>> {
  return { users: texts(rule['users']), userGroups: texts(rule['userGroups']), verbs: texts(rule['verbs']), namespaces: texts(rule['namespaces']) };
}
