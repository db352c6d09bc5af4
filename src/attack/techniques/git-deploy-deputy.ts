import { applicationSets, applications, argoController, argoSets, projects } from '../../knowledge/deputies/argo-cd.ts';
import { boundaryOf, matches, type Boundary } from '../deputies/argo-projects.ts';
import { controller, custom } from '../deputies/examples.ts';
import { argumentOf, runningOf, type Running } from '../deputies/running.ts';
import { withinNamespace } from '../deputies/scoped.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from '../deputies/writing.ts';
import { text } from '../../cluster/read.ts';
import type { Holder } from '../../engines/rights.ts';
import { valueAt } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop, namespace } from '../examples.ts';
import { accountState, hub } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const argo = controller('argocd', 'argocd-application-controller', 'quay.io/argoproj/argocd:v3.1.0', '/usr/local/bin/argocd-application-controller');
const to = 'serviceaccount:argocd/argocd-application-controller';
const inArgo = (resources: string, verbs?: string): string => inShop(custom('argoproj.io', resources, verbs)).replaceAll('name: given, namespace: shop', 'name: given, namespace: argocd');
const project = (name: string, spec: string): string => `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: ${name}, namespace: argocd}\nspec: {${spec}}\n---\n`;
const settings = (name: string, data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: argocd}\ndata: {${data}}\n---\n`;
const sets = controller('argocd', 'argocd-applicationset-controller', 'quay.io/argoproj/argocd:v3.1.0', '/usr/local/bin/argocd-applicationset-controller');
const team = (data: string): string => argo + sets + namespace('shop') + settings('argocd-cmd-params-cm', `application.namespaces: shop${data}`) + project('team', `sourceRepos: ["*"], sourceNamespaces: [shop], destinations: [{server: "*", namespace: "*"}], ${all}`) + inShop(custom('argoproj.io', 'applicationsets'));
const all = 'clusterResourceWhitelist: [{group: "*", kind: "*"}]';
const shopOnly = project('default', `sourceRepos: ["*"], destinations: [{server: "*", namespace: shop}], ${all}`);

const technique: Technique = defineTechnique({
  id: 'technique/git-deploy-deputy',
  title: 'has Argo CD make what a repository holds',
  why: 'An Application names a repository and a namespace, and Argo CD makes what stands there with rights that mostly are those of an administrator. Its project alone sets limits.',
  aliases: ['J1'],
  attack: ['T1072', 'T1199'],
  microsoft: [],
  effort: 2,
  detects: 'Audit events that create or change Applications, ApplicationSets and AppProjects by another user than Argo CD.',
  removes: 'Limit the project by destinations, sourceRepos and clusterResourceWhitelist, the project default as well, and let nobody but the platform write into the namespace of Argo CD.',
  *steps(context) {
    for (const actor of runningOf(argoController, [...applications, ...projects], context)) yield* stepsOf(actor, context);
  },
  examples: {
    present: [
      { objects: team(', applicationsetcontroller.namespaces: shop'), from: cart, to },
      { objects: argo + inArgo('applications'), from: cart, to },
      { objects: argo + namespace('shop') + shopOnly + inArgo('applications, appprojects', 'create, update'), from: cart, to },
      { objects: argo + namespace('shop') + shopOnly + inArgo('applications'), from: cart, to: 'clusterrole:cluster-admin' },
      { objects: argo + namespace('shop') + settings('argocd-cmd-params-cm', 'application.namespaces: "sh*"') + project('team', `sourceRepos: ["*"], sourceNamespaces: [shop], destinations: [{server: "*", namespace: "*"}], ${all}`) + inShop(custom('argoproj.io', 'applications')), from: cart, to },
    ],
    absent: [
      { objects: team(''), from: cart, to },
      { objects: inArgo('applications'), from: cart, to },
      { objects: argo + inArgo('applications', 'get'), from: cart, to },
      { objects: argo + namespace('shop') + inShop(custom('argoproj.io', 'applications')), from: cart, to },
      { objects: argo + namespace('shop', 'restricted') + project('default', `sourceRepos: ["*"], destinations: [{server: "*", namespace: shop}], ${all}, namespaceResourceWhitelist: [{group: apps, kind: Deployment}]`) + inArgo('applications'), from: cart, to },
      { objects: argo + namespace('shop') + settings('argocd-cmd-params-cm', 'application.namespaces: "sh*"') + project('team', `sourceRepos: ["*"], sourceNamespaces: [blog], destinations: [{server: "*", namespace: "*"}], ${all}`) + inShop(custom('argoproj.io', 'applications')), from: cart, to },
      { objects: argo + namespace('shop') + settings('argocd-cm', 'application.sync.impersonation.enabled: "true"') + project('default', `sourceRepos: ["*"], destinations: [{server: "*", namespace: "*"}], ${all}`) + inArgo('applications'), from: cart, to },
      { objects: argo + project('default', `sourceRepos: ["*"], destinations: [{server: "https://other.example", namespace: "*"}], ${all}`) + inArgo('applications'), from: cart, to },
    ],
    unknown: [
      { objects: argo + project('default', `sourceRepos: ["https://git.example/shop"], destinations: [{server: "*", namespace: "*"}], ${all}`) + inArgo('applications'), from: cart, to },
      { objects: argo + everywhere(custom('argoproj.io', 'applications', 'update')), from: cart, to },
    ],
  },
});

export default technique;

function* stepsOf(actor: Running, context: AttackContext): Generator<Step> {
  const sets = runningOf(argoSets, applicationSets, context).filter(({ namespace: where }) => where === actor.namespace);
  const kinds = [...applications, ...(sets.length > 0 ? applicationSets : []), ...projects];
  const boundary = boundaryOf(actor, context);
  const own = new Set([actor.namespace]);
  for (const kind of kinds) {
    yield* writersOf('J1', kind, context, own);
    yield* intoNamespaces('J1', kind, allNamespaces(context));
  }
  for (const kind of kinds) {
    if (projects.includes(kind)) continue;
    for (const where of allNamespaces(context)) {
      if (applicationSets.includes(kind) && !sets.some((each) => readsSetsIn(where, each, context))) continue;
      for (const each of boundary.projectsFor(where)) yield* reachOf(actor, writeHub('J1', kind, where), each, context);
    }
    // Whoever may write projects as well sets no limits to itself.
    for (const project of projects) {
      const needs = [writeHub('J1', kind, actor.namespace), writeHub('J1', project, actor.namespace)];
      for (const gives of boundary.unlimited) yield { needs, gives, free: true, certain: actor.gaps.length === 0, because: () => ({ text: 'Argo CD makes what an Application names, in a project of one’s own', evidence: actor.evidence, gaps: actor.gaps }) };
    }
  }
}

/** ApplicationSets of other namespaces have a list of their own. */
function readsSetsIn(where: string, { namespace: home, place }: Running, { cluster }: AttackContext): boolean {
  if (where === home) return true;
  const written = (place && argumentOf(place, '--applicationset-namespaces')) ?? text(valueAt(cluster.find('ConfigMap', '', home, 'argocd-cmd-params-cm'), ['data', 'applicationsetcontroller.namespaces'])) ?? '';
  return written.split(',').some((pattern) => matches(pattern.trim(), where));
}

function* reachOf(actor: Running, need: string, { label, evidence, gaps, whole, namespaces, accounts }: Boundary, context: AttackContext): Generator<Step> {
  const holder: Holder = { kind: 'ServiceAccount', namespace: actor.namespace, name: actor.account };
  const all = [...actor.gaps, ...gaps];
  const step = (gives: string): Step => ({ needs: [need], gives, free: true, certain: all.length === 0, because: () => ({ text: `Argo CD makes what an Application of ${label} names`, evidence: [...evidence, ...actor.evidence], gaps: all }) });
  if (accounts) {
    for (const account of accounts) yield step(account);
  } else if (whole) yield step(accountState(actor.namespace, actor.account));
  else {
    for (const { namespace: where, roles } of namespaces) {
      const states = withinNamespace(holder, where, context);
      for (const gives of roles ? states : states.length > 0 ? [hub('make-pods', where)] : []) yield step(gives);
    }
  }
}
