import { certificateRequest, certificates, certManager, issuers } from '../../knowledge/deputies/cert-manager.ts';
import { text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import { refLabel, valueAt } from '../../model/object.ts';
import { controller, custom } from '../deputies/examples.ts';
import { argumentOf, runningOf } from '../deputies/running.ts';
import { readBack } from '../deputies/read-back.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from '../deputies/writing.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, namespace, rule } from '../examples.ts';
import { anyIdentity, clusterAdmin, hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const manager = controller('cert-manager', 'cert-manager', 'quay.io/jetstack/cert-manager-controller:v1.19.0');
const issuer = (kind = 'ClusterIssuer', spec = 'ca: {secretName: root}'): string => `apiVersion: cert-manager.io/v1\nkind: ${kind}\nmetadata: {name: root${kind === 'Issuer' ? ', namespace: blog' : ''}}\nspec: {${spec}}\n---\n`;
const asks = namespace('shop') + inShop(custom('cert-manager.io', 'certificates'));
const own = namespace('shop') + inShop(custom('cert-manager.io', 'certificates'), rule('secrets', 'get', 'resourceNames: [mine]'));
const request = (verbs: string): string => namespace('shop') + inShop(custom('cert-manager.io', 'certificaterequests', verbs));
const made = 'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: root, namespace: cert-manager}\nspec: {isCA: true, secretName: root, issuerRef: {name: self}}\n---\n';

// The key is the writer's own: the certificate alone comes back.
const reads = rightTechnique({ ...texts(), rights: rightsTo(['get', 'list', 'watch'], 'cert-manager.io', 'certificaterequests'), gives: (where) => hub('read-certificate-requests', where), named: (_, where) => [hub('read-certificate-requests', where)] });

const technique: Technique = {
  ...texts(),
  *steps(context) {
    for (const actor of runningOf(certManager, [...certificates, ...issuers], context)) {
      const home = (actor.place && argumentOf(actor.place, '--cluster-resource-namespace')) ?? actor.namespace;
      const able = issuers.flatMap(({ kind, group }) => context.cluster.given(kind, group)).flatMap((object) => {
        const secret = text(valueAt(object, ['spec', 'ca', 'secretName']));
        const ref = context.cluster.ref(object);
        const where = object.kind === 'Issuer' ? (ref.namespace ?? '') : null;
        return secret === undefined || isMade(secret, where ?? home, context) ? [] : [{ ref, secret, where }];
      });
      if (able.length === 0) continue;
      yield* reads.steps(context);
      for (const each of allNamespaces(context)) yield { needs: [hub('read-certificate-requests', null)], gives: hub('read-certificate-requests', each), free: true };
      for (const kind of certificates) {
        yield* writersOf('J5', kind, context, new Set([actor.namespace]));
        yield* intoNamespaces('J5', kind, allNamespaces(context));
        for (const { ref, secret, where } of able) {
          const gaps = [gap('node', `gap/issuer-authority/${where ?? 'cluster'}/${ref.name}`, `Does the API server take clients of the authority in Secret ${where ?? home}/${secret}, by --client-ca-file? kubectl get configmap extension-apiserver-authentication -n kube-system -o yaml`)];
          const because = () => ({ text: `${refLabel(ref)} signs any name`, evidence: [evidence(ref, ['spec', 'ca', 'secretName'], secret)], gaps });
          for (const each of where === null ? allNamespaces(context) : [where]) {
            const backs = kind === certificateRequest ? [hub('read-certificate-requests', each)] : readBack(each);
            for (const back of backs) for (const gives of [clusterAdmin, anyIdentity]) yield { needs: [writeHub('J5', kind, each), back], gives, free: true, certain: false, because };
          }
        }
      }
    }
  },
};


export default technique;

/** An authority that cert-manager made for itself: no API server was started with it. */
function isMade(secret: string, namespace: string, { cluster }: AttackContext): boolean {
  return cluster.given('Certificate', 'cert-manager.io', namespace).some((object) => valueAt(object, ['spec', 'secretName']) === secret);
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/issuer-deputy',
    title: 'has cert-manager sign a login',
    why: 'An issuer with the key of an authority signs any name and any group. If the API server trusts that authority for its clients, such a certificate logs in as anybody, system:masters included.',
    aliases: ['J5'],
    attack: ['T1649'],
    microsoft: [],
    effort: 2,
    detects: 'Certificates with names or organizations of users, and usages of clients, in namespaces of tenants.',
    removes: 'Use an authority of its own for the issuer, or approve requests by a policy.',
    examples: {
      present: [],
      absent: [
        { objects: manager + issuer() + asks, from: cart, to: 'cluster-admin' },
        { objects: manager + issuer() + request('create'), from: cart, to: 'cluster-admin' },
        { objects: manager + issuer('ClusterIssuer', 'acme: {server: "https://acme.example"}') + own, from: cart, to: 'cluster-admin' },
        { objects: manager + issuer() + made + own, from: cart, to: 'cluster-admin' },
        { objects: manager + issuer('Issuer') + own, from: cart, to: 'cluster-admin' },
        { objects: issuer() + own, from: cart, to: 'cluster-admin' },
      ],
      unknown: [{ objects: manager + issuer() + own, from: cart, to: 'cluster-admin' }, { objects: manager + issuer() + request('create, get'), from: cart, to: 'cluster-admin' }],
    },
  };
}
