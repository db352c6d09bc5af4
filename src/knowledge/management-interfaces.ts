// Web interfaces and consoles that manage a cluster, its data or its code, by the repository of their image.

export interface ManagementInterface {
  readonly name: string;
  readonly image: RegExp;
  /** Environment variables, with the value that lets anybody in. */
  readonly openBy?: Readonly<Record<string, string>>;
  /** An argument that lets anybody in. */
  readonly openArgument?: RegExp;
  /** The word of its command line that starts the interface, where one image holds several programs. */
  readonly program?: RegExp;
  /** It has no login of its own. */
  readonly withoutLogin?: true;
}

export const managementInterfaces: readonly ManagementInterface[] = [
  { name: 'Kubernetes Dashboard', image: /(^|\/)kubernetesui\/dashboard[\w-]*$|(^|\/)kubernetes-dashboard[\w-]*$/, openArgument: /^--(enable-skip-login|enable-insecure-login)/ },
  { name: 'Argo CD', image: /(^|\/)argoproj\/argocd$/, program: /argocd-server$/, openArgument: /^--disable-auth/ },
  { name: 'Argo Workflows', image: /(^|\/)argoproj\/argocli$/, program: /^server$/, openArgument: /^--auth-mode=server/ },
  { name: 'Kubeflow dashboard', image: /(^|\/)kubeflow[\w/-]*centraldashboard[\w-]*$/ },
  { name: 'Jupyter', image: /(^|\/)(jupyter[\w-]*\/[\w-]+|jupyterhub\/[\w-]+)$/, openArgument: /token=$|^--(ServerApp|NotebookApp)\.token=('|")?('|")?$/ },
  { name: 'Prometheus', image: /(^|\/)(prom|prometheus)\/prometheus$/, withoutLogin: true },
  { name: 'Alertmanager', image: /(^|\/)(prom|prometheus)\/alertmanager$/, withoutLogin: true },
  { name: 'Grafana', image: /(^|\/)grafana\/grafana(-enterprise|-oss)?$/, openBy: { GF_AUTH_ANONYMOUS_ENABLED: 'true' } },
  { name: 'Airflow', image: /(^|\/)apache\/airflow$/, program: /\b(webserver|api-server|standalone)\b/ },
  { name: 'Weave Scope', image: /(^|\/)weaveworks\/scope$/, withoutLogin: true },
  { name: 'etcd browser', image: /(^|\/)(etcdkeeper|etcd-browser)$/, withoutLogin: true },
  { name: 'Adminer', image: /(^|\/)adminer$/, withoutLogin: true },
  { name: 'phpMyAdmin', image: /(^|\/)phpmyadmin(\/phpmyadmin)?$/ },
  { name: 'pgAdmin', image: /(^|\/)dpage\/pgadmin4$/ },
  { name: 'Metabase', image: /(^|\/)metabase\/metabase[\w-]*$/ },
  { name: 'Kibana', image: /(^|\/)kibana\/kibana$|(^|\/)kibana$/ },
  { name: 'OpenSearch Dashboards', image: /(^|\/)opensearch-dashboards$/ },
  { name: 'Jenkins', image: /(^|\/)jenkins\/jenkins$/ },
  { name: 'Portainer', image: /(^|\/)portainer\/portainer(-ce|-ee)?$/ },
  { name: 'Rancher', image: /(^|\/)rancher\/rancher$/ },
  { name: 'Longhorn UI', image: /(^|\/)longhorn-ui$/, withoutLogin: true },
  { name: 'Hubble UI', image: /(^|\/)cilium\/hubble-ui$/, withoutLogin: true },
  { name: 'Kafka UI', image: /(^|\/)(provectuslabs\/kafka-ui|kafbat\/kafka-ui)$/, withoutLogin: true },
  { name: 'Redis Commander', image: /(^|\/)redis-commander$/, withoutLogin: true },
  { name: 'mongo-express', image: /(^|\/)mongo-express$/ },
];
