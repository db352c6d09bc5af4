import { AttackGraph } from '../attack/attack-graph.ts';
import { AttackContext, type Known } from '../attack/context.ts';
import { AttackModel } from '../attack/model.ts';
import { Cluster } from '../cluster/cluster.ts';
import { expanded } from '../engines/lists.ts';
import type { KubernetesObject } from '../model/object.ts';
import type { Certainty } from '../graph/index.ts';
import { demandsBetween } from './demands.ts';
import type { ChangeKind } from './costs.ts';
import { planOf, type Plan, type PlannedChange } from './plan.ts';

export interface GraphPlanOptions {
  /** An end; every foothold that is not strong by design where left out. */
  readonly from?: string;
  /** An end; everything that matters where left out. */
  readonly to?: string;
  /** `certain` leaves paths alone that rest on something not known; `possible`, as `paths` does, where left out. */
  readonly certainty?: Certainty;
  /** Costs by kind of change, in place of the usual ones. */
  readonly costs?: Readonly<Partial<Record<ChangeKind, number>>>;
  /** Ends that may lose no right, beside everybody who administers the cluster. */
  readonly owners?: readonly string[];
  /** How many choices are looked at at most. */
  readonly effort?: number;
}

/** A plan as programs read it: edits are to be made in their order, `to: null` takes a field or an object away. */
export interface GraphPlan extends Omit<Plan, 'changes'> {
  readonly changes: readonly Omit<PlannedChange, 'fields'>[];
}

/** The attack graph with what to do about it. */
export class PlanningGraph extends AttackGraph {
  /** Takes any Kubernetes objects; what it does not know it leaves alone. */
  static override from(objects: Iterable<KubernetesObject>, options: { readonly kubernetesVersion?: string } = {}): PlanningGraph {
    const none = { origins: new Map(), secrets: new Map(), configz: [], sources: [], skipped: [], problems: [] };
    return PlanningGraph.of(Cluster.from({ objects: [...expanded(objects)], ...none }, options));
  }

  static override of(cluster: Cluster, known: Known = {}): PlanningGraph {
    return new PlanningGraph(AttackModel.of(new AttackContext(cluster, known)));
  }

  static on(model: AttackModel): PlanningGraph {
    return new PlanningGraph(model);
  }

  /** The cheapest changes after which no path is left between the ends. @throws AttackQuestionError for an end that is not there */
  plan(options: GraphPlanOptions = {}): GraphPlan {
    const { changes, ...plan } = this.planned({ certainty: 'possible', ...options });
    return { changes: changes.map(({ fields: _fields, ...change }) => change), ...plan };
  }

  /** As `plan`, with what leads back to the files; only sure paths where nothing else is said. */
  planned({ from, to, owners = [], ...options }: GraphPlanOptions): Plan {
    return planOf(this.model, {
      ...options,
      ...(from === undefined && to === undefined ? {} : { demands: demandsBetween(this, from, to) }),
      owners: owners.flatMap((owner) => this.seedsOf(owner).map((seed) => this.model.name(seed))),
    });
  }
}
