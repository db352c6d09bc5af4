import { gap, type Gap } from '../../model/gap.ts';
import { cart, everywhere, inShop, rule as core } from '../examples.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { allSecrets, clusterAdmin, hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const group = 'apiregistration.k8s.io';
const rule = (verbs: string, more = ''): string => `{apiGroups: [${group}], resources: [apiservices], verbs: [${verbs}]${more}}`;
const serviceGap: Gap = gap('person', 'gap/service-of-its-own', 'Does a program that the holder controls stand behind some Service? Pods that run with the account, and what selects them, show it: kubectl get pods,services -A -o wide');

/** Versions of which the answers make the cluster: what kubelets run, what controllers make, who may do what. */
const strong: ReadonlySet<string> = new Set(['v1.', 'v1.apps', 'v1.batch', 'v1.rbac.authorization.k8s.io']);
const [write, writeCore, service] = [hub('register-apis', null), hub('register-the-core-api', null), hub('write-services', null)];

const registers = rightTechnique({
  // Those of Kubernetes itself are there whatever was read: to change one is enough.
  ...texts(), rights: rightsTo(['create', 'update', 'patch'], group, 'apiservices'),
  gives: (namespace) => (namespace === null ? write : undefined),
  named: (name, namespace) => (namespace === null && strong.has(name) ? [name === 'v1.' ? writeCore : hub('register-a-built-in-api', null)] : []),
});
const serves = rightTechnique({ ...texts(), rights: rightsTo(['create', 'update', 'patch'], '', 'services'), gives: () => service, named: () => [service] });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* registers.steps(context);
    yield* serves.steps(context);
    yield { needs: [write], gives: writeCore, free: true };
    yield { needs: [writeCore], gives: hub('register-a-built-in-api', null), free: true };
    const because = (gaps: readonly Gap[]) => () => ({ text: 'requests for that group of the API go to a Service of the attacker’s choice', evidence: [], gaps });
    for (const [state, gives] of [[writeCore, allSecrets], [hub('register-a-built-in-api', null), clusterAdmin]] as const) {
      yield { needs: [state, service], gives, because: because([]) };
      yield { needs: [state], gives, certain: false, because: because([serviceGap]) };
    }
  },
};

export default technique;

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/register-api',
    title: 'answers a part of the API itself',
    why: 'An APIService names the Service that answers a group of the API, one of Kubernetes itself as well: the attacker then reads what is written there, and tells kubelets and controllers what to run.',
    aliases: ['C7'],
    attack: ['T1557'],
    microsoft: [],
    effort: 2,
    detects: 'Audit events that create or change an APIService.',
    removes: 'Take the right to write APIServices away, or limit it by resourceNames.',
    examples: {
      present: [
        { objects: everywhere(rule('create'), core('services', 'create')), from: cart, to: 'cluster-admin' },
        { objects: everywhere(rule('patch', ', resourceNames: [v1.]'), core('services', 'patch', 'resourceNames: [web]')), from: cart, to: 'all-secrets' },
      ],
      absent: [
        { objects: inShop(rule('create'), core('services', 'create')), from: cart, to: 'cluster-admin' },
        { objects: everywhere(rule('patch', ', resourceNames: [v1beta1.metrics.k8s.io]'), core('services', 'create')), from: cart, to: 'cluster-admin' },
        { objects: everywhere(rule('get, delete'), core('services', 'create')), from: cart, to: 'cluster-admin' },
      ],
      unknown: [{ objects: everywhere(rule('create')), from: cart, to: 'cluster-admin' }],
    },
  };
}
