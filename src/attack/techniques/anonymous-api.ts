import { letsAnonymousIn } from '../../engines/components/api-server.ts';
import { all, any, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { internet, userState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const openGap: Gap = gap('cloud', 'gap/api-server-reach', 'Who reaches the API server over the network? No object of the cluster shows its firewall or whether its address is private.');
const to = 'user:system:anonymous';
const server = (flag: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.34.0", command: [kube-apiserver, "--authorization-mode=Node,RBAC", "--anonymous-auth=${flag}"]}]}\n`;

const files = (anonymous: string): string => `${server('').replace('--anonymous-auth=', '--authentication-config=/etc/a.yaml')}---\napiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous: ${anonymous}\n`;

const technique: Technique = defineTechnique({
  id: 'technique/anonymous-api',
  title: 'asks the API server without logging in',
  why: 'A request without credentials is that of system:anonymous, and may do what is bound to it or to the group system:unauthenticated.',
  aliases: ['H1'],
  attack: ['T1190', 'T1078.001'],
  microsoft: ['MS-TA9029'],
  effort: 1,
  detects: 'Audit events of system:anonymous that are allowed.',
  removes: 'Bind nothing to system:anonymous and system:unauthenticated, or allow anonymous requests for health paths only.',
  *steps(context) {
    const open = anonymous(context);
    const reach = all(open, unknown(openGap));
    if (reach.known && !reach.value) return;
    yield { needs: [internet], gives: userState('system:anonymous'), certain: reach.known, because: () => ({ text: 'anonymous requests are let in', evidence: [...(open.known ? open.evidence : [])].slice(0, 1), gaps: reach.known ? [] : reach.gaps }) };
  },
  examples: {
    present: [],
    absent: [{ objects: server('False'), from: internet, to }, { objects: server('true').replace('"--authorization-mode=Node,RBAC", ', ''), from: internet, to }, { objects: files('{enabled: true, conditions: [{path: /livez}]}'), from: internet, to }, { objects: files('{enabled: false}'), from: internet, to }, { objects: server('false'), from: internet, to }, { objects: server('true').replace('Node,RBAC', 'AlwaysAllow'), from: internet, to }],
    unknown: [{ objects: files('{enabled: true}'), from: internet, to }, { objects: server('true').replace(', "--anonymous-auth=true"', ''), from: internet, to }, { objects: server('true'), from: internet, to }],
  },
});

export default technique;

function anonymous({ components, cluster }: AttackContext): Fact<boolean> {
  return any(...components.of('kube-apiserver').map((server) => letsAnonymousIn(server, cluster)));
}
