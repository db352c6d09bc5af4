import { cart, everywhere, inShop, namespace, node, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub, openState } from '../states.ts';
import type { Technique } from '../technique.ts';

const technique: Technique = rightTechnique({
  id: 'technique/loosen-pod-security',
  title: 'takes the Pod Security level off a namespace',
  why: 'The level stands in a label of the namespace. Whoever may change the namespace sets it to privileged, and then creates any pod there.',
  aliases: ['C5', 'PATCH_NAMESPACE_TO_BYPASS_PSA'],
  attack: ['T1562.001', 'T1610'],
  microsoft: ['MS-TA9018'],
  effort: 1,
  detects: 'Audit events that change labels of namespaces.',
  removes: 'Take update and patch of namespaces away, or refuse changes of that label by a ValidatingAdmissionPolicy.',
  rights: rightsTo(['update', 'patch'], '', 'namespaces'),
  gives: (where) => (where === null ? hub('loosen', null) : openState('pod-security', where)),
  named: (name, where) => (where === null || where === name ? [openState('pod-security', name)] : []),
  *spread({ cluster }) {
    for (const name of cluster.namespaces) yield { needs: [hub('loosen', null)], gives: openState('pod-security', name), free: true };
  },
  examples: {
    present: [
      { objects: everywhere(rule('pods', 'create'), rule('namespaces', 'patch')) + namespace('shop', 'restricted') + node('worker'), from: cart, to: 'node:worker' },
      { objects: inShop(rule('pods', 'create'), rule('namespaces', 'update', 'resourceNames: [shop]')) + namespace('shop', 'baseline') + node('worker'), from: cart, to: 'node:worker' },
    ],
    absent: [{ objects: inShop(rule('pods', 'create'), rule('namespaces', 'patch', 'resourceNames: [blog]')) + namespace('shop', 'restricted') + node('worker'), from: cart, to: 'node:worker' }],
    unknown: [],
  },
});

export default technique;
