/** Suites that Go itself calls insecure: RC4, 3DES, CBC with SHA-256, and everything without an ephemeral key. */
export function isWeakCipher(suite: string): boolean {
  return /^TLS_RSA_|_RC4_|_3DES_|_CBC_SHA256$/.test(suite);
}
