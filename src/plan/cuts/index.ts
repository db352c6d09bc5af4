import { impliedGroups, type Holder } from '../../engines/rights.ts';
import type { ContainerPlace } from '../../attack/places.ts';
import { stateOf } from '../../attack/role-scopes.ts';
import { holderState, type State } from '../../attack/states.ts';
import type { Reason, Technique } from '../../attack/technique.ts';
import { refLabel } from '../../model/object.ts';
import { noCuts, refuse, together, type Cuts } from '../candidate.ts';
import type { World } from '../world.ts';
import { askedRights } from './asked.ts';
import { unbind, unbindAll } from './bindings.ts';
import { dropCapability, dropDefault, inUserNamespace, noHostProcess, noToken, unprivileged, unshare } from './containers.ts';
import { holderGroups, roleGroups } from './groups.ts';
import { closeDoor, deleteTokenSecrets, labelNamespace } from './others.ts';
import { dropIdentity, dropToken } from './identities.ts';
import { dropCredential, dropSecret } from './secrets.ts';
import { noMetadata, noNodes } from './egress.ts';
import { noSnippets, pinImage, pinVolume, upgrade, withoutWebhook } from './images.ts';
import { mountCuts, readOnlyVolume } from './mounts.ts';
import { doorAt, notHeld, onlyKnownClients } from './network.ts';
import { takeRights, type RightGroup } from './rights.ts';

/** A step as cuts see it. */
interface Seen {
  readonly needs: readonly State[];
  readonly gives: State;
  readonly reason: Reason;
  readonly place: ContainerPlace | undefined;
  readonly world: World;
}

type Cutter = (seen: Seen) => Cuts;

/** What is done in the pod of the container that the step starts in. */
function inPod(...cuts: readonly ((place: ContainerPlace, world: World, reason: Reason) => Cuts)[]): Cutter {
  return ({ place, world, reason }) => (place ? together(cuts.map((cut) => cut(place, world, reason))) : noCuts);
}

const capability = (name: string) => inPod((place, world) => dropCapability(place, name, world), inUserNamespace);
const mount = (readOnlyHelps: boolean) => inPod((place, world, reason) => mountCuts(place, reason, readOnlyHelps, world));

const memoryCapabilities = ['BPF', 'PERFMON', 'SYS_RAWIO'] as const;

/** By technique: what takes its steps away. Those that are a right in a role are in `groups.ts`. */
const cutters: Readonly<Record<string, Cutter>> = {
  'technique/rights-through-binding': bindingCuts,
  'technique/mounted-token': inPod((place, world) => noToken(place, world)),
  'technique/privileged-container': inPod(unprivileged, inUserNamespace),
  'technique/admin-capability': capability('SYS_ADMIN'),
  'technique/kernel-module': capability('SYS_MODULE'),
  'technique/open-by-handle': capability('DAC_READ_SEARCH'),
  'technique/host-process-trace': inPod((place, world) => dropCapability(place, 'SYS_PTRACE', world), (place, world) => unshare(place, 'hostPID', world)),
  'technique/host-pid': inPod((place, world, reason) => (place.workload.hostPID ? unshare(place, 'hostPID', world) : mountCuts(place, reason, false, world))),
  'technique/shared-processes': inPod((place, world) => unshare(place, place.workload.hostPID ? 'hostPID' : 'shareProcessNamespace', world)),
  'technique/host-path-read': mount(false),
  'technique/host-path-write': mount(true),
  'technique/pod-volumes': mount(false),
  'technique/runtime-socket': mount(false),
  'technique/kernel-helper': mount(true),
  'technique/log-link': mount(true),
  'technique/checkpoint-memory': mount(false),
  'technique/shared-volume': inPod((place, world, reason) => readOnlyVolume(place, reason, world)),
  'technique/host-sniffing': inPod((place, world) => dropDefault(place, 'NET_RAW', world)),
  'technique/kernel-memory': inPod((place, world, reason) => together(memoryCapabilities.filter((name) => place.container.addedCapabilities.some((each) => [name, 'ALL'].includes(each)) && reason.text.includes(name)).map((name) => dropCapability(place, name, world))), inUserNamespace),
  'technique/neighbour-spoofing': inPod((place, world) => dropDefault(place, 'NET_RAW', world)),
  'technique/plain-credential': credentialCuts,
  'technique/stored-kubeconfig': credentialCuts,
  'technique/read-bootstrap-token': credentialCuts,
  'technique/windows-host-process': inPod((place, world) => noHostProcess(place, world)),
  'technique/pod-to-node': ({ gives, world }) => (gives.startsWith('may:own-nodes@') && !gives.endsWith('@*') ? labelNamespace(gives.slice('may:own-nodes@'.length), world) : noCuts),
  'technique/git-volume': ({ gives, world }) => (gives.startsWith('may:git-volumes@') && !gives.endsWith('@*') ? labelNamespace(gives.slice('may:git-volumes@'.length), world, 'restricted') : noCuts),
  'technique/read-token-secret': ({ needs: [need = ''], gives, world }) => (gives.startsWith('serviceaccount:') ? deleteTokenSecrets(need.startsWith('may:') ? need.slice(need.lastIndexOf('@') + 1) : (world.scopes.get(need)?.namespace ?? null), gives, world) : noCuts),
  'technique/exposed-container': ({ reason, gives, world }) => closeDoor(reason, world.places.get(gives), world),
  'technique/exposed-console': ({ reason, gives, world }) => closeDoor(reason, world.places.get(gives), world),
  'technique/pod-to-pod': (seen) => together([behindDoor(seen), seen.place && seen.gives.startsWith('may:network@') ? noNodes(seen.place, seen.world) : noCuts]),
  'technique/ingress-admission': (seen) => together([behindDoor(seen), ...atTarget(seen, upgrade), ...atTarget(seen, withoutWebhook)]),
  'technique/ingress-injection': (seen) => (seen.reason.evidence[0]?.object.kind === 'ConfigMap' ? noSnippets(seen.reason, seen.world) : together(atTarget(seen, upgrade))),
  'technique/compromised-image': (seen) => (seen.reason.evidence[0]?.path.at(-1) === 'reference' ? pinVolume(seen.reason) : together(atTarget(seen, pinImage))),
  'technique/node-cloud-identity': inPod((place, world) => noMetadata(place, world), (place, world) => noNodes(place, world)),
  'technique/open-kubelet': inPod((place, world) => noNodes(place, world)),
  'technique/audience-token': inPod((place, world, reason) => dropToken(place, reason, world)),
  'technique/mounted-secret': inPod((place, world, reason) => dropSecret(place, reason, world)),
  'technique/workload-identity': ({ reason, world }) => dropIdentity(reason, world),
};

