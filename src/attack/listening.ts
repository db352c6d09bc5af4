/** `https://127.0.0.1:2379` and its like; a unix socket as well. */
export function isLoopbackUrl(url: string): boolean {
  return /^(\w+:\/\/)?(127\.|localhost|\[?::1\]?)/.test(url.trim()) || url.trim().startsWith('unix');
}

export function portOfUrl(url: string): number | undefined {
  const port = Number(/:(\d+)\/?$/.exec(url.trim())?.[1]);
  return Number.isInteger(port) ? port : undefined;
}
