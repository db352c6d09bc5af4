// What is inside images and who may pull them: by scan reports that are kept in the cluster, and by what pods give away.

import { entries, text, texts } from '../../cluster/read.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import { parseImage, pullPolicyOf, repositoryName } from '../../engines/images/reference.ts';
import { flawsOf } from '../../engines/vulnerabilities/index.ts';
import { programRunBy } from '../../engines/vulnerabilities/program.ts';
import { programOf } from '../../knowledge/vulnerabilities/index.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { all, any, assumed, known, map, not, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject, type ObjectRef, type Path } from '../../model/object.ts';
import { remember } from '../../model/remember.ts';
import type { Context } from '../../rules/context.ts';
import { apiserverRuns } from '../../rules/image-gate.ts';
import type { ThreatInstance } from '../verdict.ts';
import { holdingsOf, nobody } from './held.ts';
import { isTenant } from './holders.ts';
import { ofCluster, orElse, textAt, type Decisions } from './instances.ts';
import { perContainer, type Tell, type Told, type ToldOfMany } from './per-container.ts';
import { whichRun, workloadsOf } from './running.ts';

export const imageContentDecisions: Decisions = {
  'threat/SCA-04': {
    severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
    decide: (context) => {
      const isWellKnown = whichRun(context, (repository) => programOf(repository) !== undefined);
      const isScanned = indexed('VulnerabilityReport', context).size > 0;
      return perContainer(context, (container, index) => (isScanned ? scanned(container, context) : undefined) ?? (isWellKnown[index] === true ? published(container, context) : undefined) ?? noScan);
    },
  },
  'threat/SCA-05': {
    severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => {
      const isScanned = indexed('VulnerabilityReport', context).size > 0;
      return perContainer(context, (container) => {
        if (!isScanned) return noSbom;
        const bad = reportOf(container, 'VulnerabilityReport', context)?.rows('vulnerabilities').find(({ value }) => textAt(value, 'vulnerabilityID').startsWith('MAL-'));
        return bad ? { message: `its image holds ${textAt(bad.value, 'resource')}, which is known as malicious`, exposed: known(true, bad.at('vulnerabilityID')) } : noSbom;
      });
    },
  },
  'threat/SCA-06': {
    severity: { gain: 'secrets', position: 'a user', effort: 'one more weakness' },
    decide: (context) => {
      const isScanned = indexed('ExposedSecretReport', context).size > 0;
      return perContainer(context, (container) => {
        if (!isScanned) return noSecretScan;
        const report = reportOf(container, 'ExposedSecretReport', context);
        if (!report) return noSecretScan;
        const found = report.rows('secrets');
        // The report quotes what it found: the path in the image is enough.
        return found.length === 0 ? { message: 'a scan found no credential in its image', exposed: known(false, report.shown) } : { message: `a scan found ${found.length} ${found.length === 1 ? 'credential' : 'credentials'} in its image`, exposed: known(true, report.shown) };
      });
    },
  },
  'threat/SCA-07': {
    severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(pullCredentials(context), () => ofCluster('no workload that was given pulls with a credential', assumed(false))),
  },
  'threat/SCA-14': {
    severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
    decide: (context) => {
      const onSystem = remember(isOnSystem);
      const isListed = indexed('SbomReport', context).size > 0;
      return perContainer(context, (container) => startedShell(container) ?? (isListed ? listed(container, context) : undefined) ?? (onSystem(container.image) ? onWholeSystem : unknownTools));
    },
  },
};

const scanGap = gap('registry', 'gap/image-scan', 'Which known flaws do the running images have? Keep the reports of a scanner in the cluster and give them: kubectl get vulnerabilityreports -A -o json');
const sbomGap = gap('registry', 'gap/image-sbom', 'What are the images made of, and is any part of it malicious? An SBOM of each image, matched with a feed of malicious packages, tells.');
const secretScanGap = gap('registry', 'gap/image-secrets', 'Do the images hold credentials? kubectl get exposedsecretreports -A -o json, or a scan of each image for secrets');
const toolsGap = gap('registry', 'gap/image-tools', 'Which images hold a shell or a package manager? kubectl get sbomreports -A -o json, or a list of the files of each image');

// Said of nearly every container: one object serves them all.
const noScan: ToldOfMany = { ofMany: true, message: 'no scan of its image was given', exposed: unknown(scanGap) };
const noSbom: ToldOfMany = { ofMany: true, message: 'its dependencies are not known', exposed: unknown(sbomGap) };
const noSecretScan: ToldOfMany = { ofMany: true, message: 'no scan of its image for credentials was given', exposed: unknown(secretScanGap) };
const unknownTools: ToldOfMany = { ofMany: true, message: 'what its image holds is not known', exposed: unknown(toolsGap) };

