import { texts } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';

const service = (spec: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{port: 443}]${spec}}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'service-external-ips',
  on: 'object',
  kinds: ['/Service'],
  title: 'Service takes over addresses by externalIPs',
  why: 'Every node sends what is meant for these addresses to the pods of the Service. Nothing checks whom an address belongs to: traffic of other pods to it is read and answered (CVE-2020-8554).',
  fix: 'Use a LoadBalancer Service or an Ingress, and turn on the admission plug-in DenyServiceExternalIPs.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness', spread: 'cluster' },
  check: ({ ref, object }) =>
    texts(valueAt(object, ['spec', 'externalIPs'])).map((address, index) => ({
      message: `takes what is sent to ${address}`,
      evidence: [evidence(ref, ['spec', 'externalIPs', index], address)],
      expected: 'no externalIPs',
      change: {
        target: ref,
        title: 'Drop the external addresses',
        edits: [{ op: 'remove', path: ['spec', 'externalIPs'] }],
        breaks: 'Clients that use these addresses reach the Service no more.',
        verify: `kubectl get service ${ref.name} -n ${ref.namespace ?? ''} -o jsonpath={.spec.externalIPs}`,
      },
    })),
  examples: { bad: [service(', externalIPs: [192.0.2.7, 192.0.2.8]')], good: [service(''), service(', externalIPs: []')], unknown: [] },
});

export default rule;
