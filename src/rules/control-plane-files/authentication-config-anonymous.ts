import { entries, fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Rule } from '../define.ts';

const health = /^\/(healthz|livez|readyz)(\/.*)?$/;
const healthPaths = [{ path: '/livez' }, { path: '/readyz' }, { path: '/healthz' }];

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'authentication-config-anonymous',
  on: 'object',
  kinds: ['apiserver.config.k8s.io/AuthenticationConfiguration'],
  title: 'Anonymous requests are taken beyond health paths',
  why: 'Anyone who reaches the API server asks questions as system:anonymous. One careless binding gives that user rights, and flaws before authentication are open to all.',
  fix: 'Set anonymous.enabled to false, or list only /livez, /readyz and /healthz under anonymous.conditions. kubeadm join by token needs anonymous access to one ConfigMap.',
  severity: { gain: 'information', position: 'anyone', effort: 'one more weakness', spread: 'cluster' },
  // A file that is silent leaves the default, and apiserver-anonymous-auth names that.
  appliesTo: ({ object }) => fields(object['anonymous']) !== undefined,
  check: ({ ref, object }) => {
    const anonymous = fields(object['anonymous']);
    if (anonymous?.['enabled'] !== true) return [];
    const paths = entries(anonymous['conditions']).map(({ index, value }) => ({ index, path: text(value['path']) ?? '' }));
    const wide = paths.find(({ path }) => !health.test(path));
    if (paths.length > 0 && !wide) return [];
    return [
      {
        message: wide ? `lets anonymous requests reach ${wide.path}` : 'lets anonymous requests reach every path',
        evidence: [wide ? evidence(ref, ['anonymous', 'conditions', wide.index, 'path'], wide.path) : evidence(ref, ['anonymous', 'conditions'])],
        expected: 'conditions with health paths only',
        change: {
          target: ref,
          title: 'Limit anonymous requests to health paths',
          edits: [{ op: 'set', path: ['anonymous', 'conditions'], value: healthPaths }],
          breaks: 'Clients that read other paths without credentials, kubeadm join by token among them.',
        },
      },
    ];
  },
  examples: {
    bad: [file('{enabled: true}'), file('{enabled: true, conditions: [{path: /livez}, {path: /api}]}')],
    good: [file('{enabled: false}'), file('{enabled: true, conditions: [{path: /livez}, {path: /readyz}]}')],
    unknown: [],
  },
});

function file(anonymous: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nmetadata: {name: a}\nanonymous: ${anonymous}\n`;
}

export default rule;
