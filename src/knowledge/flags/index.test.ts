import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admissionPlugins, type Default, defaultAdmissionPlugins, defaultOf, firstMinor, type FlagComponent, flagNamed, flagsOf, type FlagType, lastMinor } from './index.ts';

const minors = Array.from({ length: lastMinor - firstMinor + 1 }, (_, index) => firstMinor + index);

const forms: Readonly<Record<FlagType, RegExp>> = {
  boolean: /^(true|false)$/,
  number: /^-?\d+$/,
  duration: /^(\d+h)?(\d+m)?\d+s$/,
  list: /^[^,\s]+(,[^,\s]+)*$/,
  map: /^[\w.-]+[=<][^,\s]+(,[\w.-]+[=<][^,\s]+)*$/,
  string: /^\S+$/,
};

function overlaps(defaults: readonly Default[]): boolean {
  return minors.some((minor) => defaults.filter((row) => (row.from ?? 0) <= minor && minor <= (row.to ?? Infinity)).length > 1);
}

for (const [component, flags] of Object.entries(flagsOf)) {
  test(`${component}: every setting is named once`, () => {
    const names = flags.flatMap(({ flag, field }) => [flag, field].filter((name) => name !== undefined));
    assert.deepEqual([...new Set(names)], names);
    assert.ok(flags.every(({ flag, field }) => flag !== undefined || field !== undefined));
  });

  test(`${component}: names are written as the component writes them`, () => {
    for (const { flag, field } of flags) {
      if (flag !== undefined) assert.match(flag, /^--[a-z0-9]+(-[a-z0-9]+)*$/);
      if (field !== undefined) assert.match(field, /^[a-z][A-Za-z0-9-]*(\.[a-z][A-Za-z0-9-]*)*$/);
    }
  });

  test(`${component}: defaults do not overlap and have the form of their type`, () => {
    for (const { flag, field, type, defaults, fileDefaults = [] } of flags) {
      for (const rows of [defaults, fileDefaults]) {
        assert.equal(overlaps(rows), false, flag ?? field);
        for (const row of rows) {
          assert.match(row.value, forms[type], flag ?? field);
          assert.ok((row.from ?? firstMinor) <= (row.to ?? lastMinor), flag ?? field);
        }
      }
    }
  });

  test(`${component}: a flag has no default where it does not exist`, () => {
    for (const { flag, field, defaults, added, removed } of flags) {
      for (const row of defaults) {
        if (added !== undefined) assert.ok((row.from ?? 0) >= added, flag ?? field);
        if (removed !== undefined) assert.ok((row.to ?? Infinity) < removed, flag ?? field);
      }
    }
  });
}

interface Row {
  readonly component: FlagComponent;
  readonly name: string;
  readonly minor?: number;
  readonly withFile?: boolean;
  readonly value: string | null | undefined;
}

