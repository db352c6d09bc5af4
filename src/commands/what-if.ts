import { existsSync, readFileSync } from 'node:fs';
import type { AttackModel } from '../attack/model.ts';
import { nounOf } from '../attack/words.ts';
import { assess, toolOf } from '../assess.ts';
import { endOf } from '../attack/states.ts';
import { collectText } from '../collect/index.ts';
import { refOf } from '../cluster/identity.ts';
import { compare as difference, stateOf } from '../decisions/compare.ts';
import { editedValue } from '../lang/yaml/edit.ts';
import type { Difference } from '../model/difference.ts';
import type { KubernetesObject, ObjectRef, Path } from '../model/object.ts';
import type { Candidate } from '../plan/candidate.ts';
import { costsWith } from '../plan/costs.ts';
import { Cutter } from '../plan/cutter.ts';
import { allDemands } from '../plan/demands.ts';
import { compare } from '../plan/what-if.ts';
import type { Demand } from '../plan/search.ts';
import { beforeOf } from '../plan/world.ts';
import { safeJson } from '../report/json.ts';
import { many } from '../report/screen.ts';
import { whatIfScreen } from '../report/terminal-what-if.ts';
import { readAttack, type ReadAttack } from './attack.ts';
import { nearest, UsageError } from './exit.ts';
import { print, screenFor } from './print.ts';
import type { ReadOptions } from './read.ts';

export interface WhatIfOptions extends ReadOptions {
  readonly change?: readonly string[];
  readonly format?: string;
  readonly output?: string;
}

/** `glacis what-if`: the paths that changes close and open, and what they do to findings and threats. */
export async function whatIf(sources: readonly string[], options: WhatIfOptions): Promise<number> {
  const written = options.change ?? [];
  if (written.length === 0) throw new UsageError('what-if needs a --change', 'Such as: glacis what-if --change Deployment/ci/runner:spec.template.spec.hostUsers=false');
  const read = await readAttack(sources, options);
  const { model } = read.graph;
  const cutter = new Cutter(beforeOf(model, costsWith(), []), model);
  const changes = written.map((text) => changeOf(text, read, cutter, options));
  const later = cutter.after(changes.flatMap(({ candidates }) => candidates));
  const { closed, opened, before, after } = compare(model, later, allDemands(model));
  const { findings, threats } = judgedAgain(read, later, options);
  const titles = changes.map(({ title }) => title);
  if (options.format === 'json') {
    const ends = ({ from, to }: Demand) => ({ from: endOf(from), to: endOf(to) });
    print(`${safeJson({ schema: 'glacis.what-if/v1', changes: titles, closed: closed.map(ends), opened: opened.map(ends), before, after, findings, threats })}\n`, options.output);
    return read.status;
  }
  const pair = ({ from, to }: Demand): string => `${nounOf(endOf(from))} → ${nounOf(endOf(to))}`;
  const head = `${many(closed.length, 'pair')} of start and end ${closed.length === 1 ? 'loses its' : 'lose their'} paths, ${opened.length} ${opened.length === 1 ? 'gains' : 'gain'} one; ${many(findings.gone.length, 'finding')} ${findings.gone.length === 1 ? 'goes' : 'go'}, ${findings.new.length} ${findings.new.length === 1 ? 'comes' : 'come'}; ${many(threats.length, 'threat')} ${threats.length === 1 ? 'changes' : 'change'}.`;
  print(whatIfScreen({ head, changes: titles, closed: closed.map(pair), opened: opened.map(pair), findings, threats, left: after }, screenFor(options.output)), options.output);
  return read.status;
}

/** What rules and the catalogue say before and after. */
function judgedAgain({ cluster, locate }: ReadAttack, later: AttackModel, { kubernetesVersion, openWorld }: WhatIfOptions): Difference {
  const options = { locate, ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }), ...(openWorld === true ? { openWorld: true } : {}) };
  return difference(stateOf(assess(cluster.snapshot, options)), stateOf(assess(later.context.cluster.snapshot, options)), toolOf());
}

interface Asked {
  readonly title: string;
  readonly candidates: readonly Candidate[];
}

