import type { Gap } from '../model/gap.ts';
import { many, printable, styled, wrapped, type Screen } from './screen.ts';

/** What `glacis admit` found, as it is printed and written as JSON. */
export interface AdmitReport {
  readonly schema: 'glacis.admit/v1';
  readonly kubernetesVersion: string;
  /** False where no version was given or read, and the newest known decides. */
  readonly versionKnown: boolean;
  readonly pods: readonly AdmittedPod[];
}

export interface AdmittedPod {
  /** The object that is the pod or makes it. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Who sends the pod: for a workload its controller. */
  readonly as: string;
  readonly allowed: boolean;
  readonly refusals: readonly { readonly gate: ShownGate; readonly message: string }[];
  readonly warnings: readonly string[];
  readonly gates: readonly ShownGate[];
  readonly constraints?: string;
  readonly gaps: readonly Gap[];
}

export interface ShownGate {
  readonly kind: string;
  readonly name: string;
  readonly part?: string;
  readonly evaluated: boolean;
}

const margin = 10;

const kinds: Readonly<Record<string, string>> = {
  'service-account': 'ServiceAccount', 'limit-range': 'LimitRange', 'resource-quota': 'ResourceQuota', 'pod-security': 'Pod Security', 'validating-policy': 'ValidatingAdmissionPolicy', 'mutating-policy': 'MutatingAdmissionPolicy',
  'security-context-constraints': 'SecurityContextConstraints', 'validating-webhook': 'ValidatingWebhookConfiguration', 'mutating-webhook': 'MutatingWebhookConfiguration', kyverno: 'Kyverno policy', gatekeeper: 'Gatekeeper constraint',
};

/** The screen of `glacis admit`: for each pod the answer, who refuses it, and everything that looks at it. */
export function admitScreen({ kubernetesVersion, versionKnown, pods }: AdmitReport, screen: Screen): string {
  const note = versionKnown ? '' : ', the newest known, because no version was given: --kubernetes-version 1.N';
  const gaps = [...new Set(pods.flatMap((pod) => pod.gaps))];
  const refused = pods.filter(({ allowed }) => !allowed).length;
  return [
    ...wrapped(`ADMISSION  Kubernetes ${printable(kubernetesVersion)}${note}`, screen.columns).map((line, index) => (index === 0 ? line.replace('ADMISSION', `${styled('ADMISSION', 'bold', screen)} `) : line)),
    ...pods.flatMap((pod) => ['', ...podLines(pod, screen)]),
    ...(gaps.length > 0 ? ['', 'Not known, and it could turn an admission:'] : []),
    ...gaps.flatMap(({ ask }) => row('', printable(ask), screen)),
    ...(pods.length > 1 ? ['', `${many(pods.length, 'pod')}, ${refused} refused`] : []),
  ].join('\n') + '\n';
}

function podLines({ kind, name, namespace, as, allowed, refusals, warnings, gates, constraints, gaps }: AdmittedPod, screen: Screen): readonly string[] {
  const verdict = allowed ? (gaps.length > 0 ? 'admitted, as far as it could be evaluated' : 'admitted') : styled('refused', 'red', screen);
  const refusing = new Set(refusals.map(({ gate }) => gateText(gate)));
  const others = gates.filter((gate) => !refusing.has(gateText(gate)));
  return [
    `${styled(printable(`${kind} ${name}`), 'bold', screen)} in namespace ${printable(namespace)}: ${verdict}`,
    ...row('sent by', printable(as), screen),
    ...refusals.flatMap(({ gate, message }) => [...row('refused', printable(`by ${gateText(gate)}`), screen), ...row('', printable(message), screen)]),
    ...warnings.flatMap((warning) => row('warning', printable(warning), screen)),
    ...others.flatMap((gate) => row(gate.evaluated ? 'passed' : 'unknown', printable(gateText(gate)), screen)),
    ...(constraints === undefined ? [] : row('gets', printable(`SecurityContextConstraints ${constraints}`), screen)),
    ...(gates.length === 0 ? row('gates', 'none: nothing that was given stands before this pod', screen) : []),
  ];
}

function gateText({ kind, name, part }: ShownGate): string {
  return `${kinds[kind] ?? kind} ${name}${part === undefined ? '' : ` (${part})`}`;
}

/** A word in the margin and its text beside it. */
function row(word: string, said: string, { columns }: Screen): readonly string[] {
  return wrapped(said, columns - margin).map((line, index) => (index === 0 ? word.padEnd(margin) : ' '.repeat(margin)) + line);
}
