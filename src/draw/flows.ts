import type { Assessment } from '../model/assessment.ts';
import type { TrustRank } from '../model/zone.ts';

/** `true`: so; `false`: not so; null: not known. */
export type Kleene = boolean | null;

/** Data that crosses a boundary, and what guards it. */
export interface Flow {
  readonly from: TrustRank;
  readonly to: TrustRank;
  readonly name: string;
  readonly carries: string;
  readonly encrypted: Kleene;
  /** Whether the caller proves who it is. */
  readonly proved: Kleene;
  /** Whether something at the last boundary refuses who does not belong. */
  readonly controlled: Kleene;
  /** Threats that are present on it. */
  readonly present: readonly string[];
}

interface Row extends Pick<Flow, 'from' | 'to' | 'name' | 'carries'> {
  /** Ids that say no where they are present or fail; a plain value holds in every cluster. */
  readonly encrypted: Kleene | readonly string[] | ((assessment: Assessment) => Kleene);
  readonly proved: Kleene | readonly string[];
  readonly controlled: Kleene | readonly string[];
  /** Other threats on the way. */
  readonly also?: readonly string[];
  /** Left out unless it is there. */
  readonly when?: (assessment: Assessment) => boolean;
}

const has = (kind: string) => ({ neighbours }: Assessment): boolean => neighbours.some((each) => each.kind === kind);
const published = ({ picture }: Assessment): boolean => picture.zones.some(({ rank }) => rank === 'edge');

/** By the addresses at which etcd serves clients; those of its own node count as well. */
function etcdEncrypts({ components }: Assessment): Kleene {
  const urls = components.filter(({ id }) => id === 'component/etcd').flatMap(({ configuration }) => configuration.filter(({ name }) => name === '--listen-client-urls').flatMap(({ value }) => value?.split(',') ?? []));
  return urls.length === 0 ? null : urls.every((url) => url.startsWith('https://'));
}

/** The flows of every cluster, and the threats by which each is judged. */
export const flowRows: readonly Row[] = [
  { from: 'outside', to: 'edge', name: 'Internet → edge', carries: 'requests of strangers', encrypted: ['ingress-without-tls', 'gateway-without-tls', 'route-without-tls'], proved: false, controlled: true, also: ['threat/APP-01', 'threat/NET-07'], when: published },
  { from: 'outside', to: 'nodes', name: 'Internet → node', carries: 'SSH, node ports', encrypted: null, proved: null, controlled: ['threat/NOD-06'], also: ['threat/KPX-02'] },
  { from: 'outside', to: 'api-server', name: 'people → API server', carries: 'HTTPS', encrypted: true, proved: ['threat/API-02', 'threat/API-04'], controlled: ['threat/API-01'], also: ['threat/INA-01'] },
  { from: 'edge', to: 'workloads', name: 'edge → pod', carries: 'requests', encrypted: ['threat/NET-05'], proved: false, controlled: ['threat/NET-01'], when: published },
  { from: 'workloads', to: 'outside', name: 'pod → Internet', carries: 'anything', encrypted: null, proved: null, controlled: ['threat/NET-02'] },
  { from: 'workloads', to: 'platform', name: 'pod → pod', carries: 'any port', encrypted: ['threat/NET-05'], proved: false, controlled: ['threat/NET-01'], also: ['threat/APP-16'] },
  { from: 'workloads', to: 'platform', name: 'pod → DNS', carries: 'UDP 53', encrypted: false, proved: false, controlled: true, also: ['threat/DNS-01', 'threat/DNS-02', 'threat/DNS-04'] },
  { from: 'workloads', to: 'nodes', name: 'pod → kubelet', carries: 'HTTPS 10250', encrypted: ['threat/KUB-02'], proved: ['threat/KUB-01', 'threat/KUB-02'], controlled: ['threat/KUB-03'] },
  { from: 'workloads', to: 'api-server', name: 'pod → API server', carries: 'HTTPS, service account token', encrypted: true, proved: true, controlled: ['threat/APP-10', 'threat/APP-11', 'threat/APP-13'] },
  { from: 'workloads', to: 'cloud', name: 'pod → metadata', carries: 'HTTP 169.254.169.254', encrypted: false, proved: false, controlled: ['threat/NOD-02'] },
  { from: 'platform', to: 'outside', name: 'GitOps → Git', carries: 'what is to run', encrypted: true, proved: true, controlled: ['threat/SCA-09'], when: has('GitOps') },
  { from: 'nodes', to: 'outside', name: 'node → registries', carries: 'images', encrypted: true, proved: ['threat/SCA-03'], controlled: ['threat/SCA-01'], also: ['threat/SCA-02'] },
  { from: 'nodes', to: 'api-server', name: 'kubelet → API server', carries: 'HTTPS, client certificate', encrypted: true, proved: true, controlled: ['threat/API-05'], also: ['threat/API-14'] },
  { from: 'api-server', to: 'nodes', name: 'API server → kubelet', carries: 'HTTPS', encrypted: true, proved: ['threat/API-09'], controlled: ['threat/KUB-01'], also: ['threat/KUB-04'] },
  { from: 'api-server', to: 'control-plane', name: 'API server → etcd', carries: 'everything that is kept', encrypted: etcdEncrypts, proved: ['threat/ETC-02'], controlled: ['threat/ETC-01'], also: ['threat/API-10'] },
  { from: 'control-plane', to: 'api-server', name: 'controllers → API server', carries: 'HTTPS', encrypted: true, proved: true, controlled: ['threat/KCM-01'], also: ['threat/KCM-04'] },
  { from: 'control-plane', to: 'cloud', name: 'controllers → provider', carries: 'HTTPS, role of the node', encrypted: true, proved: true, controlled: ['threat/CCM-02'], when: ({ components }) => components.some(({ id, found }) => found && id === 'component/cloud-controller-manager') },
];

/** The flows of this cluster, judged by the verdicts of its threats and rules: nothing is computed anew. */
export function flowsOf(assessment: Assessment): readonly Flow[] {
  const threats = new Map(assessment.threats.map((threat) => [threat.id, threat]));
  const rules = new Map(assessment.rules.map((rule) => [rule.id, rule]));
  const stateOf = (id: string): Kleene => {
    const threat = threats.get(id);
    if (threat) return !threat.assessed || threat.verdict === 'unknown' ? null : threat.verdict !== 'present';
    const rule = rules.get(id);
    return !rule || rule.verdict === 'unknown' ? null : rule.verdict !== 'fail';
  };
  const judged = (by: Kleene | readonly string[]): Kleene => {
    if (by === null || typeof by === 'boolean') return by;
    const states = by.map(stateOf);
    return states.includes(false) ? false : states.includes(null) ? null : true;
  };
  const cited = ({ encrypted, proved, controlled, also = [] }: Row): readonly string[] => [...new Set([encrypted, proved, controlled, also].flatMap((by) => (Array.isArray(by) ? (by as readonly string[]) : [])))].filter((id) => threats.get(id)?.verdict === 'present');
  return flowRows.filter(({ when }) => !when || when(assessment)).map((row) => ({
    from: row.from, to: row.to, name: row.name, carries: row.carries, encrypted: typeof row.encrypted === 'function' ? row.encrypted(assessment) : judged(row.encrypted), proved: judged(row.proved), controlled: judged(row.controlled), present: cited(row),
  }));
}
