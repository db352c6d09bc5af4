import { texts } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

/** `sudo` where a shell takes a command: at the start of a line, or behind an operator or a word that starts one. */
const inScript = /(^|[;&|({`]|\b(then|do|else|exec|time)\s)[ \t]*(\S*\/)?sudo[ \t]+\S/m;

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'sudo-in-command',
  on: 'container',
  title: 'Container starts a command with sudo',
  why: 'The image lets its user become root without a password, since nobody is there to type one. So does whoever runs code in the container.',
  fix: 'Do what needs root while building the image or in an init container, and take sudo out.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  appliesTo: ({ workload }) => !workload.windows,
  check: (container) =>
    ['command', 'args'].flatMap((field): readonly Breach[] => {
      const words = texts(container.spec[field]);
      const starts = field === 'command' || texts(container.spec['command']).length === 0;
      const found = words.findIndex((word, index) => (starts && index === 0 && /^(\S*\/)?sudo$/.test(word)) || inScript.test(word));
      // The line itself is not shown: it may hold a credential.
      return found < 0 ? [] : [{ message: 'starts a command with sudo', evidence: [evidence(container.workload.ref, container.at(field, found).path, 'sudo')], expected: 'no sudo' }];
    }),
  examples: {
    bad: [inContainer('command: [sudo, /app]'), inContainer('command: [sh, -c, "echo start && sudo chown app /data"]'), inContainer('args: [/usr/bin/sudo, -u, app, /app]')],
    good: [inContainer('command: [sh, -c, "apt-get install -y sudo curl && pseudo run"]')],
    unknown: [],
  },
});

export default rule;
