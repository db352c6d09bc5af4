import { evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import { mapWriters, writesMap } from '../config-maps.ts';
import { cart, everywhere, inShop, rule } from '../examples.ts';
import { clusterAdmin } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const target = { namespace: 'kube-system', name: 'aws-auth' };
const modeGap = gap('cloud', 'gap/eks-authentication-mode', 'Does the cluster still read aws-auth? aws eks describe-cluster --query cluster.accessConfig.authenticationMode: API means no, CONFIG_MAP and API_AND_CONFIG_MAP yes.');
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth, namespace: kube-system}\ndata: {mapRoles: "[]"}\n---\n';
const worker = (label: string): string => `apiVersion: v1\nkind: Node\nmetadata: {name: worker, labels: {${label}: x}}\n---\n`;
const eks = worker('eks.amazonaws.com/nodegroup');

const technique: Technique = defineTechnique({
  id: 'technique/aws-auth',
  title: 'makes an identity of AWS an administrator',
  why: 'EKS reads in the ConfigMap aws-auth which AWS identity is which user and in which groups. Whoever writes it puts an identity of its own into system:masters.',
  aliases: ['B19', 'UPDATE_AWS_AUTH', 'eks_modify_aws_auth'],
  attack: ['T1098.003', 'T1556'],
  microsoft: ['MS-TA9001'],
  effort: 1,
  detects: 'Audit events that change ConfigMap kube-system/aws-auth.',
  removes: 'Turn the cluster to access entries (authentication mode API), or take the right to write ConfigMaps in kube-system away.',
  *steps(context) {
    const { provider } = context.components;
    const object = context.cluster.find('ConfigMap', '', target.namespace, target.name);
    if (provider.known ? provider.value?.name !== 'EKS' : !object) return;
    // Where it was not given it may be there or not: one of both rights is enough.
    yield* mapWriters(this, object ? [target] : [target, { ...target, absent: true }], context);
    yield { needs: [writesMap(target)], gives: clusterAdmin, certain: false, because: () => ({ text: 'aws-auth says who is in system:masters', evidence: object ? [evidence(context.cluster.ref(object), ['data'])] : [], gaps: [modeGap] }) };
  },
  examples: {
    present: [],
    absent: [
      { objects: everywhere(rule('configmaps', 'patch')) + worker('kubernetes.azure.com/cluster') + map, from: cart, to: 'cluster-admin' },
      { objects: everywhere(rule('configmaps', 'patch')), from: cart, to: 'cluster-admin' },
      { objects: inShop(rule('configmaps', 'patch')) + eks + map, from: cart, to: 'cluster-admin' },
      { objects: everywhere(rule('configmaps', 'create')) + eks + map, from: cart, to: 'cluster-admin' },
      { objects: everywhere(rule('configmaps', 'patch', 'resourceNames: [other]')) + eks + map, from: cart, to: 'cluster-admin' },
    ],
    unknown: [
      { objects: everywhere(rule('configmaps', 'patch')) + eks + map, from: cart, to: 'cluster-admin' },
      { objects: everywhere(rule('configmaps', 'update', 'resourceNames: [aws-auth]')) + map, from: cart, to: 'cluster-admin' },
      { objects: everywhere(rule('configmaps', 'create')) + eks, from: cart, to: 'cluster-admin' },
    ],
  },
});

export default technique;
