import type { Environment } from '@marcbachmann/cel-js';
import { registerAuthorizer } from './authorizer.ts';
import { registerFind } from './find.ts';
import { registerFormats } from './formats.ts';
import { celLibrary } from './library.ts';
import { registerLists } from './lists.ts';
import { registerNetwork } from './network.ts';
import { registerQuantity } from './quantities.ts';
import { registerSemver } from './semver.ts';
import { registerStrings } from './strings.ts';
import { registerPairs } from './two-variables.ts';

let made: Environment | undefined;

/** The evaluator with Kubernetes' functions. */
export function environment(): Environment {
  return (made ??= build());
}

function build(): Environment {
  const { Environment } = celLibrary();
  const environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  for (const register of [registerStrings, registerLists, registerQuantity, registerNetwork, registerSemver, registerFormats, registerAuthorizer, registerPairs, registerFind]) register(environment);
  return environment;
}
