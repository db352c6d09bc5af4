import { fields, text } from '../cluster/read.ts';
import { valueIn } from '../engines/components/values.ts';
import { bootstrapFacts, bootstrapGroup, bootstrapIdIn, bootstrapType, bootstrapUsages, isBootstrapGroup } from '../knowledge/bootstrap-tokens.ts';
import { known, map, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { SecretFacts } from '../model/snapshot.ts';
import type { AttackContext } from './context.ts';
import type { SecretPlace } from './places.ts';
import { groupState, userState, type State } from './states.ts';

/** A Secret with whose token somebody logs in. */
export interface BootstrapLogin {
  readonly place: SecretPlace;
  readonly user: State;
  readonly groups: readonly State[];
  /** Further groups that it may have. */
  readonly perhaps: readonly State[];
  readonly gaps: readonly Gap[];
}

/** The Secrets that the API server would look for a token in. */
export function bootstrapSecrets(context: AttackContext): readonly SecretPlace[] {
  return context.secretsIn('kube-system').filter(({ object, name }) => object['type'] === bootstrapType && bootstrapIdIn(name) !== undefined);
}

/** Whether the API server takes such tokens at all. */
export function takesBootstrapTokens({ components }: AttackContext): Fact<boolean> {
  const [server] = components.of('kube-apiserver');
  return server ? map(valueIn(server, '--enable-bootstrap-token-auth'), (value) => value === 'true') : known(false);
}

/** Groups that a token may name and to which something is bound. */
export function boundBootstrapGroups({ grants }: AttackContext): readonly State[] {
  const found = new Set<string>();
  for (const { holders } of grants) for (const { kind, name } of holders) if (kind === 'Group' && name.startsWith(bootstrapGroup) && isBootstrapGroup(name)) found.add(name);
  return Array.from(found, groupState);
}

/** Tokens with which somebody logs in, or may. */
export function bootstrapLogins(context: AttackContext): readonly BootstrapLogin[] {
  return bootstrapSecrets(context).flatMap((place) => {
    const id = bootstrapIdIn(place.name) ?? '';
    const facts = context.cluster.secretFacts(place.object) ?? factsOf(place);
    const login = { place, user: userState(`system:bootstrap:${id}`), groups: [groupState(bootstrapGroup), groupState('system:authenticated')] };
    // Values that were taken out before it came here say nothing.
    if (facts.bootstrap === undefined || facts.bootstrap.id === null || facts.keys.every(({ format }) => format === 'empty')) return [{ ...login, perhaps: boundBootstrapGroups(context), gaps: [unread(place)] }];
    const { bootstrap: { id: written, groups }, usages = [], expires = '', keys } = facts;
    const holds = keys.some(({ name, format }) => name === 'token-secret' && format !== 'empty');
    if (!holds || written !== id || groups === null || !usages.includes('usage-bootstrap-authentication') || isOver(expires, context.today)) return [];
    return [{ ...login, groups: [...login.groups, ...groups.map(groupState)], perhaps: [], gaps: [] }];
  });
}

function unread({ name }: SecretPlace): Gap {
  return gap('api', `gap/bootstrap-token/${name}`, `May the token in Secret kube-system/${name} still be used to log in, and with which groups? kubectl -n kube-system get secret ${name} -o yaml shows usage-bootstrap-authentication, expiration and auth-extra-groups.`);
}

/** What is no time counts as past. */
function isOver(expires: string, today: Date): boolean {
  return expires !== '' && !(Date.parse(expires) > today.getTime());
}

/** Of a Secret that was not read from a file or an API. */
function factsOf({ object }: SecretPlace): SecretFacts {
  const data = Object.entries(fields(object['data']) ?? {}).map(([key, value]) => [key, Buffer.from(text(value) ?? '', 'base64').toString('utf8')] as const);
  const written = Object.entries(fields(object['stringData']) ?? {}).map(([key, value]) => [key, text(value) ?? ''] as const);
  const values = new Map([...data, ...written]);
  const plain = (key: string): string | undefined => values.get(key);
  const keys = Array.from(values, ([name, value]) => ({ name, bytes: value.length, format: value === '' ? ('empty' as const) : ('text' as const), equality: name }));
  return { type: bootstrapType, keys, usages: bootstrapUsages(values.keys(), plain), bootstrap: bootstrapFacts(plain), expires: plain('expiration') ?? '' };
}
