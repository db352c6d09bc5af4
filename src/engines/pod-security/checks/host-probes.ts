import { text, type Fields } from '../../../cluster/read.ts';
import type { Check, Violation } from '../check.ts';
import { plural, quoted, sorted } from '../go-text.ts';
import { named, part, type PodParts } from '../pod.ts';

/** Where the kubelet connects to for the container: its probes and its hooks. */
function handlers(container: Fields): readonly (Fields | undefined)[] {
  const lifecycle = part(container, 'lifecycle') ?? {};
  return [...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => part(container, probe)), part(lifecycle, 'postStart'), part(lifecycle, 'preStop')];
}

function hostsOf(container: Fields): readonly string[] {
  return handlers(container).flatMap((handler) => (handler ? ['httpGet', 'tcpSocket'].map((way) => text(part(handler, way)?.['host']) ?? '') : [])).filter((host) => host !== '');
}

function run({ containers }: PodParts): Violation | undefined {
  // Unlike in every other check, containers of one name count once and are sorted.
  const bad = new Set<string>();
  const hosts = new Set<string>();
  for (const { name, spec } of containers) {
    for (const host of hostsOf(spec)) {
      bad.add(name);
      hosts.add(host);
    }
  }
  if (bad.size === 0) return undefined;
  const words = plural('probe or lifecycle host', 'probe or lifecycle hosts', hosts.size);
  return { reason: 'probe or lifecycle host', detail: `${named(sorted(bad))} ${plural('uses', 'use', bad.size)} ${words} ${quoted(sorted(hosts))}` };
}

export const hostProbesAndHostLifecycle: Check = { id: 'hostProbesAndHostLifecycle', level: 'baseline', versions: [{ since: 34, run }] };
