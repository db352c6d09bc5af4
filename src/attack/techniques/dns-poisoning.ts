import { cart, inShop, podIn, rule } from '../examples.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { entries, fields, text } from '../../cluster/read.ts';
import { mapWriters, writesMap, type TrustedMap } from '../config-maps.ts';
import type { ContainerPlace } from '../places.ts';
import { volumeMountsOf } from '../run-files.ts';
import { trafficState } from '../traffic.ts';
import type { Technique } from '../technique.ts';

const maps: readonly string[] = ['coredns', 'coredns-custom', 'kube-dns', 'node-local-dns'];
const program = /(^|\/)(coredns|[\w-]*hardened-coredns|k8s-dns-kube-dns|k8s-dns-dnsmasq-nanny|[\w-]*k8s-dns-node-cache|ose-coredns[\w-]*)$/;
const client = podIn('blog', 'envFrom: [{secretRef: {name: keys}}]');
const inSystem = (yaml: string): string => yaml.replaceAll('namespace: shop}\nr', 'namespace: kube-system}\nr');
const dns = 'apiVersion: v1\nkind: Pod\nmetadata: {name: coredns, namespace: kube-system}\nspec: {nodeName: worker, containers: [{name: coredns, image: "registry.k8s.io/coredns/coredns:v1.12.4"}]}\n---\n';
const to = 'secret:blog/keys';

const technique: Technique = {
  ...texts(),
  *steps(context) {
    const places = context.containers.filter(answers);
    // What its containers mount decides, and so do the names by which providers know it where nothing of it was given.
    const trusted = new Map([...maps.map((name) => ({ namespace: 'kube-system', name })), ...places.flatMap(mapsOf)].map((map) => [writesMap(map), map]));
    yield* mapWriters(texts(), [...trusted.values()], context);
    for (const state of trusted.keys()) yield { needs: [state], gives: trafficState(null), free: true };
    for (const { container, inside } of places) yield { needs: [inside], gives: trafficState(null), because: () => ({ text: 'it answers for every name of the cluster', evidence: [container.at('image')] }) };
  },
};

export default technique;

/** The DNS of the cluster: where an image says nothing, OpenShift's stands in a namespace of its own. */
function answers({ container, workload }: ContainerPlace): boolean {
  if (workload.namespace === 'kube-system') return program.test(repositoryOf(container.image));
  return workload.namespace === 'openshift-dns' && container.name === 'dns';
}

function mapsOf({ container, workload }: ContainerPlace): readonly TrustedMap[] {
  const mounted = new Set(volumeMountsOf(container).map(({ volume }) => volume));
  return entries(workload.spec['volumes']).flatMap(({ value }) => {
    const name = text(fields(value['configMap'])?.['name']);
    return name === undefined || !mounted.has(text(value['name']) ?? '') ? [] : [{ namespace: workload.namespace, name }];
  });
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/dns-poisoning',
    title: 'answers for the names of others',
    why: 'Programs find each other by name, and the cluster DNS says which address a name has. Whoever writes its configuration, or is inside it, sends what goes to any Service to itself; programs that do not check who answers hand their passwords over.',
    aliases: ['G6'],
    attack: ['T1557'],
    microsoft: ['MS-TA9035'],
    effort: 2,
    detects: 'Changes of the ConfigMaps of CoreDNS, and answers that name addresses outside the cluster.',
    removes: 'Limit writes on ConfigMaps of kube-system by resourceNames to those that are needed.',
    examples: {
      present: [],
      absent: [
        { objects: inSystem(inShop(rule('configmaps', 'get'))) + client, from: cart, to },
        { objects: inShop(rule('configmaps', 'update')) + client, from: cart, to },
        { objects: inSystem(inShop(rule('configmaps', 'patch', 'resourceNames: [leader]'))) + client, from: cart, to },
      ],
      unknown: [
        { objects: inSystem(inShop(rule('configmaps', 'patch', 'resourceNames: [rke2-coredns]'))) + dns.replace('containers: [{', 'volumes: [{name: v, configMap: {name: rke2-coredns}}], containers: [{volumeMounts: [{name: v, mountPath: /etc/coredns}], ') + client, from: cart, to },
        { objects: dns.replace('kube-system', 'openshift-dns').replace('name: coredns, image', 'name: dns, image').replace('registry.k8s.io/coredns/coredns:v1.12.4', `quay.io/openshift-release-dev/ocp@sha256:${'0'.repeat(64)}`) + client, from: 'container:openshift-dns/coredns/dns', to },
        { objects: inSystem(inShop(rule('configmaps', 'patch', 'resourceNames: [coredns]'))) + client, from: cart, to },
        { objects: dns + client, from: 'container:kube-system/coredns/coredns', to },
      ],
    },
  };
}
