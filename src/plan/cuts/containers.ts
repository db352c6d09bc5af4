import type { ContainerPlace } from '../../attack/places.ts';
import { entries, fields, text, texts, type Fields } from '../../cluster/read.ts';
import { refLabel } from '../../model/object.ts';
import { refuse, type Cuts } from '../candidate.ts';
import { controllersAs } from '../controllers.ts';
import type { World } from '../world.ts';
import { changePod, inContainer, withField, withoutField } from './pods.ts';

/** What keeps root in a container from being root on its node. */
export function unprivileged(place: ContainerPlace, world: World): Cuts {
  const { name } = place.container;
  return changePod(place, {
    kind: 'run-unprivileged', key: name, title: `Run container ${name} without privilege`, breaks: `what ${name} does with devices, mounts and settings of its node`,
    change: (spec) => inContainer(spec, name, (container) => {
      const security = fields(container['securityContext']) ?? {};
      return security['privileged'] === true ? { ...container, securityContext: { ...security, privileged: false } } : container;
    }),
  }, world);
}

/** Root in the pod is nobody on the node. */
export function inUserNamespace(place: ContainerPlace, world: World): Cuts {
  const { workload } = place;
  const { kept } = world.context.cluster.userNamespaces;
  if (!kept.known || !kept.value || workload.hostNetwork || workload.hostPID || workload.hostIPC || workload.windows) return { changes: [], refused: [] };
  return changePod(place, {
    kind: 'user-namespace', key: '', title: 'Run the pod in a user namespace', breaks: 'volumes whose file system has no id-mapped mounts, and programs that need root on the node',
    change: (spec) => withField(spec, 'hostUsers', false),
  }, world);
}

export function dropCapability(place: ContainerPlace, capability: string, world: World): Cuts {
  const { name } = place.container;
  const same = (written: string): boolean => ['ALL', capability].includes(written.toUpperCase().replace(/^CAP_/, ''));
  return changePod(place, {
    kind: 'drop-capability', key: `${name} ${capability}`, title: `Drop capability ${capability} of container ${name}`, breaks: `what ${name} does with ${capability}`,
    change: (spec) => inContainer(spec, name, (container) => {
      const security = fields(container['securityContext']) ?? {};
      const capabilities = fields(security['capabilities']) ?? {};
      const added = texts(capabilities['add']);
      const left = added.filter((each) => !same(each));
      return left.length === added.length ? container : { ...container, securityContext: { ...security, capabilities: left.length === 0 ? withoutField(capabilities, 'add') : { ...capabilities, add: left } } };
    }),
  }, world);
}

/** A capability that every container has by itself, unless it is dropped. */
export function dropDefault(place: ContainerPlace, capability: string, world: World): Cuts {
  const { name } = place.container;
  return changePod(place, {
    kind: 'drop-capability', key: `${name} ${capability} default`, title: `Drop capability ${capability} of container ${name}`, breaks: `what ${name} does with ${capability}`,
    change: (spec) => inContainer(spec, name, (container) => {
      const security = fields(container['securityContext']) ?? {};
      const capabilities = fields(security['capabilities']) ?? {};
      const dropped = texts(capabilities['drop']);
      if (dropped.some((each) => ['ALL', capability].includes(each.toUpperCase().replace(/^CAP_/, '')))) return container;
      return { ...container, securityContext: { ...security, capabilities: { ...capabilities, drop: [...dropped, capability] } } };
    }),
  }, world);
}

export function unshare(place: ContainerPlace, fieldName: 'hostPID' | 'shareProcessNamespace', world: World): Cuts {
  return changePod(place, {
    kind: 'unshare-processes', key: fieldName, title: `Leave ${fieldName} unset`, breaks: fieldName === 'hostPID' ? 'what looks at processes of the node' : 'what looks at processes of the other containers of the pod',
    change: (spec) => withoutField(spec, fieldName),
  }, world);
}

export function noHostProcess(place: ContainerPlace, world: World): Cuts {
  return changePod(place, {
    kind: 'run-unprivileged', key: `${place.container.name} hostProcess`, title: `Run container ${place.container.name} as no process of its Windows node`, breaks: 'what it does with files and services of its node',
    change: (spec) => [undefined, place.container.name].reduce<Fields>((current, name) => (name === undefined ? noOption(current) : inContainer(current, name, noOption)), spec),
  }, world);
}

function noOption(holder: Fields): Fields {
  const security = fields(holder['securityContext']) ?? {};
  const windows = fields(security['windowsOptions']);
  return windows?.['hostProcess'] === true ? { ...holder, securityContext: { ...security, windowsOptions: { ...windows, hostProcess: false } } } : holder;
}

/** The token file is gone; the service account is as it was. */
export function noToken(place: ContainerPlace, world: World): Cuts {
  const { workload, container } = place;
  const automatic = container.tokens.length === 0 || container.tokens.every((token) => token.automatic || token.audience !== '');
  if (!automatic) return refuse(`${container.name} mounts a token of its own choice: take that volume away where it is not needed`);
  const { namespace = '', name } = workload.serviceAccount;
  const [known] = controllersAs({ kind: 'ServiceAccount', namespace, name }, world);
  if (known) return refuse(`${refLabel(workload.ref)} is ${known.name}, which asks the API server`);
  const used = world.context.rights.of({ kind: 'ServiceAccount', namespace, name }).some(({ builtIn }) => !builtIn);
  return changePod(place, {
    kind: used ? 'drop-used-token' : 'drop-idle-token', key: '', title: 'Mount no token of its service account',
    breaks: used ? `what the program asks the API server for: ServiceAccount ${namespace}/${name} holds rights, so it probably does` : 'nothing, where the program does not ask the API server',
    change: withoutToken,
  }, world);
}

function withoutToken(spec: Fields): Fields {
  const off = withField(spec, 'automountServiceAccountToken', false);
  const isToken = (item: unknown): boolean => (text(fields(item)?.['name']) ?? '').startsWith('kube-api-access');
  if (!Array.isArray(off['volumes']) || !off['volumes'].some(isToken)) return off;
  const cut = (holder: Fields, list: string): Fields => (Array.isArray(holder[list]) ? { ...holder, [list]: (holder[list] as readonly unknown[]).filter((item) => !isToken(item)) } : holder);
  const names = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => entries(off[list]).map(({ value }) => text(value['name']) ?? ''));
  return cut(names.reduce((current, name) => inContainer(current, name, (container) => cut(container, 'volumeMounts')), off), 'volumes');
}
