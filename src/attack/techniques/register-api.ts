import { gap, type Gap } from '../../model/gap.ts';
import { cart, everywhere, inShop, rule as core } from '../examples.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { allSecrets, clusterAdmin, hub, type State } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const group = 'apiregistration.k8s.io';
const rule = (verbs: string, more = ''): string => `{apiGroups: [${group}], resources: [apiservices], verbs: [${verbs}]${more}}`;
const serviceGap: Gap = gap('person', 'gap/service-of-its-own', 'Does a program that the holder controls stand behind some Service? Pods that run with the account, and what selects them, show it: kubectl get pods,services -A -o wide');

const takenGap: Gap = gap('api', 'gap/missing-api', 'Is an APIService of Kubernetes itself missing, so that it can be created? kubectl get apiservices');

/** Versions of which the answers make the cluster: what kubelets run, what controllers make, who may do what. */
const strong: ReadonlySet<string> = new Set(['v1.', 'v1.apps', 'v1.batch', 'v1.rbac.authorization.k8s.io']);
const [write, writeCore, service] = [hub('register-apis', null), hub('register-the-core-api', null), hub('write-services', null)];

const registers = rightTechnique({
  // Those of Kubernetes itself are there whatever was read: to change one is enough.
  ...texts(), rights: rightsTo(['update', 'patch'], group, 'apiservices'),
  gives: (namespace) => (namespace === null ? write : undefined),
  named: (name, namespace) => (namespace === null && strong.has(name) ? [name === 'v1.' ? writeCore : hub('register-a-built-in-api', null)] : []),
});
// Only once the one that is there is gone.
const clusterWide = (what: string) => (namespace: string | null): State | undefined => (namespace === null ? hub(what, null) : undefined);
const creates = rightTechnique({ ...texts(), rights: rightsTo(['create'], group, 'apiservices'), gives: clusterWide('create-apis') });
const deletes = rightTechnique({
  ...texts(), rights: rightsTo(['delete', 'deletecollection'], group, 'apiservices'), gives: clusterWide('delete-apis'),
  named: (name, namespace) => (namespace === null && strong.has(name) ? [hub(name === 'v1.' ? 'delete-the-core-api' : 'delete-a-built-in-api', null)] : []),
});
const serves = rightTechnique({ ...texts(), rights: rightsTo(['create', 'update', 'patch'], '', 'services'), gives: () => service, named: () => [service] });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    for (const row of [registers, creates, deletes, serves]) yield* row.steps(context);
    for (const [gone, gives] of [['delete-apis', write], ['delete-the-core-api', writeCore], ['delete-a-built-in-api', hub('register-a-built-in-api', null)]] as const) yield { needs: [hub('create-apis', null), hub(gone, null)], gives, free: true };
    yield { needs: [hub('create-apis', null)], gives: write, certain: false, because: () => ({ text: 'one that is not there may be created', evidence: [], gaps: [takenGap] }) };
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
        { objects: everywhere(rule('update'), core('services', 'create')), from: cart, to: 'cluster-admin' },
        { objects: everywhere(rule('create, delete'), core('services', 'create')), from: cart, to: 'cluster-admin' },
        { objects: everywhere(rule('patch', ', resourceNames: [v1.]'), core('services', 'patch', 'resourceNames: [web]')), from: cart, to: 'all-secrets' },
      ],
      absent: [
        { objects: inShop(rule('create'), core('services', 'create')), from: cart, to: 'cluster-admin' },
        { objects: everywhere(rule('patch', ', resourceNames: [v1beta1.metrics.k8s.io]'), core('services', 'create')), from: cart, to: 'cluster-admin' },
        { objects: everywhere(rule('get, delete'), core('services', 'create')), from: cart, to: 'cluster-admin' },
      ],
      unknown: [{ objects: everywhere(rule('create'), core('services', 'create')), from: cart, to: 'cluster-admin' }, { objects: everywhere(rule('patch')), from: cart, to: 'cluster-admin' }],
    },
  };
}
