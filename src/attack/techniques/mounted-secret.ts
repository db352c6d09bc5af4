import { entries, fields, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import type { Path } from '../../model/object.ts';
import { app, podIn } from '../examples.ts';
import { secretState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/mounted-secret',
  title: 'reads the Secrets of the container',
  why: 'What a container gets as files or in its environment, everybody inside it reads.',
  aliases: ['A7', 'VOLUME_DISCOVER', 'MOUNTS_SECRET', 'mounts_secret'],
  attack: ['T1552.001'],
  microsoft: ['MS-TA9026', 'MS-TA9027'],
  effort: 1,
  detects: 'Use of the credential from elsewhere: reading it leaves no trace.',
  removes: 'Give a container only the Secrets that it needs, each with few rights and a short life.',
  *steps({ containers }) {
    for (const { container, inside, workload } of containers) {
      for (const { name, path } of secretsOf(container)) {
        yield { needs: [inside], gives: secretState(workload.namespace, name), because: () => ({ text: `it gets Secret ${name}`, evidence: [path[0] === 'volumes' ? workload.at(...path) : container.at(...path)] }) };
      }
    }
  },
  examples: {
    present: [
      { objects: podIn('shop', 'envFrom: [{secretRef: {name: keys}}]'), from: app, to: 'secret:shop/keys' },
      { objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /v}]', 'volumes: [{name: v, projected: {sources: [{secret: {name: keys}}]}}]'), from: app, to: 'secret:shop/keys' },
    ],
    absent: [{ objects: podIn('shop', '', 'volumes: [{name: v, secret: {secretName: keys}}]'), from: app, to: 'secret:shop/keys' }],
    unknown: [],
  },
});

export default technique;

interface NamedSecret {
  readonly name: string;
  readonly path: Path;
}

// Asked of a container for each of its nodes, by one technique after the other.
const known = new WeakMap<Container, readonly NamedSecret[]>();

/** Secrets that the container gets in its environment or mounts. Paths are below the container, those of volumes below the pod. */
export function secretsOf(container: Container): readonly NamedSecret[] {
  let found = known.get(container);
  if (!found) known.set(container, (found = secretsIn(container)));
  return found;
}

function secretsIn({ spec, workload }: Container): readonly NamedSecret[] {
  const found: NamedSecret[] = [];
  const add = (name: unknown, path: Path): void => {
    if (typeof name === 'string' && name !== '') found.push({ name, path });
  };
  for (const { index, value } of entries(spec['env'])) add(fields(fields(value['valueFrom'])?.['secretKeyRef'])?.['name'], ['env', index, 'valueFrom', 'secretKeyRef', 'name']);
  for (const { index, value } of entries(spec['envFrom'])) add(fields(value['secretRef'])?.['name'], ['envFrom', index, 'secretRef', 'name']);
  const mounted = new Set(entries(spec['volumeMounts']).map(({ value }) => text(value['name'])));
  for (const { index, value } of entries(workload.spec['volumes'])) {
    if (!mounted.has(text(value['name']))) continue;
    add(fields(value['secret'])?.['secretName'], ['volumes', index, 'secret', 'secretName']);
    for (const { index: at, value: source } of entries(fields(value['projected'])?.['sources'])) add(fields(source['secret'])?.['name'], ['volumes', index, 'projected', 'sources', at, 'secret', 'name']);
  }
  return found;
}