const rows: readonly Row[] = [
  { component: 'kube-apiserver', name: '--anonymous-auth', value: 'true' },
  { component: 'kube-apiserver', name: '--authorization-mode', value: 'AlwaysAllow' },
  { component: 'kube-apiserver', name: '--audit-policy-file', value: null },
  { component: 'kube-apiserver', name: '--audit-log-maxage', minor: 35, value: '0' },
  { component: 'kube-apiserver', name: '--audit-log-maxage', minor: 36, value: '366' },
  { component: 'kube-apiserver', name: '--audit-log-maxage', value: undefined },
  { component: 'kube-apiserver', name: '--profiling', minor: 29, value: 'true' },
  { component: 'kubelet', name: 'authentication.anonymous.enabled', minor: 34, value: 'true' },
  { component: 'kubelet', name: 'authentication.anonymous.enabled', minor: 34, withFile: true, value: 'false' },
  { component: 'kubelet', name: '--authorization-mode', withFile: true, value: 'Webhook' },
  { component: 'kubelet', name: '--authorization-mode', value: 'AlwaysAllow' },
  { component: 'kubelet', name: 'readOnlyPort', value: '10255' },
  { component: 'kubelet', name: 'readOnlyPort', withFile: true, value: '0' },
  { component: 'kubelet', name: 'seccompDefault', withFile: true, value: 'false' },
  { component: 'kubelet', name: 'podPidsLimit', withFile: true, value: '-1' },
  { component: 'kubelet', name: 'imagePullCredentialsVerificationPolicy', minor: 34, withFile: true, value: null },
  { component: 'kubelet', name: 'imagePullCredentialsVerificationPolicy', minor: 35, withFile: true, value: 'NeverVerifyPreloadedImages' },
  { component: 'etcd', name: '--client-cert-auth', value: 'false' },
  { component: 'etcd', name: 'client-transport-security.client-cert-auth', minor: 37, value: 'false' },
  { component: 'kube-controller-manager', name: '--use-service-account-credentials', value: 'false' },
  { component: 'kube-controller-manager', name: '--bind-address', value: '0.0.0.0' },
  { component: 'kube-scheduler', name: '--secure-port', value: '10259' },
  { component: 'cloud-controller-manager', name: '--secure-port', value: '10258' },
  { component: 'kube-proxy', name: 'metricsBindAddress', value: '127.0.0.1:10249' },
];
for (const { component, name, minor, withFile = false, value } of rows) {
  const where = `${minor === undefined ? 'at any minor' : `at 1.${minor}`}${withFile ? ' with a file' : ''}`;
  test(`${component} ${name} ${where} is ${value === undefined ? 'undecided' : (value ?? 'unset')}`, () => {
    const flag = flagNamed(component, name);
    assert.ok(flag);
    assert.equal(defaultOf(flag, minor, withFile), value);
  });
}

test('a flag that a component does not have has no entry', () => {
  assert.equal(flagNamed('etcd', '--anonymous-auth'), undefined);
});

test('admission plug-ins are named once', () => {
  const names = admissionPlugins.map(({ name }) => name);
  assert.deepEqual([...new Set(names)], names);
});

const onAt29 = [
  'CertificateApproval',
  'CertificateSigning',
  'CertificateSubjectRestriction',
  'ClusterTrustBundleAttest',
  'DefaultIngressClass',
  'DefaultStorageClass',
  'DefaultTolerationSeconds',
  'LimitRanger',
  'MutatingAdmissionWebhook',
  'NamespaceLifecycle',
  'PersistentVolumeClaimResize',
  'PodSecurity',
  'Priority',
  'ResourceQuota',
  'RuntimeClass',
  'ServiceAccount',
  'StorageObjectInUseProtection',
  'TaintNodesByCondition',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionWebhook',
];
const added: readonly { readonly minor: number; readonly plugins: readonly string[] }[] = [
  { minor: 29, plugins: [] },
  { minor: 31, plugins: [] },
  { minor: 32, plugins: ['MutatingAdmissionPolicy'] },
  { minor: 34, plugins: ['MutatingAdmissionPolicy', 'PodTopologyLabels'] },
  { minor: 35, plugins: ['MutatingAdmissionPolicy', 'NodeDeclaredFeatureValidator', 'PodTopologyLabels'] },
  {
    minor: 36,
    plugins: ['JobValidation', 'MutatingAdmissionPolicy', 'NodeDeclaredFeatureValidator', 'PodGroupProtection', 'PodGroupWorkloadExists', 'PodResizeValidator', 'PodTopologyLabels'],
  },
  { minor: 37, plugins: ['MutatingAdmissionPolicy', 'NodeDeclaredFeatureValidator', 'PodGroupProtection', 'PodResizeValidator', 'PodTopologyLabels'] },
];
for (const { minor, plugins } of added) {
  test(`admission plug-ins on by default at 1.${minor}`, () => {
    assert.deepEqual(defaultAdmissionPlugins(minor), [...onAt29, ...plugins].toSorted());
  });
}
