import { checkov } from './checkov.ts';
import type { Peer } from './define.ts';
import { kubeLinter } from './kube-linter.ts';
import { kubescape } from './kubescape.ts';
import { polaris } from './polaris.ts';
import { trivy } from './trivy.ts';

export type { Peer } from './define.ts';

/** Tools whose users look for a rule by the name they know. kube-bench numbers its checks as CIS does. */
export const peers: readonly Peer[] = [kubescape, trivy, checkov, kubeLinter, polaris];
