import { fields, number, text, type Fields } from '../../cluster/read.ts';
import { parseMinor } from '../../lang/version.ts';
import type { Pod } from './pod.ts';

// To 1.27 templates with hostNetwork got host ports as pods do; from 1.28 a deprecated gate had to be on for that.
const lastMinorWithTemplatePorts = 27;

/**
 * A pod from a manifest as the API stores it, as far as engines read it: volumes without a source, protocols, host ports of
 * a host-networked pod, an empty securityContext. The pod itself is left as it is.
 */
export function defaultPod<T extends Pod>(pod: T): T {
  return withSpec(pod, fields(pod.spec)?.['hostNetwork'] === true);
}

/** As `defaultPod`, for the pod template of a workload. @param version such as `1.27`; the newest known where left out */
export function defaultPodTemplate<T extends Pod>(template: T, { version }: { readonly version?: string } = {}): T {
  const minor = version === undefined ? Infinity : (parseMinor(version) ?? Infinity);
  return withSpec(template, minor <= lastMinorWithTemplatePorts && fields(template.spec)?.['hostNetwork'] === true);
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

function withSpec<T extends Pod>(pod: T, hostPorts: boolean): T {
  const spec = fields(pod.spec);
  if (!spec) return pod;
  const made: Record<string, unknown> = { ...spec, securityContext: spec['securityContext'] ?? {} };
  for (const list of containerLists) {
    const containers = mapped(spec[list], (container) => withPorts(container, hostPorts && list !== 'ephemeralContainers'));
    if (containers) made[list] = containers;
  }
  const volumes = mapped(spec['volumes'], withSource);
  if (volumes) made['volumes'] = volumes;
  return {
    ...pod,
    spec: made,
  };
}

function mapped(list: unknown, change: (item: Fields) => Fields): readonly Fields[] | undefined {
  return Array.isArray(list) ? list.map((item: unknown) => change(fields(item) ?? {})) : undefined;
}

/** A source that is not known here may be one of a newer version, so that only a volume with none at all is an emptyDir. */
function withSource(volume: Fields): Fields {
  for (const field in volume) if (field !== 'name' && volume[field] !== null && volume[field] !== undefined) return volume;
  return { ...volume, emptyDir: {} };
}

function withPorts(container: Fields, hostPorts: boolean): Fields {
  const ports = container['ports'];
  return Array.isArray(ports) ? { ...container, ports: ports.map((port: unknown) => withPort(fields(port) ?? {}, hostPorts)) } : container;
}

function withPort(port: Fields, hostPorts: boolean): Fields {
  const filled = hostPorts && (number(port['hostPort']) ?? 0) === 0 && port['containerPort'] !== undefined;
  // Most ports that were read back from the API have all of it.
  if (!filled && text(port['protocol'])) return port;
  return { ...port, protocol: text(port['protocol']) || 'TCP', ...(filled ? { hostPort: port['containerPort'] } : {}) };
}
