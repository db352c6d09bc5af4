import { kindsOf, type CustomKind, type Deputy, type Program } from './define.ts';

/** A kind that names targets. What it gives to log in there may be a Secret of its namespace, which the operator reads. */
export interface Monitor {
  readonly kind: CustomKind;
  /** It may name a file of the server as well: `bearerTokenFile`. */
  readonly files?: true;
  /** Fields of the server that choose what it takes of the kind: by labels, which the writer sets, and by namespace. */
  readonly selector: string;
  readonly namespaceSelector: string;
}

/** A server that fetches from targets that tenants name, and the object by which its operator makes it. */
export interface Scraper {
  readonly program: Program;
  readonly server: readonly CustomKind[];
  readonly monitors: readonly Monitor[];
  /** Everything is taken where neither selector is set. */
  readonly takesAll?: string;
}

export const scrapers: readonly Scraper[] = [
  {
    program: { name: 'Prometheus Operator', image: /(^|\/)prometheus-operator$/, accounts: ['prometheus-operator'] },
    server: kindsOf('monitoring.coreos.com', ['Prometheus', 'prometheuses'], ['PrometheusAgent', 'prometheusagents']),
    monitors: [
      { kind: { group: 'monitoring.coreos.com', kind: 'ServiceMonitor', resource: 'servicemonitors' }, files: true, selector: 'serviceMonitorSelector', namespaceSelector: 'serviceMonitorNamespaceSelector' },
      { kind: { group: 'monitoring.coreos.com', kind: 'PodMonitor', resource: 'podmonitors' }, selector: 'podMonitorSelector', namespaceSelector: 'podMonitorNamespaceSelector' },
      { kind: { group: 'monitoring.coreos.com', kind: 'Probe', resource: 'probes' }, selector: 'probeSelector', namespaceSelector: 'probeNamespaceSelector' },
      { kind: { group: 'monitoring.coreos.com', kind: 'ScrapeConfig', resource: 'scrapeconfigs' }, selector: 'scrapeConfigSelector', namespaceSelector: 'scrapeConfigNamespaceSelector' },
    ],
  },
  {
    program: { name: 'VictoriaMetrics operator', image: /(^|\/)victoriametrics\/operator$/, accounts: ['vm-operator', 'vmoperator'] },
    server: kindsOf('operator.victoriametrics.com', ['VMAgent', 'vmagents']),
    monitors: [{ kind: { group: 'operator.victoriametrics.com', kind: 'VMServiceScrape', resource: 'vmservicescrapes' }, files: true, selector: 'serviceScrapeSelector', namespaceSelector: 'serviceScrapeNamespaceSelector' }],
    takesAll: 'selectAllByDefault',
  },
];

/** `arbitraryFSAccessThroughSMs.deny` on the server ends the reading of files: the technique reads it by itself. */
export const prometheusOperator: Deputy = { row: 'J7', name: 'Prometheus Operator', programs: scrapers.map(({ program }) => program), rows: [] };
