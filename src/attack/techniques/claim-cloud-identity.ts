import { gap, type Gap } from '../../model/gap.ts';
import { cloudAccounts } from '../cloud-identities.ts';
import { cart, everywhere, inShop, rule } from '../examples.ts';
import { namesIn } from '../programs.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const role = 'arn:aws:iam::111122223333:role/boss';
const account = (name: string, namespace = 'shop', more = ''): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: ${namespace}${more}}\n---\n`;
const boss = account('boss', 'shop', `, annotations: {eks.amazonaws.com/role-arn: "${role}"}`);
const to = `cloud:${role}`;
const space = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';

const trustGap: Gap = gap('cloud', 'gap/cloud-trust', 'Which service accounts does the identity trust: one by its name, or all of a namespace? Its trust policy or federated credentials say so.');

const changes = rightsTo(['update', 'patch'], '', 'serviceaccounts');
const mints = rightsTo(['create'], '', 'serviceaccounts', 'token');
const writes: Technique = rightTechnique({
  ...texts(),
  rights: [...rightsTo(['create'], '', 'serviceaccounts'), ...changes],
  gives: (where) => hub('claim-cloud', where),
  named: (name, where, { accounts }) => (where === null ? [...accounts.keys()] : [where]).filter((each) => accounts.get(each)?.has(name) === true).map((each) => hub('claim-cloud', `${each}/${name}`)),
});
const tokens: Technique = rightTechnique({ ...texts(), rights: mints, gives: (where) => hub('token-of-any', where), named: (name, where) => [hub('token-of-any', where === null ? `*/${name}` : `${where}/${name}`)] });

const technique: Technique = {
  ...texts(),
  *steps(context) {
    yield* writes.steps(context);
    yield* tokens.steps(context);
    const all = cloudAccounts(context);
    if (all.length === 0) return;
    const names = [...namesIn(context, [...changes, ...mints])];
    for (const namespace of new Set([...context.cluster.namespaces, ...context.accounts.keys()])) {
      const own = all.filter((each) => each.namespace === namespace);
      // An identity that trusts a whole namespace has an account there, as a rule: others are anybody's guess.
      for (const what of ['claim-cloud', 'token-of-any']) yield { needs: [hub(what, null)], gives: hub(what, namespace), free: true };
      if (own.length === 0) continue;
      for (const name of names) {
        const one = `${namespace}/${name}`;
        for (const what of ['claim-cloud', 'token-of-any']) yield { needs: [hub(what, namespace)], gives: hub(what, one), free: true };
        yield { needs: [hub('token-of-any', `*/${name}`)], gives: hub('token-of-any', one), free: true };
      }
      for (const { state, mark, evidence } of own) {
        const because = () => ({ text: `an account of ${namespace} that says ${mark} asks for that identity`, evidence: [evidence], gaps: [trustGap] });
        // The account that is changed and the one whose token is made must be the same.
        for (const at of [namespace, ...names.map((name) => `${namespace}/${name}`)]) {
          for (const token of [hub('token-of-any', at), hub('pods', namespace)]) yield { needs: [hub('claim-cloud', at), token], gives: state, free: true, certain: false, because };
        }
      }
    }
  },
};

export default technique;

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/claim-cloud-identity',
    title: 'writes a cloud identity onto a service account of its own',
    why: 'Which cloud identity a service account asks for stands in an annotation, and an identity often trusts every account of a namespace, or one by its name that anybody may create who may create accounts. Its tokens then are logins of that identity.',
    aliases: ['I5'],
    attack: ['T1098.003'],
    microsoft: ['MS-TA9020'],
    effort: 2,
    detects: 'Audit events that change annotations of service accounts; logins of the identity from a new subject.',
    removes: 'Let identities trust one account by namespace and name, and take writes on service accounts away.',
    examples: {
      present: [],
      absent: [
        { objects: space + boss + account('cart') + account('other') + inShop(rule('serviceaccounts', 'patch', 'resourceNames: [cart]'), '{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [other]}'), from: cart, to },
        { objects: space + boss + inShop(rule('serviceaccounts', 'patch')), from: cart, to },
        { objects: space + boss + inShop(rule('serviceaccounts', 'get'), '{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [cart]}'), from: cart, to },
        { objects: space + boss.replace('namespace: shop', 'namespace: blog') + inShop(rule('serviceaccounts', 'patch'), '{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [cart]}') + account('cart'), from: cart, to },
      ],
      unknown: [
        { objects: space + boss + account('cart') + inShop(rule('serviceaccounts', 'patch', 'resourceNames: [cart]'), '{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [cart]}'), from: cart, to },
        { objects: space + boss + everywhere(rule('serviceaccounts', 'create'), '{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [mine]}'), from: cart, to },
      ],
    },
  };
}
