import { existsSync } from 'node:fs';
import { printable } from '../report/screen.ts';
import { decisionName } from './decisions.ts';
import { exit, UsageError } from './exit.ts';
import { print } from './print.ts';

export interface InitOptions {
  readonly force?: boolean;
}

/** `glacis init [FILE]`: a file of decisions to start from, all of it commented out. */
export function init(file: string = decisionName, { force }: InitOptions = {}): number {
  if (existsSync(file) && force !== true) throw new UsageError(`${file} is there already`, 'Give another name, or --force to write over it.');
  print(template, file);
  process.stdout.write(`wrote ${printable(file)}\n`);
  return exit.done;
}

/** Valid as it stands; every example in it is valid once it is no comment. */
export const template: string = `# yaml-language-server: $schema=./node_modules/glacis/schema/glacis-yaml-v1.json
# What people decided about this cluster. Read from the directory where glacis runs, or by --config FILE.
version: 1

# false: annotations such as glacis.dev/accept.host-path: "reason; owner; 2027-03-31" on objects accept nothing.
annotations: true

# Risks that somebody accepts. Their findings are no longer shown and do not count for --fail-on. After its last day an exception
# is listed as expired and its findings are back; one that accepts nothing is listed as unused.
exceptions: []
#  - rule: host-path              # the id of a rule, a list of them, or "*"; or finding: the id of one
#    where:                       # each part narrows; patterns with * and ? are taken
#      namespaces: [logging]
#      kinds: [DaemonSet]
#      names: ["fluent-*"]
#      containers: [fluent-bit]
#      labels: {app: fluent-bit}
#    upTo: high                   # graver than this, it is open again
#    reason: It reads the logs of all containers.
#    owner: platform team
#    until: 2027-03-31

# Rules of your own, as CEL over objects and the values that are in force. glacis rules test judges their examples.
rules: []
#  - id: team-label
#    judges: workload             # container, workload, namespace, or object with kinds: [Service]
#    title: Workload names no team
#    why: Nobody knows whom to call when it is attacked.
#    fix: Set the label team on the pod template.
#    message: names no team
#    severity: {gain: hygiene, position: a user, effort: one more weakness}
#    check: '"team" in workload.labels'
#    field: metadata.labels.team
#    examples:
#      bad: ["{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}, spec: {containers: [{name: c, image: d}]}}"]
#      good: ["{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b, labels: {team: x}}, spec: {containers: [{name: c, image: d}]}}"]

# Paths that must not exist, whatever anybody accepts. glacis assert glacis.yaml holds a cluster to them.
invariants: []
#  - name: card data
#    from: internet
#    to: secrets in payments
#  - only: [group:platform]       # who may reach it; everybody else must not
#    reaches: cluster-admin

# Answers to questions that no object can answer. glacis scan --all lists the questions.
attestations: []
#  - question: nsa/L20            # a recommendation that asks a person, or the id of a question: gap/etcd-backups
#    answer: yes                  # yes: it is as it should be; no: it is not
#    reason: Tested every quarter, minutes in the wiki.
#    owner: security team
#    until: 2027-06-30
`;
