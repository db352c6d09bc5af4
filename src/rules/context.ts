import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import type { Components } from '../engines/components/component.ts';
import type { Rights } from '../engines/rights.ts';
import type { SharedSubjects } from './subjects.ts';

/** All that rules, recommendations and threats may ask of. Facts are combined with the functions of `model/fact.ts`. */
export interface Context {
  readonly cluster: Cluster;
  readonly components: Components;
  readonly rights: Rights;
  readonly subjects: SharedSubjects;
  /** The neighbour or component that a workload is and that cannot work without what a rule forbids: `CNI calico`; null for all others. */
  byDesign(workload: Workload): string | null;
  /** The day the assessment is made, for what expires; given from outside so that equal input gives equal output. */
  readonly today: Date;
}
