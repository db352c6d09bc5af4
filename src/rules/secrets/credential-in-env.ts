import { entries, text } from '../../cluster/read.ts';
import { credentialIn } from '../../knowledge/credentials.ts';
import { evidence } from '../../model/evidence.ts';
import { mask } from '../../model/mask.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'credential-in-env',
  on: 'container',
  title: 'Credential stands in the manifest as an environment variable',
  why: 'Everyone who reads the manifest has it: in Git, in the API without any right to Secrets, in backups, and in the environment of every process of the container.',
  fix: 'Change the credential, put the new one into a Secret and mount it as a file.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  check: (container) =>
    entries(container.spec['env']).flatMap(({ index, value: variable }): readonly Breach[] => {
      const name = text(variable['name']) ?? '';
      const value = text(variable['value']) ?? '';
      const what = credentialIn(name, value);
      if (what === undefined) return [];
      const { workload, path } = container;
      const at = [...workload.specPath, ...path, 'env', index];
      const secret = `${workload.ref.name}-credentials`;
      return [
        {
          message: `has ${what} as a literal in ${name}`,
          evidence: [evidence(workload.ref, [...at, 'value'], mask(value))],
          expected: 'a reference to a Secret',
          change: {
            target: workload.ref,
            title: `Take ${name} of container ${container.name} from a Secret`,
            edits: [{ op: 'set', path: at, value: { name, valueFrom: { secretKeyRef: { name: secret, key: name } } } }],
            breaks: `The pod does not start until Secret ${secret} holds ${name}. The old credential stays in the history of the manifest: change it.`,
          },
        },
      ];
    }),
  examples: {
    bad: [
      inContainer('env: [{name: DB_PASSWORD, value: hunter2}]'),
      inContainer('env: [{name: DATABASE_URL, value: "postgres://app:hunter2@db:5432/shop"}]'),
      inPod('initContainers: [{name: migrate, image: app, env: [{name: API_KEY, value: 0123456789abcdef}]}]'),
    ],
    good: [
      inContainer('env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]'),
      inContainer('env: [{name: DB_PASSWORD_FILE, value: /run/secrets/db}, {name: DB_URL, value: "postgres://app:$(DB_PASSWORD)@db/shop"}, {name: TOKEN_TTL, value: "3600"}]'),
    ],
    unknown: [],
  },
});

export default rule;
