import { holderLabel, type Holder, type Right } from '../../engines/rights.ts';
import type { AttackContext } from '../context.ts';
import { isMasters, may } from '../escalations.ts';
import { cart, everywhere } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { anyIdentity, clusterAdmin, groupState, holderState, hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const group = 'certificates.k8s.io';
const requests = 'certificatesigningrequests';
const signer = 'kubernetes.io/kube-apiserver-client';
const nodeSigner = 'kubernetes.io/kube-apiserver-client-kubelet';
const approval: readonly Right[] = rightsTo(['update', 'patch'], group, requests, 'approval');
const rule = (resources: string, verbs: string, more = ''): string => `{apiGroups: [certificates.k8s.io], resources: [${resources}], verbs: [${verbs}]${more}}`;
const approves = rule('certificatesigningrequests/approval', 'patch');
const boss = '---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: boss}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: boss}]\n';

const clusterWide = (what: string) => (namespace: string | null) => (namespace === null ? hub(what, null) : undefined);
const creates = rightTechnique({ ...texts(), rights: rightsTo(['create'], group, requests), gives: clusterWide('request-certificates') });
const reads = rightTechnique({ ...texts(), rights: rightsTo(['get', 'list', 'watch'], group, requests), gives: clusterWide('read-certificates'), named: (_, namespace) => (namespace === null ? [hub('read-certificates', null)] : []) });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* creates.steps(context);
    yield* reads.steps(context);
    for (const [name, what] of [[signer, 'approve-clients'], [nodeSigner, 'approve-kubelets']] as const) {
      yield { needs: [clusterAdmin], gives: hub(what, null), because: () => ({ text: 'cluster-admin may do everything', evidence: [] }) };
      for (const holder of context.holdersOf(...approval, { verb: 'approve', group, resource: 'signers' })) {
        if (isMasters(holder) || !mayApprove(holder, name, context)) continue;
        yield { needs: [holderState(holder)], gives: hub(what, null), because: () => ({ text: `${holderLabel(holder)} may approve requests to ${name}`, evidence: [] }) };
      }
    }
    const because = () => ({ text: 'a request that is approved is signed', evidence: [] });
    const read = [hub('request-certificates', null), hub('read-certificates', null)];
    yield { needs: [...read, hub('approve-clients', null)], gives: anyIdentity, because };
    yield { needs: [...read, hub('approve-kubelets', null)], gives: hub('be-any-node', null), because };
    // That of a node stands in a certificate for clients as well.
    yield { needs: [anyIdentity], gives: hub('be-any-node', null), free: true };
    for (const subject of new Map(context.grants.flatMap(({ holders }) => holders).map((holder) => [holderState(holder), holder])).values()) {
      // The plug-in CertificateSubjectRestriction refuses that one group.
      if (!isMasters(subject) && subject.kind !== 'ServiceAccount') yield { needs: [anyIdentity], gives: holderState(subject), free: true };
    }
  },
};

export default technique;

/** One request asks for both rights: whoever has them by different bindings has them all the same. */
function mayApprove(holder: Holder, name: string, { authorizer }: AttackContext): boolean {
  const domain = `${name.slice(0, name.indexOf('/'))}/*`;
  const signs = [name, domain].some((each) => may(authorizer, holder, 'approve', 'signers', { group, name: each }));
  return signs && ['update', 'patch'].some((verb) => may(authorizer, holder, verb, requests, { group, subresource: 'approval' }));
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/sign-certificate',
    title: 'has a client certificate signed for any name',
    why: 'Whoever may create a certificate request, approve it for the signer of API clients and read the answer, is any user and in any group but system:masters, for as long as the certificate is good: it cannot be taken back.',
    aliases: ['B16', 'GENERATE_CLIENT_CERTIFICATE', 'approve_csrs'],
    attack: ['T1649'],
    microsoft: [],
    effort: 1,
    detects: 'Audit events that approve a CertificateSigningRequest by another user than the controllers.',
    removes: 'Take the right to approve, or the signer of API clients, away.',
    examples: {
      present: [{ objects: everywhere(rule('certificatesigningrequests', 'create, get'), approves, rule('signers', 'approve', `, resourceNames: [${signer}]`)) + boss, from: cart, to: 'user:boss' }],
      absent: [
        { objects: everywhere(rule('certificatesigningrequests', 'create, get'), approves, rule('signers', 'approve', ', resourceNames: [example.com/own]')) + boss, from: cart, to: 'user:boss' },
        { objects: everywhere(rule('certificatesigningrequests', 'create, get'), approves, rule('signers', 'approve', `, resourceNames: [${signer}]`)) + boss, from: cart, to: groupState('system:masters') },
        { objects: everywhere(rule('certificatesigningrequests', 'create'), approves, rule('signers', 'approve')) + boss, from: cart, to: 'user:boss' },
      ],
      unknown: [],
    },
  };
}
