import type { AttackContext } from './context.ts';
import type { Evidence } from '../model/evidence.ts';
import { evidence } from '../model/evidence.ts';
import { refLabel } from '../model/object.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { State } from './states.ts';

/** Annotations by which a provider gives a service account an identity of its own, and what such an identity looks like. */
const marks: readonly (readonly [mark: string, identity: RegExp])[] = [['eks.amazonaws.com/role-arn', /^arn:/], ['iam.gke.io/gcp-service-account', /@/], ['azure.workload.identity/client-id', /./]];

/** A service account with an identity of the cloud. */
export interface CloudAccount {
  readonly namespace: string;
  readonly name: string;
  readonly mark: string;
  readonly state: State;
  readonly evidence: Evidence;
  /** What is no identity as it stands: a blank, perhaps, that somebody fills in later. */
  readonly gaps: readonly Gap[];
}

export function cloudAccounts({ cluster }: AttackContext): readonly CloudAccount[] {
  return cluster.given('ServiceAccount').flatMap((object) => {
    const ref = cluster.ref(object);
    return marks.flatMap(([mark, identity]): CloudAccount[] => {
      const id = object.metadata.annotations?.[mark];
      if (id === undefined) return [];
      const gaps = identity.test(id) ? [] : [gap('person', `gap/cloud-identity/${ref.namespace ?? ''}/${ref.name}`, `Which identity stands in ${mark} of ${refLabel(ref)} in the end? ${id} is none.`)];
      return [{ namespace: ref.namespace ?? '', name: ref.name, mark, state: `cloud:${id}`, evidence: evidence(ref, ['metadata', 'annotations', mark], id), gaps }];
    });
  });
}