function changeOf(text: string, read: ReadAttack, cutter: Cutter, options: WhatIfOptions): Asked {
  if (/^change\/[0-9a-f]{10}$/.test(text)) return byId(text, cutter);
  if (text.startsWith('-') && text.length > 1) {
    const ref = refAt(text.slice(1), read);
    return { title: `delete ${text.slice(1)}`, candidates: [own(text, ref, () => undefined)] };
  }
  const field = /^([^:]+):([^=]+)(?:=([^]*))?$/.exec(text);
  if (field && !existsSync(text)) {
    const [, name = '', path = '', value] = field;
    const edit = value === undefined ? ({ op: 'remove', path: pathOf(path) } as const) : ({ op: 'set', path: pathOf(path), value: valueOf(value) } as const);
    return { title: text, candidates: [own(text, refAt(name, read), (object) => editedValue(object, edit) as KubernetesObject)] };
  }
  if (!existsSync(text)) throw new UsageError(`--change ${text} is no change`, 'The id of a change that glacis plan shows, a file, KIND/NAMESPACE/NAME:FIELD=VALUE or -KIND/NAMESPACE/NAME.');
  const { snapshot } = collectText(readFileSync(text, 'utf8'), ...(options.namespace === undefined ? [] : [{ namespace: options.namespace }]));
  if (snapshot.objects.length === 0) throw new UsageError(`--change ${text} holds no Kubernetes object`, 'A file of manifests.');
  return { title: `${text}, ${many(snapshot.objects.length, 'object')}`, candidates: snapshot.objects.map((object, index) => own(`${text} ${index}`, refOf(object), () => object)) };
}

/** Every change that can be thought of is made known by looking at all steps. */
function byId(id: string, cutter: Cutter): Asked {
  for (let step = 0; step < cutter.first.graph.steps; step++) {
    if (!cutter.of(cutter.first, step).includes(id)) continue;
    const candidate = cutter.candidate(id);
    return { title: candidate.title, candidates: [candidate] };
  }
  throw new UsageError(`--change ${id} is no change of this cluster`, 'glacis plan shows the ids of its changes.');
}

function own(id: string, ref: ObjectRef, change: (object: KubernetesObject | undefined) => KubernetesObject | undefined): Candidate {
  return { id, kind: 'take-right', title: id, cost: 1, breaks: '', make: (objects) => objects.put(ref, change(objects.get(ref))) };
}

/** @throws UsageError for an object that was not given */
function refAt(text: string, { cluster }: ReadAttack): ObjectRef {
  const [kind = '', ...names] = text.split('/');
  const name = names.at(-1);
  const object = cluster.snapshot.objects.findLast((each) => each.kind === kind && each.metadata.name === name && (names.length < 2 || (cluster.ref(each).namespace ?? '') === names[0]));
  if (!object) {
    const alike = cluster.snapshot.objects.filter((each) => each.kind.toLowerCase() === kind.toLowerCase()).map((each) => [each.kind, ...[cluster.ref(each).namespace ?? ''].filter((namespace) => namespace !== ''), each.metadata.name].join('/'));
    const near = nearest(text, alike);
    throw new UsageError(`--change ${text} is not among what was given`, near === undefined ? 'KIND/NAMESPACE/NAME, or KIND/NAME.' : `Did you mean ${near}?`);
  }
  return cluster.ref(object);
}

/** `spec.containers[0].image`, odd keys quoted as reports print them. @throws UsageError for what is none */
function pathOf(text: string): Path {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== '') {
    const found = /^\.?([A-Za-z_][\w-]*)|^\[(\d+)\]|^\[("(?:[^"\\]|\\.)*")\]/.exec(rest);
    if (!found) throw new UsageError(`${text} is no field`, 'Such as spec.containers[0].image or metadata.labels["a.b/c"].');
    path.push(found[2] !== undefined ? Number(found[2]) : found[3] !== undefined ? String(JSON.parse(found[3])) : (found[1] ?? ''));
    rest = rest.slice(found[0].length);
  }
  return path;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