/** Everything that takes a step away or has a part in it: a step that none of it touches stays. */
export function cutsOf(step: number, world: World): Cuts {
  const { now } = world;
  const technique = now.technique(step);
  if (!technique) return noCuts;
  const needs = now.ownNeeds(step);
  const seen: Seen = { needs, gives: now.name(now.gives(step)), reason: now.reason(step), place: world.places.get(needs[0] ?? ''), world };
  return together([...roleCuts(technique, seen), ...holderCuts(technique.id, seen), cutters[technique.id]?.(seen) ?? noCuts]);
}

/** What is done in the pod of the container that the step leads to. */
function atTarget({ gives, world }: Seen, cut: (place: ContainerPlace, world: World) => Cuts): readonly Cuts[] {
  const place = world.places.get(gives);
  return place ? [cut(place, world)] : [];
}

/** Where a step is no right but the reading of a credential. */
function credentialCuts({ needs: [need = ''], reason, world }: Seen): Cuts {
  return world.scopes.has(need) || need.startsWith('cluster-admin') ? noCuts : dropCredential(reason, world);
}

/** What listens there hears those alone who are known to need it. */
function behindDoor({ needs: [need = ''], gives, world }: Seen): Cuts {
  const door = doorAt(need, world);
  if (door) return onlyKnownClients(door, world);
  const target = world.places.get(gives);
  if (!target || !need.startsWith('may:network@')) return noCuts;
  const { ref } = target.workload;
  return refuse(need.startsWith('may:network@node ') ? `what ${refLabel(ref)} gets from its own node, no NetworkPolicy holds back` : `${refLabel(ref)}: ${notHeld(world) ?? 'what would hold others back from it is not known to do so'}`);
}

function bindingCuts({ needs: [need], gives, reason: { evidence: [seen] }, world }: Seen): Cuts {
  const grant = world.scopes.get(gives)?.grants.find(({ ref }) => ref === seen?.object);
  const holder = grant?.holders.find((each) => holderState(each) === need);
  return grant && holder ? unbind(grant, holder, world) : noCuts;
}

/** What begins with a role is a right in it. */
function* roleCuts(technique: Technique, { needs, gives, world }: Seen): Generator<Cuts> {
  const { id, rights } = technique;
  const scope = needs.length === 1 ? world.scopes.get(needs[0] ?? '') : undefined;
  if (!scope) return;
  const own = rights?.(world.now.context) ?? (roleGroups[id] ? [] : askedRights(technique, scope.state, gives, world));
  const groups: readonly RightGroup[] = roleGroups[id] ?? (own.length > 0 ? [{ rights: own }] : []);
  for (const group of groups) if (group.gives === undefined || gives.startsWith(group.gives)) yield takeRights(scope, group, world);
}

/** What begins with somebody rests on all that they hold, by themselves and by their groups. */
function* holderCuts(technique: string, { needs, world }: Seen): Generator<Cuts> {
  const groups = holderGroups[technique];
  const holder = groups && needs.length === 1 ? holderOf(needs[0] ?? '') : undefined;
  if (!groups || !holder) return;
  const holders = [holder, ...impliedGroups(holder)];
  for (const grant of world.now.context.rights.of(holder)) {
    const scope = world.scopes.get(stateOf(grant));
    const matched = groups.filter(({ rights }) => rights.some((right) => grant.match(right)));
    for (const group of matched) yield takeRights(scope ?? { match: (right) => grant.match(right), label: grant.role.name }, group, world);
    if (matched.length > 0 || technique === 'technique/escalate-role') yield* unbindAll(grant, holders, world);
  }
}

function holderOf(state: State): Holder | undefined {
  const at = state.indexOf(':');
  const [kind, rest] = [state.slice(0, at), state.slice(at + 1)];
  if (kind === 'user') return { kind: 'User', name: rest };
  if (kind === 'group') return { kind: 'Group', name: rest };
  const slash = rest.indexOf('/');
  return kind === 'serviceaccount' ? { kind: 'ServiceAccount', namespace: rest.slice(0, slash), name: rest.slice(slash + 1) } : undefined;
}
