import { all, known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { internet, userState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const openGap: Gap = gap('cloud', 'gap/api-server-reach', 'Who reaches the API server over the network? No object of the cluster shows its firewall or whether its address is private.');
const to = 'user:system:anonymous';
const server = (flag: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.34.0", command: [kube-apiserver, "--anonymous-auth=${flag}"]}]}\n`;

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
    absent: [{ objects: server('false'), from: internet, to }, { objects: server('true').replace('[kube-apiserver, ', '[kube-apiserver, --authorization-mode=AlwaysAllow, '), from: internet, to }],
    unknown: [{ objects: server('true'), from: internet, to }],
  },
});

export default technique;

function anonymous({ components }: AttackContext): Fact<boolean> {
  const [server] = components.of('kube-apiserver');
  if (!server) return known(true);
  // With AlwaysAllow the API server lets nobody in without a login, whatever the flag says.
  const mode = server.setting('--authorization-mode');
  if (mode.known && mode.value.origin === 'flag' && (mode.value.value ?? '').split(',').includes('AlwaysAllow')) return known(false);
  return map(server.setting('--anonymous-auth'), ({ value }) => value !== 'false');
}
