import { gap, type Gap } from '../../model/gap.ts';
import { app, node, podIn } from '../examples.ts';
import { nodesOf, someNode } from '../places.ts';
import { anyCloud } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const metadataGap: Gap = gap('cloud', 'gap/metadata-service', 'Does the metadata service of the machines answer pods, and with which identity? On AWS the hop limit says so: aws ec2 describe-instances; on GKE workload identity, on Azure the identities of the scale set.');
const providers: Readonly<Record<string, string>> = { aws: 'aws', gce: 'gcp', azure: 'azure' };

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
  *steps({ nodes, containers }) {
    const clouds = new Map(nodes.flatMap(({ name, object }) => {
      const provider = providers[/^(\w+):\/\//.exec(String(Object(object?.['spec'])['providerID'] ?? ''))?.[1] ?? ''];
      return provider === undefined ? [] : [[name, `cloud:${provider}-node-identity`]];
    }));
    if (clouds.size === 0) return;
    const because = (text: string) => () => ({ text, evidence: [], gaps: [metadataGap] });
    for (const { name, state } of nodes) {
      const cloud = clouds.get(name);
      if (cloud !== undefined) yield { needs: [state], gives: cloud, certain: false, because: because('the machine may have an identity, which its metadata service hands out') };
    }
    for (const cloud of new Set(clouds.values())) yield { needs: [cloud], gives: anyCloud, free: true };
    const [some] = clouds.values();
    for (const { inside, workload } of containers) {
      for (const cloud of new Set(nodesOf(workload).map((name) => (name === someNode ? some : clouds.get(name))))) {
        if (cloud !== undefined) yield { needs: [inside], gives: cloud, certain: false, because: because('it may reach the metadata service of its node, which may hand out an identity') };
      }
    }
  },
  examples: {
    present: [],
    absent: [{ objects: node('worker') + podIn('shop'), from: app, to: 'cloud:aws-node-identity' }],
    unknown: [{ objects: `apiVersion: v1\nkind: Node\nmetadata: {name: worker}\nspec: {providerID: "aws:///eu-west-1a/i-0"}\n---\n${podIn('shop')}`, from: app, to: 'cloud:aws-node-identity' }],
  },
});

export default technique;
