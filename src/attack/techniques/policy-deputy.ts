import { policyEngines } from '../../knowledge/deputies/policy-engines.ts';
import { controller, custom, program } from '../deputies/examples.ts';
import { deputySteps } from '../deputies/rows.ts';
import { app, cart, everywhere, inShop, namespace, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const background = controller('kyverno', 'background', 'ghcr.io/kyverno/background-controller:v1.15');
const admission = controller('kyverno', 'kyverno-admission-controller', 'ghcr.io/kyverno/kyverno:v1.15');
const to = 'serviceaccount:kyverno/background';

const technique: Technique = defineTechnique({
  id: 'technique/policy-deputy',
  title: 'has the policy engine make or change objects',
  why: 'Policies may generate objects, change those that are there and change every pod on its way in. Whoever writes a policy does so with the rights of the engine.',
  aliases: ['J9'],
  attack: ['T1546'],
  microsoft: ['MS-TA9015'],
  effort: 2,
  detects: 'Audit events that create or change policies by another user than the pipeline of the platform.',
  removes: 'Let nobody but the platform write policies and mutations, and keep the rights of the engine to what its policies need.',
  *steps(context) {
    yield* deputySteps(policyEngines, context);
  },
  examples: {
    present: [
      { objects: namespace('shop') + admission + podIn('shop') + inShop(custom('kyverno.io', 'policies')), from: cart, to: app },
      { objects: background + everywhere(custom('kyverno.io', 'clusterpolicies')), from: cart, to },
      { objects: program('gatekeeper-system', 'gatekeeper-admin', 'openpolicyagent/gatekeeper:v3.20') + podIn('shop') + everywhere(custom('mutations.gatekeeper.sh', 'assign')), from: cart, to: app },
    ],
    absent: [
      { objects: namespace('shop') + admission + podIn('blog') + inShop(custom('kyverno.io', 'policies')), from: cart, to: 'container:blog/web/app' },
      { objects: everywhere(custom('kyverno.io', 'clusterpolicies')), from: cart, to },
      { objects: background + inShop(custom('kyverno.io', 'clusterpolicies')), from: cart, to },
      { objects: background + everywhere(custom('kyverno.io', 'policyexceptions')), from: cart, to },
      { objects: program('gatekeeper-system', 'gatekeeper-admin', 'openpolicyagent/gatekeeper:v3.20') + podIn('shop') + everywhere(custom('mutations.gatekeeper.sh', 'assignmetadata')), from: cart, to: app },
    ],
    unknown: [{ objects: background + everywhere(custom('kyverno.io', 'clusterpolicies', 'patch')), from: cart, to }],
  },
});

export default technique;
