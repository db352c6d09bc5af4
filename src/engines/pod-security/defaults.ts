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

function withSpec<T extends Pod>(pod: T, hostPorts: boolean): T {
  const spec = fields(pod.spec);
  if (!spec) return pod;
  const lists = [['initContainers', hostPorts], ['containers', hostPorts], ['ephemeralContainers', false]] as const;
  return {
    ...pod,
    spec: {
      ...spec,
      securityContext: spec['securityContext'] ?? {},
      ...Object.fromEntries(lists.flatMap(([list, ports]) => mapped(list, spec[list], (container) => withPorts(container, ports)))),
      ...Object.fromEntries(mapped('volumes', spec['volumes'], withSource)),
    },
  };
}

function mapped(field: string, list: unknown, change: (item: Fields) => Fields): readonly [string, unknown][] {
  return Array.isArray(list) ? [[field, list.map((item: unknown) => change(fields(item) ?? {}))]] : [];
}

/** A source that is not known here may be one of a newer version, so that only a volume with none at all is an emptyDir. */
function withSource(volume: Fields): Fields {
  const hasSource = Object.entries(volume).some(([field, value]) => field !== 'name' && value !== null && value !== undefined);
  return hasSource ? volume : { ...volume, emptyDir: {} };
}

function withPorts(container: Fields, hostPorts: boolean): Fields {
  return { ...container, ...Object.fromEntries(mapped('ports', container['ports'], (port) => withPort(port, hostPorts))) };
}

function withPort(port: Fields, hostPorts: boolean): Fields {
  const unset = (number(port['hostPort']) ?? 0) === 0;
  return {
    ...port,
    protocol: text(port['protocol']) || 'TCP',
    ...(hostPorts && unset && port['containerPort'] !== undefined ? { hostPort: port['containerPort'] } : {}),
  };
}
