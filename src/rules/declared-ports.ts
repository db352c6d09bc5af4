import { entries, number, text } from '../cluster/read.ts';
import type { Workload } from '../cluster/workload.ts';

export interface DeclaredPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

const declared = new WeakMap<Workload, readonly DeclaredPort[]>();

/** What the containers that run as long as the pod does say they listen on. */
export function declaredPorts(workload: Workload): readonly DeclaredPort[] {
  let found = declared.get(workload);
  if (!found) {
    const running = workload.containers.filter(({ list }) => list === 'regular' || list === 'sidecar');
    found = running.flatMap(({ spec }) => entries(spec['ports']).flatMap(({ value }): DeclaredPort[] => {
      const port = number(value['containerPort']);
      return port === undefined ? [] : [{ name: text(value['name']) ?? '', protocol: text(value['protocol']) ?? 'TCP', port }];
    }));
    declared.set(workload, found);
  }
  return found;
}

export function listed(ports: readonly DeclaredPort[]): string {
  const texts = [...new Set(ports.map(({ name, protocol, port }) => `${name === '' ? '' : `${name} `}${protocol} ${port}`))];
  return `${texts.slice(0, 4).join(', ')}${texts.length > 4 ? ' and more' : ''}`;
}
