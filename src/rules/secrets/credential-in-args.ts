import { texts } from '../../cluster/read.ts';
import { credentialsOfWords } from '../../knowledge/credential-text.ts';
import { evidence } from '../../model/evidence.ts';
import { mask } from '../../model/mask.ts';
import { valueAt, type Path } from '../../model/object.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

/** Every place where a container keeps a command line. */
const commands: readonly Path[] = [
  ['command'], ['args'],
  ...[['livenessProbe'], ['readinessProbe'], ['startupProbe'], ['lifecycle', 'postStart'], ['lifecycle', 'preStop']].map((owner) => [...owner, 'exec', 'command']),
];

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'credential-in-args',
  on: 'container',
  title: 'Credential stands on the command line of the container',
  why: 'Everyone who reads the manifest has it, and so has every process on the node that can list the others: command lines are open to all.',
  fix: 'Change the credential, put the new one into a Secret and let the program read it from a file.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  check: ({ spec, workload, path }) => {
    const breaches: Breach[] = [];
    for (const list of commands) {
      const written = valueAt(spec, list);
      if (written === undefined) continue;
      const words = texts(written);
      for (const { index, name, what } of credentialsOfWords(words)) {
        breaches.push({
          message: `has ${what} on its command line${name === '' ? '' : ` (${name})`}`,
          evidence: [evidence(workload.ref, [...workload.specPath, ...path, ...list, index], mask(words[index] ?? ''))],
          expected: 'a file that a Secret fills',
        });
      }
    }
    return breaches;
  },
  examples: {
    bad: [
      inContainer('args: [--db-password=hunter2]'),
      inContainer('command: [sh, -c, "mysqladmin --password hunter2 ping"]'),
      inContainer('readinessProbe: {exec: {command: [check, --token, 0123456789abcdef]}}'),
    ],
    good: [inContainer('args: [--db-password=$(DB_PASSWORD), --db-password-file=/run/secrets/db, --token-ttl, 1h]')],
    unknown: [],
  },
});

export default rule;
