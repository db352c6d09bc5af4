import { entries, texts } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { variantsOf } from '../../engines/network/variants.ts';
import { managementInterfaces, type ManagementInterface } from '../../knowledge/management-interfaces.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refLabel, valueAt } from '../../model/object.ts';
import { remember } from '../../model/remember.ts';
import type { ContainerPlace } from '../places.ts';
import { internet } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const service = (type: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: ui, namespace: shop}\nspec: {type: ${type}, selector: {app: ui}, ports: [{port: 443, targetPort: 8443}]}\n---\n`;
const console_ = (image: string, more = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ui, namespace: shop, labels: {app: ui}}\nspec: {nodeName: worker, serviceAccountName: boss, containers: [{name: ui, image: "${image}", ports: [{containerPort: 8443}]${more}}]}\n---\n`;
const skip = ', args: ["--enable-skip-login"]';
const to = 'container:shop/ui/ui';

const narrowGap: Gap = gap('cloud', 'gap/outside-firewall', 'Does a firewall or a private network stand between the internet and the nodes and load balancers? No object of the cluster shows it.');
const loginGap = (name: string): Gap => gap('person', `gap/console-login/${name.toLowerCase().replaceAll(' ', '-')}`, `Who may log in to ${name}, and does anything in front of it ask for a login?`);

/** Consoles that act in the cluster or run code for whoever uses them; the others show data. */
const acting: readonly ManagementInterface[] = managementInterfaces.filter(({ name }) => /^(Kubernetes Dashboard|Argo CD|Argo Workflows|Kubeflow dashboard|Jupyter|Airflow|Weave Scope|Jenkins|Portainer|Rancher)$/.test(name));

const technique: Technique = defineTechnique({
  id: 'technique/exposed-console',
  title: 'uses a console that is open to the internet',
  why: 'A console that manages the cluster or runs code does so with its own service account for whoever gets in. Without a login that is everybody; with one it is whoever guesses or steals a password.',
  aliases: ['G13'],
  attack: ['T1133'],
  microsoft: ['MS-TA9005'],
  effort: 1,
  detects: 'Requests to the console from addresses that nobody of the team has.',
  removes: 'Take the console off the internet, and let nobody in without a login.',
  *steps(context) {
    const { cluster, containers } = context;
    const rowsOf = remember((image: string) => acting.filter(({ image: known }) => known.test(repositoryOf(image))));
    const consoles = new Map(containers.flatMap((place) => {
      const { container } = place;
      const row = place.workload.mirror ? undefined : rowsOf(container.image).find(({ program }) => program === undefined || wordsOf(container).some((word) => program.test(word)));
      return row ? variantsOf(cluster, place.workload).map((pod) => [pod, { place, row }] as const) : [];
    }));
    if (consoles.size === 0) return;
    for (const way of context.network.exposures()) {
      const found = consoles.get(way.pod);
      if (!found || way.allowed === 'no') continue;
      const { place, row } = found;
      const open = opener(place, row);
      const reached = way.allowed === 'yes' && way.narrowed === undefined && !['NodePort', 'hostPort', 'hostNetwork'].includes(way.how);
      const gaps = [...(reached ? [] : way.gaps.length > 0 ? way.gaps : [narrowGap]), ...(open ? [] : [loginGap(row.name)])];
      const because = () => ({ text: `${row.name}${open ? ' without a login' : ''}, by ${way.how} ${way.door} of ${refLabel(way.by)}`, evidence: [evidence(way.by, way.path, valueAt(way.object, way.path)), open ?? place.container.at('image')], gaps });
      yield { needs: [internet], gives: place.state, certain: gaps.length === 0, because };
    }
  },
  examples: {
    present: [
      { objects: service('LoadBalancer') + console_('kubernetesui/dashboard:v2.7.0', skip), from: internet, to },
      { objects: service('LoadBalancer') + console_('weaveworks/scope:1.13.2'), from: internet, to },
    ],
    absent: [
      { objects: service('ClusterIP') + console_('kubernetesui/dashboard:v2.7.0', skip), from: internet, to },
      { objects: service('LoadBalancer') + console_('registry.example/app:1', skip), from: internet, to },
      { objects: service('LoadBalancer') + console_('grafana/grafana:12.0.0'), from: internet, to },
    ],
    unknown: [
      { objects: service('LoadBalancer') + console_('kubernetesui/dashboard:v2.7.0'), from: internet, to },
      { objects: service('NodePort') + console_('kubernetesui/dashboard:v2.7.0', skip), from: internet, to },
    ],
  },
});

export default technique;

function wordsOf({ spec }: Container): readonly string[] {
  return [...texts(spec['command']), ...texts(spec['args'])];
}

/** What lets anybody in, where something does. */
function opener({ container }: ContainerPlace, { openBy = {}, openArgument, withoutLogin }: ManagementInterface) {
  if (withoutLogin === true) return container.at('image');
  const variable = entries(container.spec['env']).find(({ value }) => Object.entries(openBy).some(([name, open]) => value['name'] === name && value['value'] === open));
  if (variable) return container.at('env', variable.index, 'value');
  for (const field of ['command', 'args']) {
    const index = texts(container.spec[field]).findIndex((word) => openArgument?.test(word) === true);
    if (index >= 0) return container.at(field, index);
  }
  return undefined;
}
