import { known, unknown, type Fact } from '../model/fact.ts';
import type { Container } from '../cluster/workload.ts';
import { gap, type Gap } from '../model/gap.ts';

const userGap: Gap = gap('registry', 'gap/process-users', 'As which user does the other process run? A process reads the environment of those of its own user: docker inspect of both images.');

/**
 * Whether processes of one container read the memory and the files of those of another that they see: as the same user with no
 * fewer capabilities, with SYS_PTRACE, or as root that may become any user.
 */
export function traces(from: Container, to: Container): Fact<boolean> {
  const { runsAsRoot: root } = from;
  const [has, mayTurn] = [(name: string) => from.capabilities.has('ALL') || from.capabilities.has(name), ['SETUID', 'SETGID'].every((name) => from.capabilities.has('ALL') || from.capabilities.has(name))];
  if (root.known && root.value) {
    if (has('SYS_PTRACE')) return known(true);
    const own = to.runsAsRoot.known ? to.runsAsRoot.value : undefined;
    const [asRoot, asOther] = [covers(from.capabilities, to.capabilities), mayTurn];
    if (own !== undefined) return known(own ? asRoot : asOther);
    return asRoot === asOther ? known(asRoot) : unknown(userGap);
  }
  if (root.known) {
    if (to.runsAsRoot.known && to.runsAsRoot.value) return known(false);
    if (from.runAsUser === undefined || to.runAsUser === undefined) return unknown(userGap);
    return known(from.runAsUser === to.runAsUser && (from.runAsGroup === undefined || to.runAsGroup === undefined || from.runAsGroup === to.runAsGroup));
  }
  return has('SYS_PTRACE') || mayTurn || !to.runsAsRoot.known || !to.runsAsRoot.value ? unknown(userGap) : covers(from.capabilities, to.capabilities) ? unknown(userGap) : known(false);
}

function covers(own: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return own.has('ALL') || [...others].every((name) => own.has(name));
}
