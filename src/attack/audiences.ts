import { known, unknown, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { AttackContext } from './context.ts';

const audiencesGap: Gap = gap('flags', 'gap/api-audiences', 'Which audiences does the API server take for its own? Those of --api-audiences, and without that flag those of --service-account-issuer.');
// What kubeadm and the clouds name as issuer.
const usual = /^https:\/\/(kubernetes\.default(\.svc(\.[\w.-]+)?)?\/?$|oidc\.eks\.|container\.googleapis\.com\/v1\/projects\/|[\w.-]+\.(prod-aks\.azure\.com|azmk8s\.io)\b)/;

/** Whether a token for that audience is a login of the API server. */
export function takenByServer(audience: string, { components }: AttackContext): Fact<boolean> {
  if (audience === '') return known(true);
  const [server] = components.of('kube-apiserver');
  for (const flag of ['--api-audiences', '--service-account-issuer']) {
    const set = server?.setting(flag);
    if (server && set?.known && (set.value.value ?? '') !== '') return known((set.value.value ?? '').split(',').includes(audience), server.at(flag));
    if (set && !set.known) break;
  }
  return usual.test(audience) ? unknown(audiencesGap) : known(false);
}
