/** What the kinds of starting points are called, one of them. */
export const footholdNames: Readonly<Record<string, string>> = {
  internet: 'the internet', container: 'one container', node: 'one node', person: 'a person or group', pipeline: 'a pipeline', account: 'a service account', image: 'an image', registry: 'a registry',
};
