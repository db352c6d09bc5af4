import { gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop } from '../examples.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { groupState, holderState, hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const [users, config] = ['user.openshift.io', 'config.openshift.io'];
const loginGap = gap('person', 'gap/openshift-login', 'Can the attacker log in to OpenShift as some user? Whoever only holds a service account has no user to put into a group or to map.');
const [asGroup, asUser, ownProvider] = [hub('openshift-groups', null), hub('openshift-users', null), hub('openshift-providers', null)];

const rows: readonly Technique[] = [
  rightTechnique({ ...texts(), rights: rightsTo(['update', 'patch'], users, 'groups'), gives: (where) => (where === null ? asGroup : undefined), named: (name, where) => (where === null ? [hub(`openshift-group/${name}`, null)] : []) }),
  rightTechnique({ ...texts(), rights: rightsTo(['create'], users, 'groups'), gives: (where) => (where === null ? asGroup : undefined) }),
  rightTechnique({ ...texts(), rights: [...rightsTo(['create', 'update', 'patch'], users, 'useridentitymappings'), ...rightsTo(['create', 'update', 'patch'], users, 'identities')], gives: (where) => (where === null ? asUser : undefined) }),
  rightTechnique({ ...texts(), rights: rightsTo(['update', 'patch'], config, 'oauths'), gives: (where) => (where === null ? ownProvider : undefined), named: (name, where) => (where === null && name === 'cluster' ? [ownProvider] : []) }),
];

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    if (!isOpenShift(context)) return;
    for (const row of rows) yield* row.steps(context);
    const people = new Map(context.grants.flatMap(({ holders }) => holders).filter(({ kind, name }) => kind !== 'ServiceAccount' && !name.startsWith('system:')).map((holder) => [holderState(holder), holder]));
    const because = (text: string) => () => ({ text, evidence: [], gaps: [loginGap] });
    for (const [state, { kind, name }] of people) {
      yield { needs: [ownProvider], gives: state, because: () => ({ text: 'an identity provider of its own tells the name and the groups of whoever logs in', evidence: [] }) };
      if (kind === 'User') yield { needs: [asUser], gives: state, certain: false, because: because(`an identity may be mapped to user ${name}`) };
      if (kind !== 'Group') continue;
      yield { needs: [asGroup], gives: hub(`openshift-group/${name}`, null), free: true };
      yield { needs: [hub(`openshift-group/${name}`, null)], gives: groupState(name), certain: false, because: because(`Group ${name} may be given another member`) };
    }
  },
};

export default technique;

function isOpenShift({ components: { provider }, cluster }: AttackContext): boolean {
  if (provider.known && provider.value !== null && provider.value.name !== 'OpenShift') return false;
  return (provider.known && provider.value !== null) || cluster.given('OAuth', config).length > 0 || cluster.given('Group', users).length > 0 || cluster.given('ClusterVersion', config).length > 0;
}

function texts(): Omit<Technique, 'steps'> {
  const rule = (group: string, resource: string, verb: string, more = ''): string => `{apiGroups: [${group}], resources: [${resource}], verbs: [${verb}]${more}}`;
  const oauth = `apiVersion: ${config}/v1\nkind: OAuth\nmetadata: {name: cluster}\nspec: {}\n---\n`;
  const boss = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: boss}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: boss}, {kind: Group, name: chiefs}]\n';
  return {
    id: 'technique/openshift-login',
    title: 'rewrites who is who in OpenShift',
    why: 'OpenShift keeps its identity providers, the users behind logins and the members of groups in objects. Whoever writes them logs in as another user, or joins a group.',
    aliases: ['B21'],
    attack: ['T1556'],
    microsoft: [],
    effort: 1,
    detects: 'Audit events that change OAuth, Group, Identity or UserIdentityMapping objects.',
    removes: 'Take the rights to write them away from everybody but the operators and the synchronization of groups.',
    examples: {
      present: [
        { objects: everywhere(rule(config, 'oauths', 'patch')) + oauth + boss, from: cart, to: 'user:boss' },
        { objects: everywhere(rule(config, 'oauths', 'update', ', resourceNames: [cluster]')) + oauth + boss, from: cart, to: 'group:chiefs' },
      ],
      absent: [
        { objects: everywhere(rule(config, 'oauths', 'patch')) + boss, from: cart, to: 'user:boss' },
        { objects: everywhere(rule(config, 'oauths', 'get')) + oauth + boss, from: cart, to: 'user:boss' },
        { objects: inShop(rule(config, 'oauths', 'patch')) + oauth + boss, from: cart, to: 'user:boss' },
        { objects: everywhere(rule(users, 'groups', 'update', ', resourceNames: [clerks]')) + oauth + boss, from: cart, to: 'group:chiefs' },
        { objects: everywhere(rule('""', 'groups', 'update')) + oauth + boss, from: cart, to: 'group:chiefs' },
      ],
      unknown: [
        { objects: everywhere(rule(users, 'groups', 'update', ', resourceNames: [chiefs]')) + oauth + boss, from: cart, to: 'group:chiefs' },
        { objects: everywhere(rule(users, 'useridentitymappings', 'create')) + oauth + boss, from: cart, to: 'user:boss' },
      ],
    },
  };
}
