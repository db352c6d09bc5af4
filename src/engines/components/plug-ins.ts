import type { Components } from './index.ts';

/** Plug-ins of admission that an API server that was seen has switched off. */
export function disabledPlugIns(components: Components): ReadonlySet<string> {
  const written = components.of('kube-apiserver').map((server) => server.setting('--disable-admission-plugins'));
  return new Set(written.flatMap((setting) => (setting.known ? (setting.value.value ?? '').split(',').map((name) => name.trim()) : [])));
}
