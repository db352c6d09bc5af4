import { gap, type Gap } from '../model/gap.ts';
import type { KubernetesObject } from '../model/object.ts';
import { remember } from '../model/remember.ts';
import type { AttackContext } from './context.ts';
import type { ContainerPlace } from './places.ts';
import { hub, secretState, type State } from './states.ts';
import { stepsTo, type Reason, type Step } from './technique.ts';
import { secretsOf } from './techniques/mounted-secret.ts';

/** Whether clients find out that somebody else answers them. */
export const answerGap: Gap = gap('person', 'gap/who-answers', 'Do programs check who answers them, by TLS with the name verified or by a mesh with strict mTLS, before they send a password or a key?');

/** Takes what the pods of a namespace, or of all, send to others. */
export function trafficState(namespace: string | null): State {
  return hub('take-traffic', namespace);
}

/** Takes what the pods of a node send. */
export function nodeTrafficState(node: string): State {
  return hub('take-traffic-on', node);
}

interface Sent {
  readonly gives: State;
  readonly because: () => Reason;
}

const known = new WeakMap<AttackContext, (place: ContainerPlace) => readonly Sent[]>();

/** Asked of a container for each of its nodes. */
function sending(context: AttackContext): (place: ContainerPlace) => readonly Sent[] {
  let found = known.get(context);
  if (!found) known.set(context, (found = remember((place) => sentFrom(place, context))));
  return found;
}

function sentFrom({ container, workload }: ContainerPlace, { cluster }: AttackContext): readonly Sent[] {
  return secretsOf(container).flatMap(({ name, path }) => {
    if (isKept(cluster.find('Secret', '', workload.namespace, name), name)) return [];
    return [{ gives: secretState(workload.namespace, name), because: () => ({ text: `${workload.ref.kind} ${workload.ref.name} may send what is in Secret ${name}`, evidence: [path[0] === 'volumes' ? workload.at(...path) : container.at(...path)], gaps: [answerGap] }) }];
  });
}

/** What programs are given to log in elsewhere with, they send there: whoever stands in between has it, unless they check who answers. */
export function* sentBy(from: State, places: readonly ContainerPlace[], context: AttackContext): Generator<Step> {
  const once = new Map<State, Sent>();
  const sentOf = sending(context);
  for (const place of places) if (context.refused.get(place.workload)?.sure !== true) for (const sent of sentOf(place)) if (!once.has(sent.gives)) once.set(sent.gives, sent);
  yield* stepsTo([...once.values()], { needs: [from], certain: false, free: true }, ({ because }) => because());
}

/** For techniques that take the traffic of a namespace: one of them spells it out for all. */
export function* trafficOf(context: AttackContext): Generator<Step> {
  for (const namespace of context.cluster.namespaces) {
    const steps = [...sentBy(trafficState(namespace), context.containersIn(namespace), context)];
    if (steps.length === 0) continue;
    yield { needs: [trafficState(null)], gives: trafficState(namespace), free: true };
    yield* steps;
  }
}

/** Keys of certificates, and what only the kubelet uses: nobody sends them. Where the Secret was not given its name tells. */
function isKept(secret: KubernetesObject | undefined, name: string): boolean {
  const type = secret?.['type'];
  if (typeof type === 'string' && type !== 'Opaque') return !['kubernetes.io/basic-auth', 'kubernetes.io/service-account-token'].includes(type);
  return /(^|[-.])(m?tls|certs?|cacerts?|certificates?|webhook|admission)$/.test(name);
}