interface Report {
  readonly shown: Evidence;
  readonly rows: (list: string) => readonly { readonly value: Readonly<Record<string, unknown>>; readonly at: (field: string) => Evidence }[];
}

const reports = new WeakMap<Context, Map<string, ReadonlyMap<string, KubernetesObject>>>();

/** The reports of one kind by image, by digest and by repository and tag. */
function indexed(kind: string, context: Context): ReadonlyMap<string, KubernetesObject> {
  const ofContext = reports.get(context) ?? new Map<string, ReadonlyMap<string, KubernetesObject>>();
  reports.set(context, ofContext);
  let found = ofContext.get(kind);
  if (!found) {
    const rows = context.cluster.given(kind, 'aquasecurity.github.io').flatMap((report) => {
      const part = (...path: Path): string => textAt(report, 'report', ...path);
      const name = repositoryName(`${part('registry', 'server') || 'docker.io'}/${part('artifact', 'repository')}`);
      return [`${name}:${part('artifact', 'tag')}`, part('artifact', 'digest')].filter((key) => key !== '' && !key.endsWith(':')).map((key) => [key, report] as const);
    });
    ofContext.set(kind, (found = new Map(rows)));
  }
  return found;
}

function reportOf({ image }: Container, kind: string, context: Context): Report | undefined {
  const byImage = indexed(kind, context);
  const reference = byImage.size === 0 ? null : parseImage(image);
  if (!reference) return undefined;
  const found = byImage.get(reference.digest ?? '') ?? byImage.get(`${reference.registry}/${reference.repository}:${reference.tag ?? ''}`);
  if (!found) return undefined;
  const ref = context.cluster.ref(found);
  return {
    shown: evidence(ref, ['report', 'summary'], valueAt(found, ['report', 'summary'])),
    rows: (list) => entries(valueAt(found, ['report', list])).map(({ index, value }) => ({ value, at: (field) => evidence(ref, ['report', list, index, field], value[field]) })),
  };
}

/** What a scanner found that a release mends. */
function scanned(container: Container, context: Context): Told | undefined {
  const report = reportOf(container, 'VulnerabilityReport', context);
  if (!report) return undefined;
  const grave = report.rows('vulnerabilities').filter(({ value }) => /^(CRITICAL|HIGH)$/.test(textAt(value, 'severity')) && textAt(value, 'fixedVersion') !== '');
  const [first] = grave;
  if (!first) return { message: 'a scan found nothing grave in its image that a release mends', exposed: known(false, report.shown) };
  return { message: `its image has ${grave.length} grave ${grave.length === 1 ? 'flaw' : 'flaws'} that a release mends, ${textAt(first.value, 'vulnerabilityID')} first`, exposed: known(true, first.at('vulnerabilityID'), report.shown) };
}

/** Flaws of a well-known program by the version in its tag. */
function published(container: Container, { cluster }: Context): Told | undefined {
  const run = programRunBy(container);
  if (!run) return undefined;
  const { program, version } = run;
  const flaws = flawsOf(program, version, { cluster, workload: container.workload });
  if (!flaws.known || flaws.value.flaws.length === 0) return undefined;
  return { message: `runs ${program} ${version}, which has ${flaws.value.flaws.length} known flaws`, exposed: known(true, container.at('image')) };
}

const shell = /^(\/(usr\/)?bin\/)?(ba|da|a|z|k)?sh$/;
const fullSystem = /^docker\.io\/library\/(alpine|busybox|ubuntu|debian|centos|fedora|rockylinux|almalinux|amazonlinux|archlinux)$/;
const systemTag = /(^|-)(alpine|slim|bookworm|bullseye|buster|trixie|jammy|noble|focal|debian|ubuntu|ubi\d?)(\d[\d.]*)?(-|$)/;
const toolNames = /^(bash|dash|busybox|ash|apt|apk-tools|dpkg|rpm|dnf|yum|microdnf|curl|wget|netcat.*|gcc|g\+\+|make)$/;

const commands: readonly Path[] = [['command'], ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [probe, 'exec', 'command']), ...['postStart', 'preStop'].map((hook) => ['lifecycle', hook, 'exec', 'command'])];

/** A command that starts a shell shows that the image has one; so does the system that its tag names. */
function startedShell(container: Container): Told | undefined {
  for (const path of commands) {
    const command = valueAt(container.spec, path);
    if (command !== undefined && shell.test(texts(command)[0] ?? '')) return { message: 'starts a shell of its image', exposed: known(true, container.at(...path, 0)) };
  }
  return undefined;
}

