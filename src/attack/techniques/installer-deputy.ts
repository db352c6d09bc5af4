import { helmValues, installers, olm } from '../../knowledge/deputies/installers.ts';
import { text } from '../../cluster/read.ts';
import { valueAt } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import { controller, custom, definition } from '../deputies/examples.ts';
import { deputySteps } from '../deputies/rows.ts';
import { cart, everywhere, inShop, namespace } from '../examples.ts';
import { accountState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const vela = controller('vela-system', 'vela', 'oamdev/vela-core:v1.10');
const lifecycle = controller('olm', 'olm-operator-serviceaccount', 'quay.io/operator-framework/olm:v0.30');
const values = namespace('shop') + definition('helmcharts', 'helm.cattle.io') + definition('helmchartconfigs', 'helm.cattle.io') + inShop(custom('helm.cattle.io', 'helmchartconfigs'));
const chart = 'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: traefik, namespace: shop}\n---\n';
const group = (more: string): string => `apiVersion: operators.coreos.com/v1\nkind: OperatorGroup\nmetadata: {name: own, namespace: shop}\nspec: {${more}}\n---\n`;
const own = inShop(custom('operators.coreos.com', 'subscriptions, catalogsources'));

const technique: Technique = defineTechnique({
  id: 'technique/installer-deputy',
  title: 'has an installer set up what it names',
  why: 'Helm controllers, operator managers and fleet agents install what an object in the cluster names, with rights of their own that reach far beyond those of its writer.',
  aliases: ['J3'],
  attack: ['T1072'],
  microsoft: [],
  effort: 2,
  detects: 'Audit events that create HelmCharts, Subscriptions, Bundles and their like by another user than the pipeline.',
  removes: 'Let nobody but the platform write these objects, or have the installer act as an account of the namespace.',
  *steps(context) {
    yield* deputySteps(installers, context, (deputy, row, _actor, where) => {
      if (row.kinds === helmValues) return hasCharts(where, context) ? undefined : [];
      if (deputy !== olm) return undefined;
      const account = context.cluster.given('OperatorGroup', 'operators.coreos.com', where).map((object) => text(valueAt(object, ['spec', 'serviceAccountName']))).find((name) => name !== undefined && name !== '');
      return account === undefined ? undefined : [{ gives: accountState(where, account) }];
    });
  },
  examples: {
    present: [
      { objects: definition('helmcharts', 'helm.cattle.io') + inShop(custom('helm.cattle.io', 'helmcharts')), from: cart, to: 'cluster-admin' },
      { objects: vela + inShop(custom('core.oam.dev', 'applications')), from: cart, to: 'serviceaccount:vela-system/vela' },
      { objects: lifecycle + own, from: cart, to: 'serviceaccount:olm/olm-operator-serviceaccount' },
      { objects: lifecycle + own + group('serviceAccountName: installer'), from: cart, to: 'serviceaccount:shop/installer' },
    ],
    absent: [
      { objects: values, from: cart, to: 'cluster-admin' },
      { objects: inShop(custom('helm.cattle.io', 'helmcharts')), from: cart, to: 'cluster-admin' },
      { objects: definition('helmcharts', 'helm.cattle.io') + inShop(custom('helm.cattle.io', 'helmcharts', 'get, list')), from: cart, to: 'cluster-admin' },
      { objects: controller('vela-system', 'vela', 'oamdev/vela-core:v1.10', '--authentication-enabled=true') + inShop(custom('core.oam.dev', 'applications')), from: cart, to: 'serviceaccount:vela-system/vela' },
      { objects: lifecycle + own + group('serviceAccountName: installer'), from: cart, to: 'serviceaccount:olm/olm-operator-serviceaccount' },
      { objects: controller('kapp', 'kapp', 'kapp-controller:v1') + namespace('shop') + inShop(custom('kappctrl.k14s.io', 'apps')), from: cart, to: 'serviceaccount:kapp/kapp' },
    ],
    unknown: [
      { objects: values + chart, from: cart, to: 'cluster-admin' },
      { objects: lifecycle + inShop(custom('operators.coreos.com', 'subscriptions')), from: cart, to: 'serviceaccount:olm/olm-operator-serviceaccount' },
      { objects: vela + everywhere(custom('core.oam.dev', 'applications', 'update')), from: cart, to: 'serviceaccount:vela-system/vela' },
    ],
  },
});

export default technique;

/** Values alone install nothing. */
function hasCharts(where: string, { cluster }: AttackContext): boolean {
  const charts = cluster.list('HelmChart', 'helm.cattle.io', where);
  return !charts.known || charts.value.length > 0;
}
