// Of a large cluster most breaches are only counted: what a finding says of them is put together when a report reads it.

import type { Container, Workload } from '../cluster/workload.ts';
import type { Change } from '../model/change.ts';
import type { Path } from '../model/object.ts';
import type { Breach } from './define.ts';

/** A field of a container or pod that breaks a rule in one way wherever it does. */
export interface FieldFault {
  /** The predicate; left out where the breach brings its own. */
  readonly message?: string;
  /** Below the container, or below the pod spec. */
  readonly field: Path;
  readonly expected: string;
  readonly change?: {
    /** What to do; of a container its name is added. */
    readonly title: string;
    /** Where it is another field than the one that is shown. */
    readonly field?: Path;
    readonly value: unknown;
    readonly breaks: string;
  };
}

/** A breach of one field, by what it says everywhere. @param message where it is not the same everywhere */
export function fieldBreach(where: Container | Workload, fault: FieldFault, message?: string): Breach {
  return new FieldBreach(where, fault, message);
}

class FieldBreach implements Breach {
  readonly #where: Container | Workload;
  readonly #fault: FieldFault;
  readonly #message: string | undefined;

  constructor(where: Container | Workload, fault: FieldFault, message: string | undefined) {
    this.#where = where;
    this.#fault = fault;
    this.#message = message;
  }

  get message(): string {
    return this.#message ?? this.#fault.message ?? '';
  }

  get evidence(): Breach['evidence'] {
    return [this.#where.at(...this.#fault.field)];
  }

  get expected(): string {
    return this.#fault.expected;
  }

  get change(): Change | undefined {
    const { field, change } = this.#fault;
    if (!change) return undefined;
    const { title, value, breaks } = change;
    const [workload, path, name] = 'workload' in this.#where ? [this.#where.workload, this.#where.path, ` in container ${this.#where.name}`] : [this.#where, [], ''];
    return { target: workload.ref, title: title + name, edits: [{ op: 'set', path: [...workload.specPath, ...path, ...(change.field ?? field)], value }], breaks };
  }
}

/** A breach that needs more words than one field; what findings are sorted by, it does not have. */
export function breachLater(say: () => Omit<Breach, 'object' | 'factors' | 'wide' | 'gives'>): Breach {
  return new LaterBreach(say);
}

class LaterBreach implements Breach {
  #said: Breach | (() => Breach);

  constructor(say: () => Breach) {
    this.#said = say;
  }

  get #breach(): Breach {
    if (typeof this.#said === 'function') this.#said = this.#said();
    return this.#said;
  }

  get message(): string {
    return this.#breach.message;
  }

  get evidence(): Breach['evidence'] {
    return this.#breach.evidence;
  }

  get expected(): string | undefined {
    return this.#breach.expected;
  }

  get change(): Change | undefined {
    return this.#breach.change;
  }
}