/** What the list of the parts of its image says. */
function listed(container: Container, context: Context): Told | undefined {
  const report = reportOf(container, 'SbomReport', context);
  const part = report && entries(valueAt(context.cluster.find('SbomReport', 'aquasecurity.github.io', report.shown.object.namespace, report.shown.object.name), ['report', 'components', 'components'])).find(({ value }) => toolNames.test(text(value['name']) ?? ''));
  if (part) return { message: `its image holds ${text(part.value['name']) ?? ''}`, exposed: known(true, evidence(report.shown.object, ['report', 'components', 'components', part.index, 'name'], part.value['name'])) };
  return report && { message: 'its image holds no shell and no package manager', exposed: known(false, report.shown) };
}

const onWholeSystem: Tell = (container) => ({ message: `its image ${container.image} is built on a whole system with a shell`, exposed: known(true, container.at('image')) });

/** Whether an image is by its name or its tag a whole system. */
function isOnSystem(image: string): boolean {
  const reference = parseImage(image);
  return reference !== null && (fullSystem.test(repositoryName(image)) || systemTag.test(reference.tag ?? ''));
}

/** The credential that a workload pulls with, its own or that of its service account; undefined where there is none. */
function pullSecretsOf(workload: Workload, accounts: ReadonlyMap<string, KubernetesObject>, { cluster }: Context): (() => Evidence) | undefined {
  const [own] = entries(workload.spec['imagePullSecrets']);
  if (own) return () => workload.at('imagePullSecrets', own.index, 'name');
  const account = accounts.get(`${workload.namespace}/${workload.serviceAccount.name}`);
  const [inherited] = account ? entries(account['imagePullSecrets']) : [];
  return account && inherited ? () => evidence(cluster.ref(account), ['imagePullSecrets', inherited.index, 'name'], inherited.value['name']) : undefined;
}

/** The service accounts that pull with a credential; of one given twice the last counts. */
function pullingAccounts({ cluster }: Context): ReadonlyMap<string, KubernetesObject> {
  const found = new Map<string, KubernetesObject>();
  for (const account of cluster.given('ServiceAccount')) {
    const key = `${account.metadata.namespace ?? ''}/${account.metadata.name}`;
    if (account['imagePullSecrets'] !== undefined) found.set(key, account);
    else found.delete(key);
  }
  return found;
}

/** Pulls with a credential that others read for certain. Evidence is put together when a report reads it. */
class ReadByOthers implements ThreatInstance {
  readonly #workload: Workload;
  readonly #credential: () => Evidence;
  readonly #read: Fact<boolean>;
  readonly message: string = othersRead;
  readonly holds = true;

  constructor(workload: Workload, credential: () => Evidence, read: Fact<boolean>) {
    this.#workload = workload;
    this.#credential = credential;
    this.#read = read;
  }

  get scope(): ObjectRef {
    return this.#workload.ref;
  }

  get exposed(): Fact<boolean> {
    return known(true, this.#credential(), ...(this.#read.known ? this.#read.evidence : []));
  }
}

const othersRead = 'pulls with a credential that others read';

const readsSecrets = ['get', 'list', 'watch'].map((verb) => ({ verb, group: '', resource: 'secrets' }));

/** Private images: who else reads the credential, and who gets the image from the cache of a node without it. */
function* pullCredentials(context: Context): Iterable<ThreatInstance> {
  const holdings = Map.groupBy(holdingsOf(context, { who: isTenant, can: 'read Secrets', rights: readsSecrets }), (each) => each.namespace);
  const readIn = remember((namespace: string): Fact<boolean> => (holdings.get(null) ?? holdings.get(namespace))?.[0]?.instance.exposed ?? nobody(context).exposed);
  const cached = cacheIsOpen(context);
  const accounts = pullingAccounts(context);
  for (const workload of workloadsOf(context)) {
    const told = pullSecretsOf(workload, accounts, context);
    if (!told) continue;
    const read = readIn(workload.namespace);
    if (read.known && read.value && !read.assumed) {
      yield new ReadByOthers(workload, told, read);
      continue;
    }
    const credential = told();
    const fromCache = workload.containers.some(({ image, spec }) => pullPolicyOf(image, spec['imagePullPolicy']) !== 'Always');
    const exposed = any(read, all(known(fromCache, credential), cached));
    yield { scope: workload.ref, message: read.known && read.value ? othersRead : 'pulls private images, which nodes keep for whoever names them', exposed: exposed.known && exposed.value ? known(true, credential, ...exposed.evidence) : exposed };
  }
}

/** Whether some kubelet gives a cached private image to a pod without asking for a credential. */
function cacheIsOpen(context: Context): Fact<boolean> {
  const kubelets = context.components.of('kubelet').map((kubelet) => map(kubelet.setting('imagePullCredentialsVerificationPolicy'), ({ value }) => value === null || value === 'NeverVerify'));
  return all(not(apiserverRuns('AlwaysPullImages', context)), any(...kubelets));
}
