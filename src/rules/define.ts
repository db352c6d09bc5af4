import type { Container, Workload } from '../cluster/workload.ts';
import type { Component, ComponentId } from '../engines/components/component.ts';
import type { GrantSubject } from '../engines/rights.ts';
import type { Change } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Fact } from '../model/fact.ts';
import type { KubernetesObject, ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';
import type { BaseFactors, Factors } from './severity.ts';

/** What a rule judges: one container, workload, namespace, grant of rights, component, object, or the cluster as a whole. */
export interface Subjects {
  container: Container;
  workload: Workload;
  namespace: NamespaceSubject;
  grant: GrantSubject;
  component: Component;
  object: ObjectSubject;
  cluster: ClusterSubject;
}

export interface NamespaceSubject {
  readonly name: string;
  readonly ref: ObjectRef;
  /** The Namespace object, where it was given. */
  readonly object?: KubernetesObject;
}

export interface ObjectSubject {
  readonly ref: ObjectRef;
  readonly object: KubernetesObject;
}

export interface ClusterSubject {
  readonly ref: ObjectRef;
}

/** One way in which a subject breaks a rule. */
export interface Breach {
  /** The predicate of a sentence whose subject is the object: `runs privileged`. */
  readonly message: string;
  /** The first one is where a person would look; at least one. */
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** The object a person would edit, where it is another than the one judged. */
  readonly object?: ObjectRef;
  /** The value that would pass, as a person would write it. */
  readonly expected?: string | undefined;
  readonly change?: Change | undefined;
  /** What the right that is found gives, without where and to whom: told by the finding of a wider right that holds it. */
  readonly gives?: string;
  /** One field gives all that others find at the same place: those are part of this finding. */
  readonly wide?: true;
  /** Factors that this instance raises or lowers against the rule's own. */
  readonly factors?: Partial<Factors>;
}

export type Judgement = readonly Breach[] | Fact<readonly Breach[]>;

interface RuleOf<K extends keyof Subjects> {
  /** Bare kebab-case; equals the file's name. */
  readonly id: string;
  readonly on: K;
  /** What is wrong when it fails, subject first: `Container runs privileged`. */
  readonly title: string;
  /** What an attacker does with it, in two or three plain sentences. */
  readonly why: string;
  /** What to do, imperative, and what it may break. */
  readonly fix: string;
  readonly severity: BaseFactors;
  /** The component judged; required of component rules. */
  readonly component?: ComponentId;
  /** The kinds judged, `group/Kind` with an empty group for core; required of object rules. */
  readonly kinds?: readonly string[];
  /** Whether the question makes sense here at all; left out means yes. */
  appliesTo?(subject: Subjects[K], context: Context): boolean | Fact<boolean>;
  /** `[]` is a pass, breaches are a fail, an unknown is unknown: authors never write a verdict. What the object alone decides is a plain list. */
  check(subject: Subjects[K], context: Context): Judgement;
  /** Whole inputs as YAML text (several documents separated by `---`). Executed, and printed on the rule's page. */
  readonly examples: Examples;
}

export interface Examples {
  /** Each fails at least once; where a breach has a change, the changed input passes. */
  readonly bad: readonly string[];
  /** Each passes and never fails. */
  readonly good: readonly string[];
  /** Each is unknown; empty only where the object alone always decides. */
  readonly unknown: readonly string[];
}

export type Rule<K extends keyof Subjects = keyof Subjects> = { [P in K]: RuleOf<P> }[K];
export type AnyRule = Rule;

/** Types a rule by what it judges. */
export function defineRule<K extends keyof Subjects>(rule: RuleOf<K>): RuleOf<K> {
  return rule;
}
