// Operating systems of nodes as kubelets name them, with the last day of ordinary support where their makers say one. Paid
// extensions are longer. Days from endoflife-date/endoflife.date, as of 2026-08-22.

export interface NodeSystem {
  readonly name: string;
  /** Matches nodeInfo.osImage. */
  readonly image: RegExp;
  readonly until: string;
}

export const nodeSystems: readonly NodeSystem[] = [
  { name: 'Ubuntu 16.04', image: /^Ubuntu 16\.04/, until: '2021-04-30' },
  { name: 'Ubuntu 18.04', image: /^Ubuntu 18\.04/, until: '2023-05-31' },
  { name: 'Ubuntu 20.04', image: /^Ubuntu 20\.04/, until: '2025-05-31' },
  { name: 'Ubuntu 22.04', image: /^Ubuntu 22\.04/, until: '2027-04-01' },
  { name: 'Ubuntu 24.04', image: /^Ubuntu 24\.04/, until: '2029-05-31' },
  { name: 'Ubuntu 26.04', image: /^Ubuntu 26\.04/, until: '2031-04-30' },
  { name: 'Debian 9', image: /^Debian GNU\/Linux 9\b/, until: '2022-06-30' },
  { name: 'Debian 10', image: /^Debian GNU\/Linux 10\b/, until: '2024-06-30' },
  { name: 'Debian 11', image: /^Debian GNU\/Linux 11\b/, until: '2026-08-31' },
  { name: 'Debian 12', image: /^Debian GNU\/Linux 12\b/, until: '2028-06-30' },
  { name: 'Debian 13', image: /^Debian GNU\/Linux 13\b/, until: '2030-06-30' },
  { name: 'CentOS 7', image: /^CentOS Linux 7\b/, until: '2024-06-30' },
  { name: 'CentOS 8', image: /^CentOS Linux 8\b/, until: '2021-12-31' },
  { name: 'Red Hat Enterprise Linux 7', image: /^Red Hat Enterprise Linux( Server)? 7\./, until: '2024-06-30' },
  { name: 'Red Hat Enterprise Linux 8', image: /^Red Hat Enterprise Linux 8\./, until: '2029-05-31' },
  { name: 'Red Hat Enterprise Linux 9', image: /^Red Hat Enterprise Linux 9\./, until: '2032-05-31' },
  { name: 'Amazon Linux 2', image: /^Amazon Linux 2$/, until: '2026-06-30' },
  { name: 'Amazon Linux 2023', image: /^Amazon Linux 2023/, until: '2029-06-30' },
  { name: 'Windows Server 2016', image: /^Windows Server 2016/, until: '2027-01-12' },
  { name: 'Windows Server 2019', image: /^Windows Server 2019/, until: '2029-01-09' },
  { name: 'Windows Server 2022', image: /^Windows Server 2022/, until: '2031-10-14' },
  { name: 'Windows Server 2025', image: /^Windows Server 2025/, until: '2034-11-14' },
];

export function nodeSystemOf(osImage: string): NodeSystem | undefined {
  return nodeSystems.find(({ image }) => image.test(osImage));
}
