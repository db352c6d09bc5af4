import { entries, text, textMap } from '../../cluster/read.ts';
import { gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { configMapsOf, filesOf } from '../plain-text/config-maps.ts';
import { namedHubs } from '../programs.ts';
import type { ContainerPlace } from '../places.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { fileIn, isScript, runFilesOf, volumeMountsOf } from '../run-files.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const mounting = (command: string, more = ''): string =>
  podIn('shop', `${command === '' ? '' : `command: ${command}, `}volumeMounts: [{name: v, mountPath: /scripts${more}}]`, 'volumes: [{name: v, configMap: {name: run}}]');
const map = (data: string, more = ''): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: run, namespace: shop}\n${more}data: ${data}\n---\n`;

const technique: Technique = rightTechnique({
  id: 'technique/config-map-program',
  title: 'changes a program that stands in a ConfigMap',
  why: 'Start scripts and hooks often come out of a ConfigMap. Whoever may change it has commands run in every container that runs the script, the next time it does, with its token and its Secrets.',
  aliases: ['D16'],
  attack: ['T1574', 'T1059'],
  microsoft: [],
  effort: 2,
  detects: 'Audit events that update or patch ConfigMaps by another user than the pipeline.',
  removes: 'Put scripts into the image, or set immutable on the ConfigMap, and take update and patch of ConfigMaps away.',
  rights: rightsTo(['update', 'patch'], '', 'configmaps'),
  gives: (where) => hub('change-config-maps', where),
  named: (name, where, context) => namedHubs('change-config-maps', name, where, context),
  *spread(context) {
    for (const { namespace, name, place, certain, file } of programs(context)) {
      const own = hub('change-config-maps', `${namespace}/${name}`);
      yield { needs: [hub('change-config-maps', null)], gives: hub('change-config-maps', namespace), free: true };
      yield { needs: [hub('change-config-maps', namespace)], gives: own, free: true };
      yield { needs: [own], gives: place.inside, free: true, certain, because: () => ({ text: `${certain ? 'it runs' : 'it may run'} ${file} of ConfigMap ${name}`, evidence: [place.container.at(certain ? 'command' : 'volumeMounts')], gaps: certain ? [] : [runsGap(place)] }) };
    }
  },
  examples: {
    present: [
      { objects: inShop(rule('configmaps', 'update')) + mounting('[sh, /scripts/start]') , from: cart, to: app },
      { objects: inShop(rule('configmaps', 'patch', 'resourceNames: [run]')) + map('{start.sh: "true"}') + mounting('[sh, -c, "exec /scripts/start.sh --fast"]'), from: cart, to: app },
      { objects: inShop(rule('configmaps', 'update')) + podIn('shop', 'command: [/bin/start.sh], volumeMounts: [{name: v, mountPath: /bin/start.sh, subPath: start.sh}]', 'volumes: [{name: v, configMap: {name: run}}]'), from: cart, to: app },
      { objects: inShop(rule('configmaps', 'update')) + mounting('[app]').replace('command: [app]', 'livenessProbe: {exec: {command: [sh, /scripts/alive]}}').replace('configMap: {name: run}', 'projected: {sources: [{configMap: {name: run}}]}'), from: cart, to: app },
    ],
    absent: [
      { objects: inShop(rule('configmaps', 'get, create')) + mounting('[sh, /scripts/start]'), from: cart, to: app },
      { objects: inShop(rule('configmaps', 'update', 'resourceNames: [other]')) + mounting('[sh, /scripts/start]'), from: cart, to: app },
      { objects: inShop(rule('configmaps', 'update')) + map('{start: "true"}', 'immutable: true\n') + mounting('[sh, /scripts/start]'), from: cart, to: app },
      { objects: inShop(rule('configmaps', 'update')) + map('{app.conf: "a=1"}') + mounting('[app, --config=/scripts/app.conf]'), from: cart, to: app },
      { objects: inShop(rule('configmaps', 'update')) + map('{app.conf: "a=1"}') + mounting('[sh, /opt/scripts/start.sh]'), from: cart, to: app },
    ],
    unknown: [{ objects: inShop(rule('configmaps', 'update')) + map('{10-init.sh: "true"}') + mounting(''), from: cart, to: app }],
  },
});

export default technique;

interface Program {
  readonly namespace: string;
  readonly name: string;
  readonly place: ContainerPlace;
  readonly certain: boolean;
  readonly file: string;
}

function runsGap({ workload: { namespace, ref }, container: { name } }: ContainerPlace) {
  return gap('person', `gap/runs-scripts/${namespace}/${ref.name}/${name}`, `Does container ${name} of ${ref.kind} ${namespace}/${ref.name} run the scripts that it mounts from a ConfigMap? Its command line does not name them.`);
}

/** What containers run, or may run, out of ConfigMaps. One that is immutable stays as it is. */
function* programs({ containers, cluster }: AttackContext): Generator<Program> {
  for (const place of containers) {
    const { workload, container } = place;
    const sources = new Map(entries(workload.spec['volumes']).map(({ value }) => [text(value['name']) ?? '', configMapsOf(value)]));
    const mounts = volumeMountsOf(container);
    const runs = mounts.some(({ volume }) => (sources.get(volume) ?? []).length > 0) ? runFilesOf(container) : undefined;
    if (!runs) continue;
    for (const mount of mounts) {
      for (const { name, items } of sources.get(mount.volume) ?? []) {
        const object = cluster.find('ConfigMap', '', workload.namespace, name);
        if (object?.['immutable'] === true) continue;
        const keys = object && [...Object.keys(textMap(object['data'])), ...Object.keys(textMap(object['binaryData']))];
        const files = keys && filesOf(keys, items);
        const run = [...runs].find((path) => isOf(fileIn(mount, path, mounts), files));
        if (run !== undefined) yield { namespace: workload.namespace, name, place, certain: true, file: run };
        else {
          const script = files?.find((file) => isScript(file) && (mount.subPath === '' || mount.subPath === file));
          if (script !== undefined) yield { namespace: workload.namespace, name, place, certain: false, file: script };
        }
      }
    }
  }
}

function isOf(file: string | undefined, files: readonly string[] | undefined): boolean {
  return file !== undefined && (files === undefined || file.includes('$') || files.includes(file));
}
