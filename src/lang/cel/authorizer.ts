import type { Environment } from '@marcbachmann/cel-js';
import { Unsupported } from './outcome.ts';
import { bound } from './strings.ts';

/** What an expression asks the authorizer; a service account stands for the user of the request where it is named. */
export interface AuthorizerQuestion {
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
  readonly path?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Undefined where it cannot be decided. */
export type AuthorizerAnswer = { readonly allowed: boolean; readonly reason: string } | undefined;
export type AskAuthorizer = (question: AuthorizerQuestion, verb: string) => AuthorizerAnswer;

/** A question under way: each method adds to it. */
class Check {
  readonly ask: AskAuthorizer;
  readonly question: AuthorizerQuestion;
  constructor(ask: AskAuthorizer, question: AuthorizerQuestion) {
    [this.ask, this.question] = [ask, question];
  }

  with(more: AuthorizerQuestion): Check {
    return new Check(this.ask, { ...this.question, ...more });
  }
}

class GroupCheck extends Check {}
class ResourceCheck extends Check {
  override with(more: AuthorizerQuestion): ResourceCheck {
    return new ResourceCheck(this.ask, { ...this.question, ...more });
  }
}
class PathCheck extends Check {}

/** The variable `authorizer`. */
export class AuthorizerValue {
  readonly ask: AskAuthorizer;
  readonly serviceAccount: AuthorizerQuestion['serviceAccount'];
  /** `authorizer.requestResource`: a question about what the request itself names. */
  readonly requestResource: ResourceCheck;
  constructor(ask: AskAuthorizer, requested: AuthorizerQuestion = {}, serviceAccount?: AuthorizerQuestion['serviceAccount']) {
    [this.ask, this.serviceAccount] = [ask, serviceAccount];
    this.requestResource = new ResourceCheck(ask, requested);
  }
}

class Decision {
  readonly allowed: boolean;
  readonly reason: string;
  constructor(allowed: boolean, reason: string) {
    [this.allowed, this.reason] = [allowed, reason];
  }
}

export function registerAuthorizer(environment: Environment): void {
  const { registerFunction } = bound(environment);
  environment.registerType('Authorizer', AuthorizerValue).registerType('PathCheck', PathCheck).registerType('GroupCheck', GroupCheck).registerType('ResourceCheck', ResourceCheck).registerType('Decision', Decision);
  const base = ({ serviceAccount }: AuthorizerValue): AuthorizerQuestion => (serviceAccount ? { serviceAccount } : {});
  registerFunction('Authorizer.serviceAccount(string, string): Authorizer', ({ ask }: AuthorizerValue, namespace: string, name: string) => new AuthorizerValue(ask, {}, { namespace, name }));
  registerFunction('Authorizer.path(string): PathCheck', (value: AuthorizerValue, path: string) => new PathCheck(value.ask, { ...base(value), path }));
  registerFunction('Authorizer.group(string): GroupCheck', (value: AuthorizerValue, group: string) => new GroupCheck(value.ask, { ...base(value), group }));
  registerFunction('GroupCheck.resource(string): ResourceCheck', ({ ask, question }: GroupCheck, resource: string) => new ResourceCheck(ask, { ...question, resource }));
  for (const name of ['subresource', 'namespace', 'name']) registerFunction(`ResourceCheck.${name}(string): ResourceCheck`, (check: ResourceCheck, value: string) => check.with({ [name]: value }));
  for (const type of ['ResourceCheck', 'PathCheck']) registerFunction(`${type}.check(string): Decision`, decide);
  registerFunction('Decision.allowed(): bool', ({ allowed }: Decision) => allowed);
  registerFunction('Decision.reason(): string', ({ reason }: Decision) => reason);
  registerFunction('Decision.errored(): bool', () => false);
}

function decide({ ask, question }: Check, verb: string): Decision {
  const answer = ask(question, verb);
  if (!answer) throw new Unsupported('whether the authorizer allows it is not known');
  return new Decision(answer.allowed, answer.reason);
}
