import { z } from 'zod';

/** One tool: what a model is told of it, and the command line that answers. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** The command and its options; positional words and sources are added behind `--`. */
  readonly command: (input: Input) => readonly string[];
  readonly words?: (input: Input) => readonly string[];
}

/** What was asked, checked against the tool's schema. */
export type Input = Readonly<Record<string, unknown>>;

const source = z.string().min(1).optional().describe('A file or directory of manifests or dumps below the directory that this server was started for. Left out: what the server was started with.');
const namespace = z.string().min(1).optional();
const end = 'internet, pod:NAMESPACE/NAME, container:NAMESPACE/POD/NAME, node:NAME, user:NAME, group:NAME, serviceaccount:NAMESPACE/NAME, secret:NAMESPACE/NAME, cluster-admin, all-secrets, node-root:*, etcd or cloud:ID';

/** An option where it was given. */
function option(name: string, value: unknown): readonly string[] {
  return typeof value === 'string' || typeof value === 'number' ? [`--${name}=${value}`] : [];
}

const words = (...names: readonly string[]) => (input: Input): readonly string[] => names.flatMap((name) => (typeof input[name] === 'string' ? [input[name]] : []));
const asked = { verb: z.string().min(1), resource: z.string().min(1).describe('As kubectl writes it: pods, pods/exec, deployments.apps, /metrics'), namespace, name: z.string().optional(), source };

/** Every tool reads and answers; none changes anything. */
export const tools: readonly Tool[] = [
  {
    name: 'scan', title: 'Scan a cluster',
    description: 'Findings of a Kubernetes cluster or its manifests, one a line, the gravest first, each with its object, file, reason, change and id.',
    input: z.object({ select: z.string().min(1).optional().describe('Only these rules: ids, themes such as rbac, or a standard such as cis-2.0; with commas'), source }),
    command: ({ select }) => ['scan', '--format=agent', ...option('select', select)],
  },
  {
    name: 'threats', title: 'Threat model',
    description: 'The computed threat model: each threat of the catalogue with its verdict, where it is present and what is not known.',
    input: z.object({ component: z.string().min(1).optional().describe('Such as kubelet or etcd'), verdict: z.enum(['present', 'unknown', 'absent', 'mitigated', 'not-applicable']).optional(), source }),
    command: ({ component, verdict }) => ['threats', ...option('component', component), ...option('verdict', verdict)],
  },
  {
    name: 'explain', title: 'Explain an id or a word',
    description: 'What a rule, threat, technique, recommendation, component, standard, question or finding means, why it matters and what to do. With a source also what is so there; the id of a finding needs the source it was found in.',
    input: z.object({ id: z.string().min(1), source }),
    command: () => ['explain'],
    words: words('id'),
  },
  {
    name: 'can', title: 'Ask RBAC',
    description: 'May this user do that, and by which binding and rule. Service accounts are serviceaccount:NAMESPACE/NAME.',
    input: z.object({ as: z.string().min(1), ...asked }),
    command: ({ as, namespace: where, name }) => ['can', '--format=json', ...option('as', as), ...option('name', name), ...(where === undefined ? ['--all-namespaces'] : option('namespace', where))],
    words: words('verb', 'resource'),
  },
  {
    name: 'who_can', title: 'Ask RBAC for everybody',
    description: 'Everybody who may do that, each with the binding and role that lets them.',
    input: z.object(asked),
    command: ({ namespace: where, name }) => ['who-can', '--format=json', ...option('name', name), ...(where === undefined ? ['--all-namespaces'] : option('namespace', where))],
    words: words('verb', 'resource'),
  },
  {
    name: 'reach', title: 'Ask the network',
    description: 'Whether one pod or address reaches another, and which policies decide.',
    input: z.object({ from: z.string().min(1).describe('NAMESPACE/POD, NAMESPACE/WORKLOAD or ip:ADDRESS'), to: z.string().min(1), port: z.number().int().min(1).max(65_535).optional(), protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(), source }),
    command: ({ port, protocol }) => ['reach', '--format=json', ...option('port', port), ...option('protocol', protocol)],
    words: words('from', 'to'),
  },
  {
    name: 'paths', title: 'Attack paths',
    description: `Who reaches what matters, and how, step by step. Ends: ${end}.`,
    input: z.object({ from: z.string().min(1).optional(), to: z.string().min(1).optional(), source }),
    command: ({ from, to }) => ['paths', ...option('from', from), ...option('to', to)],
  },
  {
    name: 'blast', title: 'Blast radius',
    description: `All that a stolen identity, a compromised pod or node reaches, in how many steps. Ends: ${end}.`,
    input: z.object({ end: z.string().min(1), source }),
    command: () => ['blast'],
    words: words('end'),
  },
];
