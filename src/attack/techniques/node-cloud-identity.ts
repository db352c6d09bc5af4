import { fields, text } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { knownClouds, standInLabel } from '../../knowledge/clouds.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { app, calico, node, podIn } from '../examples.ts';
import { metadataReach } from '../node-reach.ts';
import { nodesOf, someNode } from '../places.ts';
import { anyCloud, type State } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const metadataGap: Gap = gap('cloud', 'gap/metadata-service', 'Does the metadata service of the machines answer pods, and with which identity? On AWS the hop limit says so: aws ec2 describe-instances; on GKE workload identity, on Azure the identities of the scale set.');
const providers: Readonly<Record<string, string>> = { aws: 'aws', gce: 'gcp', azure: 'azure' };

const aws = 'apiVersion: v1\nkind: Node\nmetadata: {name: worker}\nspec: {providerID: "aws:///eu-west-1a/i-0"}\n---\n';
const gke = (more: string): string => `apiVersion: v1\nkind: Node\nmetadata: {name: worker${more}}\nspec: {providerID: "gce://project/zone/worker"}\n---\n`;
const refused = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}, {ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}]}\n---\n';

const technique: Technique = defineTechnique({
  id: 'technique/node-cloud-identity',
  title: 'takes the cloud identity of the node',
  why: 'The metadata service of a cloud machine hands out credentials of its identity to whoever asks from it, pods included where nothing stops them.',
  aliases: ['I1'],
  attack: ['T1552.005'],
  microsoft: ['MS-TA9033', 'MS-TA9028'],
  effort: 1,
  detects: 'Requests to 169.254.169.254 from pods.',
  removes: 'Limit the hops of the metadata service, and refuse egress to it by a NetworkPolicy.',
  *steps(context) {
    const { nodes, containers } = context;
    const clouds = new Map(nodes.flatMap(({ name, object }) => {
      // Behind a serverless node stand machines of the provider, without such a service.
      if (object?.metadata.labels?.['eks.amazonaws.com/compute-type'] === 'fargate') return [];
      const provider = providers[/^(\w+):\/\//.exec(text(fields(object?.['spec'])?.['providerID']) ?? '')?.[1] ?? ''];
      return provider === undefined ? [] : [[name, `cloud:${provider}-node-identity`]];
    }));
    if (clouds.size === 0) return;
    const because = (why: string, gaps: readonly Gap[] = []) => () => ({ text: why, evidence: [], gaps: [metadataGap, ...gaps] });
    const reach = metadataReach(context, [...new Set(knownClouds.filter(({ name }) => ['AWS', 'Google Cloud', 'Azure'].includes(name)).flatMap(({ metadata }) => metadata.slice(0, 1)))]);
    for (const { name, state } of nodes) {
      const cloud = clouds.get(name);
      if (cloud !== undefined) yield { needs: [state], gives: cloud, certain: false, because: because('the machine may have an identity, which its metadata service hands out') };
    }
    for (const cloud of new Set(clouds.values())) yield { needs: [cloud], gives: anyCloud, free: true };
    const [some] = clouds.values();
    // In place of the metadata service of such a machine another one answers, with the identity of the pod.
    const own = new Set(nodes.filter(({ object }) => object?.metadata.labels?.[standInLabel] === 'true').map(({ name }) => name));
    const all = new Set(clouds.values()).size;
    const cloudsOf = (workload: Workload): ReadonlySet<State> => {
      const found = new Set<State>();
      for (const name of nodesOf(workload)) {
        const cloud = name === someNode ? some : clouds.get(name);
        if (cloud !== undefined && (workload.hostNetwork || !own.has(name))) found.add(cloud);
        if (found.size === all) break;
      }
      return found;
    };
    for (const { inside, workload } of containers) {
      const able = reach(workload);
      if (able.known && !able.value) continue;
      for (const cloud of cloudsOf(workload)) {
        yield { needs: [inside], gives: cloud, certain: false, because: because('it may reach the metadata service of its node, which may hand out an identity', able.known ? [] : able.gaps) };
      }
    }
  },
  examples: {
    present: [],
    absent: [
      { objects: aws.replace('name: worker', 'name: worker, labels: {eks.amazonaws.com/compute-type: fargate}') + podIn('shop'), from: app, to: 'cloud:aws-node-identity' },
      { objects: node('worker') + podIn('shop'), from: app, to: 'cloud:aws-node-identity' },
      { objects: aws + podIn('shop') + calico + refused, from: app, to: 'cloud:aws-node-identity' },
      { objects: gke(', labels: {iam.gke.io/gke-metadata-server-enabled: "true"}') + podIn('shop'), from: app, to: 'cloud:gcp-node-identity' },
    ],
    unknown: [
      { objects: aws + podIn('shop'), from: app, to: 'cloud:aws-node-identity' },
      { objects: aws + podIn('shop') + refused, from: app, to: 'cloud:aws-node-identity' },
      { objects: aws + podIn('shop', '', 'hostNetwork: true') + calico + refused, from: app, to: 'cloud:aws-node-identity' },
      { objects: gke('') + podIn('shop'), from: app, to: 'cloud:gcp-node-identity' },
      { objects: gke(', labels: {iam.gke.io/gke-metadata-server-enabled: "true"}') + podIn('shop', '', 'hostNetwork: true'), from: app, to: 'cloud:gcp-node-identity' },
    ],
  },
});

export default technique;
