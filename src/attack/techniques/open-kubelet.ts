import type { Component } from '../../engines/components/index.ts';
import { all, any, map, type Fact } from '../../model/fact.ts';
import { app, calico, node, podIn } from '../examples.ts';
import { nodeReach } from '../node-reach.ts';
import { groupState, hub } from '../states.ts';
import { defineTechnique, type Reason, type Step, type Technique } from '../technique.ts';
import type { AttackContext } from '../context.ts';

const config = (anonymous: boolean, mode: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: |\n    kind: KubeletConfiguration\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    authentication: {anonymous: {enabled: ${anonymous}}, webhook: {enabled: true}}\n    authorization: {mode: ${mode}}\n---\n`;
const worker = 'apiVersion: v1\nkind: Node\nmetadata: {name: worker}\nstatus: {nodeInfo: {kubeletVersion: v1.34.0}, addresses: [{type: InternalIP, address: 10.1.0.1}]}\n---\n';
const two = podIn('shop') + podIn('blog', '', 'serviceAccountName: x').replace('containers:', 'hostname: x, containers:');
const held = calico + 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}\n---\n';
const to = 'container:blog/web/app';

const technique: Technique = defineTechnique({
  id: 'technique/open-kubelet',
  title: 'opens a shell through a kubelet that asks nobody',
  why: 'Port 10250 of a node runs commands in all its pods. A kubelet that lets everybody do so runs them for whoever reaches the port, past the API server and its log; one that allows all to whoever logs in runs them for any token of a service account.',
  aliases: ['H3'],
  attack: ['T1609'],
  microsoft: ['MS-TA9030'],
  effort: 1,
  detects: 'Connections of pods to port 10250, and processes that no request of the API server began.',
  removes: 'Set authentication.anonymous.enabled to false and authorization.mode to Webhook in the configuration of the kubelet.',
  *steps(context) {
    const kubelets = openKubelets(context);
    if (kubelets.length === 0) return;
    const reach = nodeReach(context, 'nodes', 10250);
    const nodes = hub('reach-kubelets', null);
    for (const { inside, workload } of context.containers) {
      const able = reach(workload);
      if (able.known && !able.value) continue;
      yield { needs: [inside], gives: nodes, certain: able.known, because: () => ({ text: 'it may connect to port 10250 of nodes', evidence: [], gaps: able.known ? [] : able.gaps }) };
    }
    for (const { state } of context.nodes) yield { needs: [state], gives: nodes };
    for (const { component, anybody, loggedIn } of kubelets) {
      for (const name of component.nodes) {
        const open = hub('open-kubelet', name);
        yield* opening([nodes], open, anybody, 'the kubelet runs commands for everybody');
        yield* opening([nodes, groupState('system:authenticated')], open, loggedIn, 'the kubelet runs commands for whoever logs in');
        for (const { inside } of context.containersOn(name)) yield { needs: [open], gives: inside, free: true };
      }
    }
  },
  examples: {
    present: [
      { objects: worker + two + config(true, 'AlwaysAllow'), from: app, to },
      { objects: worker + two + config(false, 'AlwaysAllow'), from: app, to },
    ],
    absent: [
      { objects: worker + two + config(false, 'Webhook'), from: app, to },
      { objects: worker + two + config(true, 'Webhook'), from: app, to },
      // A file that is silent leaves what holds for files, and no flag's default.
      { objects: worker + two + config(true, 'AlwaysAllow').replace(/    auth.*\n/g, ''), from: app, to },
      { objects: worker + two + config(true, 'AlwaysAllow') + held, from: app, to },
    ],
    unknown: [{ objects: worker + node('other') + two, from: app, to }],
  },
});

export default technique;

interface OpenKubelet {
  readonly component: Component;
  readonly anybody: Fact<boolean>;
  readonly loggedIn: Fact<boolean>;
}

/** Kubelets that are open to somebody, or may be as far as was read. */
function openKubelets({ components }: AttackContext): readonly OpenKubelet[] {
  const byLikeness = new Map<string, Omit<OpenKubelet, 'component'>>();
  return components.of('kubelet').filter(({ found }) => found).flatMap((component): OpenKubelet[] => {
    let facts = byLikeness.get(component.likeness);
    if (!facts) {
      const is = (name: string, value: string): Fact<boolean> => map(component.setting(name), (setting) => setting.value === value);
      const allows = is('authorization.mode', 'AlwaysAllow');
      const logins = any(is('authentication.webhook.enabled', 'true'), map(component.setting('authentication.x509.clientCAFile'), ({ value }) => value !== null && value !== ''));
      byLikeness.set(component.likeness, (facts = { anybody: all(is('authentication.anonymous.enabled', 'true'), allows), loggedIn: all(allows, logins) }));
    }
    return [facts.anybody, facts.loggedIn].some((fact) => !fact.known || fact.value) ? [{ component, ...facts }] : [];
  });
}

function* opening(needs: Step['needs'], gives: string, fact: Fact<boolean>, text: string): Generator<Step> {
  if (fact.known && !fact.value) return;
  const because = (): Reason => ({ text, evidence: fact.known ? fact.evidence : [], gaps: fact.known ? [] : fact.gaps });
  yield { needs, gives, free: true, certain: fact.known, because };
}

