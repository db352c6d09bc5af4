import { PodAdmission, type Refusal } from '../engines/admission/index.ts';
import type { Gap } from '../model/gap.ts';
import type { KubernetesObject } from '../model/object.ts';

/** What admission makes of a pod that an attacker would create. */
export interface Passage {
  readonly admitted: boolean;
  readonly refusals: readonly Refusal[];
  /** What looks at the pod and was not evaluated: it could refuse. */
  readonly gaps: readonly Gap[];
}

const container = { name: 'a', image: 'registry.example/a:1' };

/** A pod that the restricted level lets through: it only uses a service account. */
export const modest: Readonly<Record<string, unknown>> = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ ...container, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
};

/** Specs that own their node, in the order of how little they ask for. */
export const escaping: readonly Readonly<Record<string, unknown>>[] = [
  { containers: [{ ...container, securityContext: { privileged: true } }] },
  { containers: [{ ...container, volumeMounts: [{ name: 'h', mountPath: '/h' }] }], volumes: [{ name: 'h', hostPath: { path: '/' } }] },
  { hostPID: true, containers: [{ ...container, securityContext: { capabilities: { add: ['SYS_ADMIN', 'SYS_PTRACE'] }, appArmorProfile: { type: 'Unconfined' } } }] },
];

/** Asks, once for each namespace, whether pods of an attacker's making would be let in. */
export class Guards {
  readonly #admission: PodAdmission;
  readonly #known = new Map<string, Passage>();

  constructor(objects: Iterable<KubernetesObject>, options: { readonly version?: string }) {
    this.#admission = PodAdmission.from(objects, options);
  }

  /** A pod that asks for nothing but its service account. */
  modest(namespace: string): Passage {
    return this.#once(`modest ${namespace}`, () => this.#ask(namespace, modest));
  }

  /** The most open of the specs that own their node. */
  escaping(namespace: string): Passage {
    return this.#once(`escaping ${namespace}`, () => {
      const passages = escaping.map((spec) => this.#ask(namespace, spec));
      return passages.find(({ admitted, gaps }) => admitted && gaps.length === 0) ?? passages.find(({ admitted }) => admitted) ?? passages.toSorted((a, b) => a.refusals.length - b.refusals.length)[0] ?? refusedUnseen;
    });
  }

  #once(key: string, ask: () => Passage): Passage {
    const found = this.#known.get(key) ?? ask();
    this.#known.set(key, found);
    return found;
  }

  /** Whether a pod of that very form is let in as things are. */
  letsIn(pod: KubernetesObject, namespace: string): Pick<Passage, 'admitted' | 'gaps'> {
    const { allowed, gaps } = this.#admission.admit({ pod, namespace, actor: { user: 'system:authenticated-user', groups: ['system:authenticated'] } });
    return { admitted: allowed, gaps };
  }

  #ask(namespace: string, spec: Readonly<Record<string, unknown>>): Passage {
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace }, spec };
    const { allowed, refusals, gaps } = this.#admission.admit({ pod, namespace, actor: { user: 'system:authenticated-user', groups: ['system:authenticated'] } });
    return { admitted: allowed, refusals, gaps };
  }
}

const refusedUnseen: Passage = { admitted: false, refusals: [], gaps: [] };
