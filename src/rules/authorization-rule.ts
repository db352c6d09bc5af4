import { evidence } from '../model/evidence.ts';
import { map } from '../model/fact.ts';
import { authorizersOf } from '../engines/components/api-server.ts';
import { defineRule, type Breach, type Rule } from './define.ts';
import { documents } from './examples.ts';
import { nothingRead, withFlags } from './flag-examples.ts';
import { settingBreach } from './flag-rule.ts';
import type { BaseFactors } from './severity.ts';

export interface AuthorizationRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: BaseFactors;
  /** Whether the authorizers in force break the rule. */
  readonly breaks: (authorizers: readonly string[]) => boolean;
  readonly message: string;
  readonly bad: string;
  /** Authorizers of a file that breaks the rule. */
  readonly badFile: string;
}

const alwaysAllow = 'apiserver-authorization-always-allow';
const flag = '--authorization-mode';
const named = withFlags('kube-apiserver', ['--authorization-config=/etc/kubernetes/authorization.yaml']);

/** A rule about who decides on requests, by the flag or by the file that replaces it. */
export function authorizationRule(row: AuthorizationRule): Rule<'component'> {
  return defineRule<'component'>({
    id: row.id,
    on: 'component',
    component: 'kube-apiserver',
    title: row.title,
    why: row.why,
    fix: row.fix,
    severity: row.severity,
    // AlwaysAllow is the graver fault, and one rule names it.
    appliesTo: (component, { cluster }) => row.id === alwaysAllow || map(authorizersOf(component, cluster), (authorizers) => !authorizers.includes('AlwaysAllow')),
    check: (component, { cluster }) =>
      map(authorizersOf(component, cluster), (authorizers): readonly Breach[] => {
        if (!row.breaks(authorizers)) return [];
        const mode = component.setting(flag);
        if (mode.known) {
          const others = authorizers.filter((name) => !['Node', 'RBAC', 'AlwaysAllow'].includes(name));
          const change = { value: ['Node', 'RBAC', ...others].join(','), breaks: 'Requests that no role grants, and whoever was let in by another authorizer.' };
          return [settingBreach(component, flag, mode.value, { message: row.message, expected: 'Node,RBAC', change })];
        }
        const [file] = cluster.given('AuthorizationConfiguration', 'apiserver.config.k8s.io');
        const ref = file ? cluster.ref(file) : component.ref;
        return [{ message: row.message, object: ref, evidence: [evidence(ref, ['authorizers'], authorizers.join(','))], expected: 'Node,RBAC', factors: { spread: 'cluster' } }];
      }),
    examples: {
      bad: [withFlags('kube-apiserver', [row.bad]), documents(named, fileWith(row.badFile))],
      good: [withFlags('kube-apiserver', ['--authorization-mode=Node,RBAC']), documents(named, fileWith('{type: Node, name: node}, {type: RBAC, name: rbac}'))],
      unknown: [nothingRead, named],
    },
  });
}

function fileWith(authorizers: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [${authorizers}]\n`;
}
