import type { Location } from '../model/assessment.ts';
import type { Gap } from '../model/gap.ts';
import { cut, printable, styled, wrapped, type Screen } from './screen.ts';

/** What `glacis pod-security` found, as it is printed and written as JSON. */
export interface PodSecurityReport {
  readonly schema: 'glacis.pod-security/v1';
  /** The version that decides, and why it was taken: no policy version is newer. */
  readonly kubernetesVersion: string;
  readonly versionFrom: 'given' | 'read' | 'newest-known';
  readonly defaults: {
    readonly assumed: boolean;
    readonly enforce: string;
    readonly audit: string;
    readonly warn: string;
    readonly location: Location | null;
    readonly exemptions: { readonly usernames: readonly string[]; readonly namespaces: readonly string[]; readonly runtimeClasses: readonly string[] };
  };
  readonly namespaces: readonly NamespaceReport[];
  readonly gaps: readonly Gap[];
}

export interface NamespaceReport {
  readonly name: string;
  /** Level and version of each mode; null where the Namespace object was not given. */
  readonly inForce: Readonly<Record<'enforce' | 'audit' | 'warn', { readonly level: string; readonly version: string; readonly source: string }>> | null;
  readonly invalidLabels: readonly string[];
  readonly exempt: boolean;
  readonly workloads: number;
  readonly exemptWorkloads: number;
  /** Null where no workload was given. */
  readonly highest: string | null;
  /** Sets the highest level, or asks for warnings where none above privileged holds; null where that is so already. */
  readonly command: string | null;
  readonly violations: readonly ViolationReport[];
  /** What stands in the way of the next level. */
  readonly next: readonly ViolationReport[];
}

export interface ViolationReport {
  readonly kind: string;
  readonly name: string;
  readonly level: string;
  readonly modes: readonly string[];
  readonly failed: readonly { readonly id: string; readonly reason: string; readonly detail: string }[];
  readonly message: string;
  readonly location: Location | null;
}

const indent = '          ';
const shownNext = 5;
const versionNote = { given: 'as asked for', read: 'as read from the cluster', 'newest-known': 'the newest known, because no version was given: --kubernetes-version 1.N' };

/** The screen of `glacis pod-security`: for each namespace what is asked, what does not meet it, and what could be asked. */
export function podSecurityScreen(report: PodSecurityReport, screen: Screen): string {
  return [
    ...wrapped(`POD SECURITY  Kubernetes ${printable(report.kubernetesVersion)}, ${versionNote[report.versionFrom]}`, screen.columns).map((line, index) => (index === 0 ? line.replace(/^POD SECURITY */, `${styled('POD SECURITY', 'bold', screen)}  `) : line)),
    ...defaultsOf(report, screen),
    ...report.namespaces.flatMap((namespace) => ['', ...namespaceLines(namespace, screen)]),
    '',
    ...wrapped('Templates are judged as the pods they make: enforce refuses those pods when they start, never the workload itself. Pods that run are left alone.', screen.columns),
    ...report.gaps.flatMap(({ ask }) => row('unknown', printable(ask), screen)),
  ].join('\n') + '\n';
}

function defaultsOf({ defaults: { assumed, enforce, audit, warn, location, exemptions } }: PodSecurityReport, screen: Screen): readonly string[] {
  const from = assumed ? 'assumed' : `from ${place(location)}`;
  const exempt = Object.entries(exemptions).filter(([, names]) => names.length > 0).map(([list, names]) => `${list} ${names.join(', ')}`);
  return [
    ...row('default', `enforce ${enforce}, audit ${audit}, warn ${warn} where a namespace has no label: ${from}`, screen),
    ...(exempt.length > 0 ? row('exempt', printable(exempt.join('; ')), screen) : []),
  ];
}

function namespaceLines(namespace: NamespaceReport, screen: Screen): readonly string[] {
  const { name, violations, next, command } = namespace;
  return [
    styled(name === '' ? '(objects whose files name no namespace)' : printable(name), 'bold', screen),
    ...row('in force', inForceText(namespace), screen),
    ...namespace.invalidLabels.flatMap((label) => row('invalid', `the value of ${label} is ${label.endsWith('-version') ? 'no policy version: latest is taken' : 'no level: enforce then asks for restricted, audit and warn ask for nothing'}`, screen)),
    ...violations.flatMap((violation) => violationLines(violation, screen)),
    ...row('possible', possibleText(namespace), screen),
    ...(command === null ? [] : [`${indent}${styled(printable(command), 'cyan', screen)}`]),
    ...(next[0] ? row('next', `${next[0].level} would refuse ${next.length} of them:`, screen) : []),
    ...next.slice(0, shownNext).flatMap((violation) => violationLines(violation, screen)),
    ...(next.length > shownNext ? [`${indent}${next.length - shownNext} more workloads: --format json lists all`] : []),
  ];
}

function inForceText({ name, inForce, exempt }: NamespaceReport): string {
  if (exempt) return 'nothing: the namespace is exempt, and its labels do not count';
  if (name === '') return 'unknown: which namespace they are for decides it (--namespace NAME)';
  if (inForce === null) return 'unknown: the Namespace object was not given';
  return Object.entries(inForce).map(([mode, { level, version, source }]) => `${mode} ${level}${level === 'privileged' ? '' : `:${version}`}${source === 'label' ? '' : ` (${source})`}`).join(', ');
}

function possibleText({ highest, workloads, exemptWorkloads, inForce, command }: NamespaceReport): string {
  if (highest === null) return 'no workload was given, so nothing can be said';
  const among = `${workloads} ${workloads === 1 ? 'workload' : 'workloads'} given${exemptWorkloads > 0 ? `, ${exemptWorkloads} of an exempt runtime class` : ''}`;
  if (highest === 'privileged') return `no level above privileged lets all start (${among})${command === null ? '' : ', but the API server can warn of those that would not'}`;
  return `${highest}: nothing given violates it (${among})${inForce !== null && command === null ? ', and no less is enforced' : ''}`;
}

function violationLines({ kind, name, level, modes, message, location }: ViolationReport, screen: Screen): readonly string[] {
  const where = location === null ? '' : `${indent}  ${styled(printable(place(location)), 'dim', screen)}`;
  const verdict = modes.length === 0 ? [] : [cut(`${indent}  ${verdictText(modes)} by ${level}`, screen.columns)];
  const head = `${printable(`${kind} ${name}`)}`;
  return [
    modes.includes('enforce') ? styled(`${indent}${head}`, 'red', screen) : `${indent}${head}`,
    ...verdict,
    ...wrapped(printable(message), screen.columns - indent.length - 2).map((line) => `${indent}  ${line}`),
    ...(where === '' ? [] : [where]),
  ];
}

function verdictText(modes: readonly string[]): string {
  const words: Readonly<Record<string, string>> = { enforce: 'pods refused', audit: 'audited', warn: 'warned of' };
  return modes.map((mode) => words[mode] ?? mode).join(', ');
}

/** A word in the margin and its text beside it. */
function row(word: string, said: string, screen: Screen): readonly string[] {
  return wrapped(said, screen.columns - indent.length).map((line, index) => (index === 0 ? word.padEnd(indent.length) : indent) + line);
}

function place(location: Location | null): string {
  return location === null ? 'a document without a place' : printable(`${location.file}:${location.line}`);
}
