import { entries, text, texts } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';

/** Annotations by which controllers serve TLS with no `spec.tls`; the value decides where a pattern is given. */
const annotations: Readonly<Record<string, RegExp>> = {
  'alb.ingress.kubernetes.io/certificate-arn': /./,
  'alb.ingress.kubernetes.io/listen-ports': /"HTTPS"/,
  'networking.gke.io/managed-certificates': /./,
  'networking.gke.io/certmap': /./,
  'ingress.gcp.kubernetes.io/pre-shared-cert': /./,
  'appgw.ingress.kubernetes.io/appgw-ssl-certificate': /./,
  'traefik.ingress.kubernetes.io/router.tls': /^true$/,
};

function hasCertificateByAnnotation({ metadata }: KubernetesObject): boolean {
  return Object.entries(annotations).some(([name, pattern]) => pattern.test(metadata.annotations?.[name] ?? ''));
}

/** An entry without hosts takes the wildcard certificate of the controller; a wildcard stands for exactly one label. */
function servesTls(host: string, ingress: KubernetesObject): boolean {
  return entries(valueAt(ingress, ['spec', 'tls'])).some(({ value }) => {
    const hosts = texts(value['hosts']);
    return hosts.length === 0 || hosts.includes(host) || hosts.includes(host.replace(/^[^.]+/, '*'));
  });
}

const example = (tls: string, annotated = ''): string => `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: shop${annotated}}\nspec: {${tls}rules: [{host: www.shop.example}, {host: pay.shop.example}]}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'ingress-without-tls',
  on: 'object',
  kinds: ['networking.k8s.io/Ingress', 'extensions/Ingress'],
  title: 'Ingress serves in clear',
  why: 'Whoever is between the client and the cluster reads passwords and sessions, and changes what either side gets.',
  fix: 'Name the hosts under spec.tls with a Secret that holds their certificate, and have the controller send HTTP to HTTPS.',
  severity: { gain: 'information', position: 'anyone', effort: 'one more weakness' },
  check: ({ ref, object }) => {
    if (hasCertificateByAnnotation(object)) return [];
    const rules = entries(valueAt(object, ['spec', 'rules']));
    if (rules.length === 0) return servesTls('', object) ? [] : [{ message: 'serves in clear: no certificate is named', evidence: [evidence(ref, ['spec', 'tls'])], expected: 'spec.tls' }];
    return rules.flatMap(({ index, value }) => {
      const host = text(value['host']) ?? '';
      if (servesTls(host, object)) return [];
      return [{ message: `serves ${host === '' ? 'every host' : host} in clear: spec.tls does not name it`, evidence: [evidence(ref, ['spec', 'rules', index, 'host'], host === '' ? undefined : host)], expected: 'the host under spec.tls' }];
    });
  },
  examples: {
    bad: [example(''), example('tls: [{hosts: [www.shop.example], secretName: www}], '), example('tls: [{hosts: ["*.example"], secretName: www}], '), 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: shop}\nspec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n'],
    good: [example('tls: [{hosts: [www.shop.example, pay.shop.example], secretName: www}], '), example('tls: [{hosts: ["*.shop.example"], secretName: www}], '), example('tls: [{secretName: www}], '), example('', ', annotations: {alb.ingress.kubernetes.io/certificate-arn: "arn:aws:acm:a"}')],
    unknown: [],
  },
});

export default rule;
