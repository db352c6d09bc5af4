import { known, not, unknown, type Fact } from '../model/fact.ts';
import { fields, text, type Fields } from '../cluster/read.ts';
import type { Container } from '../cluster/workload.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { Evidence } from '../model/evidence.ts';
import { remember } from '../model/remember.ts';
import type { AttackContext } from './context.ts';
import { nodesOf } from './places.ts';
import type { State } from './states.ts';
import type { Step } from './technique.ts';

/** What in a container leads out of it. */
export interface Way {
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** Whether it holds here; what is not known makes the step possible. */
  readonly when?: Fact<boolean>;
}

/** A step from every container that has such a way to each node that its pods run on. @param wayOf asked of containers that ask for something of their node @param stateOf the state of a node; root on it where left out */
export function* escapes(context: AttackContext, wayOf: (container: Container) => readonly Way[], stateOf?: (node: string) => State): Generator<Step> {
  const own = stateOf && remember(stateOf);
  for (const { container, workload, state } of context.askingOfNodes) {
    for (const { text, evidence, when = known(true) } of wayOf(container)) {
      if (when.known && !when.value) continue;
      const gives = own ? nodesOf(workload).map((node) => own(node)) : context.nodeStatesOf(workload);
      yield { needs: [state], gives, certain: when.known, because: () => ({ text, evidence, gaps: when.known ? [] : when.gaps }) };
    }
  }
}

/** Root in the container is root on the node: in a user namespace it is not. */
export function ownsHost({ workload }: Container): Fact<boolean> {
  return not(workload.userNamespace);
}

/** Whether a capability is in force: added or kept, and used by root, which the image decides where nothing else does. */
export function hasCapability(container: Container, ...names: readonly string[]): Fact<boolean> {
  const has = names.every((name) => container.capabilities.has('ALL') || container.capabilities.has(name));
  if (!has || container.workload.windows) return known(false);
  return container.privileged ? privileged(container) : container.runsAsRoot;
}

/** A privileged container that nothing says to run as another user is taken to run as root. */
export function privileged(container: Container): Fact<boolean> {
  return container.privileged && !container.workload.windows ? rootUnlessSaid(container) : known(false);
}

/** Root unless another user is set: an image that has one is the exception. On Windows, an administrator. */
export function rootUnlessSaid({ runsAsRoot, workload, spec, runAsNonRoot }: Container): Fact<boolean> {
  if (workload.windows) return known(runAsNonRoot !== true && !/^containeruser$/i.test(windowsUser(spec) ?? windowsUser(workload.spec) ?? ''));
  return runsAsRoot.known ? runsAsRoot : known(true);
}

function windowsUser(holder: Fields): string | undefined {
  return text(fields(fields(holder['securityContext'])?.['windowsOptions'])?.['runAsUserName']);
}

const appArmorGap: Gap = gap('node', 'gap/node-apparmor', 'Do the nodes have AppArmor? Where they do, a container without a profile gets that of the runtime, which refuses mounts and ptrace: cat /sys/module/apparmor/parameters/enabled on a node');

const ownProfileGap: Gap = gap('node', 'gap/own-profile', 'What does the AppArmor or seccomp profile forbid that the container names? It lies in a file of its node.');

/** AppArmor's usual profile forbids mounts and looking into processes outside. Unset, the node decides. */
export function noAppArmor({ appArmor, privileged: unconfined }: Container): Fact<boolean> {
  const profile = appArmor?.toLowerCase();
  if (unconfined || profile === 'unconfined') return known(true);
  if (profile?.startsWith('localhost') === true) return unknown(ownProfileGap);
  return profile === undefined ? unknown(appArmorGap) : known(false);
}

/** The usual profile of the runtime lets a capability be used; what one of the node's own does, no object shows. */
export function noSeccomp({ seccomp }: Container): Fact<boolean> {
  return seccomp.known && seccomp.value === 'Localhost' ? unknown(ownProfileGap) : known(true);
}
