// Names under which pipelines log in to clusters: subjects of the tokens of their providers, and names that people give them.

const names: readonly RegExp[] = [
  // GitHub Actions, GitLab, CircleCI, Bitbucket, Terraform Cloud, Buildkite: `sub` claims.
  /(^|[:#/])repo:[^:]+\/[^:]+:/,
  /(^|[:#/])project_path:[^:]+/,
  /(^|[:#/])org\/[^/]+\/project\//,
  /(^|[:#/])organization:[^:]+:(project|pipeline):/,
  /token\.actions\.githubusercontent\.com/,
  // Words of their own in a name.
  /(^|[^a-z])(ci|cd|cicd|ci-cd|pipelines?|jenkins|gitlab(-ci|-runner)?|github-actions?|buildkite|circleci|teamcity|bamboo|drone|tekton|argocd|flux|spinnaker|azure-devops|azure-pipelines)([^a-z]|$)/i,
];

/** Is the user or group by its name a pipeline? */
export function isPipeline(name: string): boolean {
  return names.some((pattern) => pattern.test(name));
}
