import { podTemplates } from '../../knowledge/deputies/pod-templates.ts';
import { custom, definition, program } from '../deputies/examples.ts';
import { deputySteps } from '../deputies/rows.ts';
import { cart, inShop, namespace, podIn } from '../examples.ts';
import { accountState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const boss = namespace('shop') + podIn('shop', '', 'serviceAccountName: boss');
const may = (where: string): string => inShop('{apiGroups: [apps], resources: [replicasets], verbs: [create]}').replaceAll('name: given, namespace: shop', `name: rollouts, namespace: ${where}`).replaceAll('name: given', 'name: rollouts').replace('name: cart, namespace: shop', 'name: argo-rollouts, namespace: argo');
const rollouts = inShop(custom('argoproj.io', 'rollouts'));

const technique: Technique = defineTechnique({
  id: 'technique/template-deputy',
  title: 'writes a custom resource that becomes a pod',
  why: 'Many operators make pods from a template in their objects. Whoever writes one runs a pod, with any service account of the namespace, without the right to create pods.',
  aliases: ['J12'],
  attack: ['T1053.007', 'T1610'],
  microsoft: ['MS-TA9014'],
  effort: 1,
  detects: 'Audit events that create or change such objects by other users than the pipeline.',
  removes: 'Treat the right to write these objects as the right to create pods, and take it away.',
  *steps(context) {
    yield* deputySteps(podTemplates, context);
  },
  examples: {
    present: [
      { objects: boss + program('argo', 'argo-rollouts', 'quay.io/argoproj/argo-rollouts:v1.8') + may('shop') + rollouts, from: cart, to: accountState('shop', 'boss') },
      { objects: boss + program('argo', 'argo-rollouts', 'quay.io/argoproj/argo-rollouts:v1.8') + rollouts, from: cart, to: accountState('shop', 'boss') },
      { objects: boss + definition('prometheuses', 'monitoring.coreos.com') + inShop(custom('monitoring.coreos.com', 'prometheuses')), from: cart, to: accountState('shop', 'boss') },
    ],
    absent: [
      { objects: boss + program('argo', 'argo-rollouts', 'quay.io/argoproj/argo-rollouts:v1.8') + may('blog') + rollouts, from: cart, to: accountState('shop', 'boss') },
      { objects: boss + rollouts, from: cart, to: accountState('shop', 'boss') },
      { objects: boss + definition('prometheuses', 'monitoring.coreos.com') + inShop(custom('monitoring.coreos.com', 'prometheusrules')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + definition('prometheuses', 'monitoring.coreos.com') + inShop(custom('monitoring.coreos.com', 'prometheuses', 'update')), from: cart, to: accountState('shop', 'boss') },
    ],
    unknown: [{
      objects: `${boss}${definition('prometheuses', 'monitoring.coreos.com')}${inShop(custom('monitoring.coreos.com', 'prometheuses'))}---\napiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: accounts}\nspec: {rules: [{name: a, match: {any: [{resources: {kinds: [Prometheus]}}]}, validate: {message: no}}]}\n`,
      from: cart, to: accountState('shop', 'boss'),
    }],
  },
});

export default technique;
