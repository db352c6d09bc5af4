import { entries } from '../../cluster/read.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Component } from '../../engines/components/component.ts';
import { any, chain, known, map, type Fact } from '../../model/fact.ts';
import { valueIn } from '../component-settings.ts';
import { fileNamedBy } from '../../engines/components/api-server.ts';
import { defineRule, type Rule } from '../define.ts';
import { documents } from '../examples.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-user-authentication',
  on: 'component',
  component: 'kube-apiserver',
  title: 'People can sign in by certificates or static tokens only',
  why: 'A client certificate cannot be taken back: whoever copies the file of somebody who left stays that person until it runs out, without a second factor.',
  fix: 'Connect an identity provider with --authentication-config or --oidc-issuer-url, and keep certificates for emergencies. People then sign in anew.',
  severity: { gain: 'secrets', position: 'a user', effort: 'several weaknesses' },
  check: (component, { cluster }) =>
    map(identityProvider(component, cluster), (there) => {
      if (there) return [];
      const fault = { message: 'knows no identity provider for people', expected: '--authentication-config, --oidc-issuer-url or a token webhook' };
      return [settingBreach(component, '--oidc-issuer-url', { value: null, origin: 'flag' }, fault)];
    }),
  examples: {
    bad: [withFlags('kube-apiserver', ['--client-ca-file=/pki/ca.crt'])],
    good: [
      withFlags('kube-apiserver', ['--oidc-issuer-url=https://login.shop.example']),
      withFlags('kube-apiserver', ['--authentication-token-webhook-config-file=/etc/webhook.yaml']),
      documents(
        withFlags('kube-apiserver', ['--authentication-config=/etc/authentication.yaml']),
        'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: [{issuer: {url: "https://login.shop.example", audiences: [shop]}}]\n',
      ),
    ],
    unknown: [nothingRead, withFlags('kube-apiserver', ['--authentication-config=/etc/authentication.yaml'])],
  },
});

function identityProvider(component: Component, cluster: Cluster): Fact<boolean> {
  const set = (flag: string): Fact<boolean> => map(valueIn(component, flag), (value) => value !== null);
  const inFile = chain(fileNamedBy(component, '--authentication-config', cluster), (file) => known(file !== null && entries(file['jwt']).length > 0));
  return any(set('--oidc-issuer-url'), set('--authentication-token-webhook-config-file'), inFile);
}

export default rule;
