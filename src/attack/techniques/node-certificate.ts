import { cart, everywhere, node } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { groupState, hub, userState } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const group = 'certificates.k8s.io';
const rule = (resources: string, verbs: string, more = ''): string => `{apiGroups: [certificates.k8s.io], resources: [${resources}], verbs: [${verbs}]${more}}`;
const clusterWide = (what: string) => (namespace: string | null) => (namespace === null ? hub(what, null) : undefined);
// The approver of kubelet requests asks for this right of whoever made the request.
const automatic = rightTechnique({ ...texts(), rights: rightsTo(['create'], group, 'certificatesigningrequests', 'nodeclient'), gives: clusterWide('approved-as-node') });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* automatic.steps(context);
    const reads = [hub('request-certificates', null), hub('read-certificates', null)];
    yield { needs: [...reads, hub('approved-as-node', null)], gives: hub('be-any-node', null), because: () => ({ text: 'requests for kubelet certificates are approved by themselves, whatever node they name', evidence: [] }) };
    for (const { name } of context.nodes) yield { needs: [hub('be-any-node', null)], gives: userState(`system:node:${name}`), free: true };
    yield { needs: [hub('be-any-node', null)], gives: groupState('system:nodes'), free: true };
  },
};

export default technique;

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/node-certificate',
    title: 'gets a certificate in the name of a node',
    why: 'Requests for kubelet certificates are approved without a person for whoever has the right to nodeclient, as joining nodes do; the name in the request may be that of a node that is there already.',
    aliases: ['B17'],
    attack: ['T1649'],
    microsoft: [],
    effort: 1,
    detects: 'A CertificateSigningRequest that names a node which did not just join.',
    removes: 'Take certificatesigningrequests/nodeclient from everybody but the group of joining nodes.',
    examples: {
      present: [{ objects: everywhere(rule('certificatesigningrequests', 'create, get'), rule('certificatesigningrequests/nodeclient', 'create')) + node('worker'), from: cart, to: 'user:system:node:worker' }],
      absent: [{ objects: everywhere(rule('certificatesigningrequests', 'create, get')) + node('worker'), from: cart, to: 'user:system:node:worker' }],
      unknown: [],
    },
  };
}
