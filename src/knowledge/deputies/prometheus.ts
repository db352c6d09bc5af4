import { kindsOf, type CustomKind, type Deputy, type Program } from './define.ts';

/** A server that fetches from targets that tenants name, and the object by which its operator makes it. */
export interface Scraper {
  readonly program: Program;
  readonly server: readonly CustomKind[];
  /** The kind whose `bearerTokenFile` names a file of the server. */
  readonly monitor: CustomKind;
  /** Fields of the server that choose the monitors it takes: by labels, which their writer sets, and by namespace. */
  readonly selector: string;
  readonly namespaceSelector: string;
  /** Everything is taken where neither selector is set. */
  readonly takesAll?: string;
}

export const scrapers: readonly Scraper[] = [
  {
    program: { name: 'Prometheus Operator', image: /(^|\/)prometheus-operator$/, accounts: ['prometheus-operator'] },
    server: kindsOf('monitoring.coreos.com', ['Prometheus', 'prometheuses'], ['PrometheusAgent', 'prometheusagents']),
    monitor: { group: 'monitoring.coreos.com', kind: 'ServiceMonitor', resource: 'servicemonitors' },
    selector: 'serviceMonitorSelector', namespaceSelector: 'serviceMonitorNamespaceSelector',
  },
  {
    program: { name: 'VictoriaMetrics operator', image: /(^|\/)victoriametrics\/operator$/, accounts: ['vm-operator', 'vmoperator'] },
    server: kindsOf('operator.victoriametrics.com', ['VMAgent', 'vmagents']),
    monitor: { group: 'operator.victoriametrics.com', kind: 'VMServiceScrape', resource: 'vmservicescrapes' },
    selector: 'serviceScrapeSelector', namespaceSelector: 'serviceScrapeNamespaceSelector', takesAll: 'selectAllByDefault',
  },
];

/** `arbitraryFSAccessThroughSMs.deny` on the server ends it: the technique reads it by itself. */
export const prometheusOperator: Deputy = { row: 'J7', name: 'Prometheus Operator', programs: scrapers.map(({ program }) => program), rows: [] };
