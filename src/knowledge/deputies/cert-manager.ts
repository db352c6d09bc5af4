import { clusterKinds, kindsOf, type CustomKind, type Deputy, type Program } from './define.ts';

const group = 'cert-manager.io';

export const certManager: Program = { name: 'cert-manager', image: /(^|\/)cert-manager-controller$/, accounts: ['cert-manager'] };
const [certificate, request] = kindsOf(group, ['Certificate', 'certificates'], ['CertificateRequest', 'certificaterequests']);
/** Of which the certificate stands in the object itself, not in a Secret beside it. */
export const certificateRequest: CustomKind | undefined = request;
/** Writing one has a certificate made with the names and groups that it gives. */
export const certificates: readonly CustomKind[] = [certificate, request].filter((each) => each !== undefined);
export const issuers: readonly CustomKind[] = [...kindsOf(group, ['Issuer', 'issuers']), ...clusterKinds(group, ['ClusterIssuer', 'clusterissuers'])];

/**
 * An issuer of the kind `ca` signs any subject with the key in its Secret. Where the API server trusts that authority, the certificate
 * is a login. An authority that cert-manager made itself is not one of the API server's. The technique reads it: no rows.
 */
export const certManagerDeputy: Deputy = { row: 'J5', name: 'cert-manager', programs: [certManager], rows: [] };
