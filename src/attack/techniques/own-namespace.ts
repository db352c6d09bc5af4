import { entries, texts as words } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop, namespace, node, rule } from '../examples.ts';
import { through } from '../guards.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const admission = 'admissionregistration.k8s.io';
const creates = rightTechnique({ ...texts(), rights: rightsTo(['create'], '', 'namespaces'), gives: (where) => (where === null ? hub('create-namespaces', null) : undefined) });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* creates.steps(context);
    const passage = context.guards.inOwn();
    const gaps = [...passage.gaps, ...namespaceGaps(context)];
    yield* through({ ...passage, gaps, rest: [...passage.rest, ...namespaceGaps(context)] }, [hub('create-namespaces', null), hub('make-pods', null)], hub('own-nodes', null), (how) => ({ text: `${how}a new namespace without a Pod Security level lets a privileged pod in`, evidence: [] }));
  },
};

export default technique;

/** What looks at new namespaces could refuse them, or set their level. */
function namespaceGaps({ cluster }: AttackContext): readonly Gap[] {
  const matches = (rules: unknown): boolean => entries(rules).some(({ value }) => words(value['resources']).some((each) => ['*', '*/*', 'namespaces', 'namespaces/*'].includes(each)) && words(value['apiGroups']).some((each) => each === '' || each === '*') && words(value['operations']).some((each) => each === 'CREATE' || each === '*'));
  const webhooks = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].flatMap((kind) => cluster.given(kind, admission)).filter((each) => entries(each['webhooks']).some(({ value }) => matches(value['rules'])));
  const policies = ['MutatingAdmissionPolicy', 'ValidatingAdmissionPolicy'].flatMap((kind) => cluster.given(kind, admission)).filter(({ spec }) => matches(Object(Object(spec).matchConstraints).resourceRules));
  return [...webhooks, ...policies].map(({ kind, metadata: { name } }) => gap('policy-engine', `gap/new-namespace/${name}`, `What does ${kind} ${name} do with a new namespace? kubectl create namespace --dry-run=server tells.`));
}

function texts(): Omit<Technique, 'steps'> {
  const both = [rule('namespaces', 'create'), rule('pods', 'create')];
  const shop = namespace('shop', 'restricted') + node('worker');
  const webhook = `apiVersion: ${admission}/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: look}\nwebhooks: [{name: look.example.com, clientConfig: {url: "https://look.example.com"}, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [namespaces]}]}]\n---\n`;
  return {
    id: 'technique/own-namespace',
    title: 'runs its pods in a namespace of its own making',
    why: 'A new namespace has no Pod Security level but the default, which lets everything in. Whoever creates one and may create pods everywhere has a place for a pod that owns its node.',
    aliases: ['C6'],
    attack: ['T1610'],
    microsoft: ['MS-TA9008'],
    effort: 1,
    detects: 'Audit events that create namespaces by another user than the pipeline.',
    removes: 'Set a default level in the configuration of the PodSecurity plug-in, or take the right to create namespaces away.',
    examples: {
      present: [{ objects: everywhere(...both) + shop, from: cart, to: 'node:worker' }],
      absent: [
        { objects: everywhere(rule('pods', 'create')) + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(rule('namespaces', 'create')) + inShop(rule('pods', 'create')).replaceAll('name: given', 'name: other') + shop, from: cart, to: 'node:worker' },
        { objects: inShop(...both) + shop, from: cart, to: 'node:worker' },
      ],
      unknown: [{ objects: everywhere(...both) + shop + webhook, from: cart, to: 'node:worker' }],
    },
  };
}
