import { gateDefault, gateNamed, settableAt } from '../knowledge/gates.ts';
import { evidence } from '../model/evidence.ts';
import { known, unknown, type Fact } from '../model/fact.ts';
import { valueAt } from '../model/object.ts';
import type { ObjectIndex } from './index-objects.ts';
import { entries, texts } from './read.ts';
import { versionGap } from './version.ts';

/** Whether a gate of the API server is on: as its flag says where that can turn it, else by the default of the version. */
export function apiServerGate(name: string, minor: number, index: ObjectIndex): Fact<boolean> {
  const gate = gateNamed(name);
  if (!gate) throw new Error(`no such gate: ${name}`);
  if (settableAt(gate, minor)) {
    for (const pod of index.of('Pod', '', 'kube-system')) {
      if (pod.metadata.labels?.['component'] !== 'kube-apiserver' && !pod.metadata.name.startsWith('kube-apiserver')) continue;
      for (const { index: at, value } of entries(valueAt(pod, ['spec', 'containers']))) {
        const words = [...texts(value['command']), ...texts(value['args'])];
        const on = turned(words.flatMap((word, place) => (word === '--feature-gates' ? [words[place + 1] ?? ''] : word.startsWith('--feature-gates=') ? [word.slice('--feature-gates='.length)] : [])).join(), name);
        if (on !== undefined) return known(on, evidence(index.ref(pod), ['spec', 'containers', at, 'command'], `--feature-gates=${name}=${String(on)}`));
      }
    }
  }
  const byDefault = gateDefault(gate, minor);
  return byDefault === undefined ? unknown(versionGap) : known(byDefault);
}

function turned(list: string, name: string): boolean | undefined {
  const written = [...list.matchAll(/([A-Za-z]+)=(true|false)/gi)].findLast(([, each]) => each === name)?.[2];
  return written === undefined ? undefined : written.toLowerCase() === 'true';
}
