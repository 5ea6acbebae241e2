/**
 * TLS below Node's own lib/tls.js: contexts, the wrap around a stream, certificates. The protocol itself is in `protocol/`, without I/O. Made for
 * simulated worlds, not for secrets: its arithmetic takes time that depends on keys.
 */
import type { RealmContext } from '../../../context.ts'
import type { Binding } from '../../../types.ts'
import { secureContextClass } from './secure-context.ts'

export { tlsBinding } from './connection-info.ts'
export { x509Parser } from './x509.ts'

/** Names of what `tls.getCiphers()` returns: the suites of TLS 1.3. */
const CIPHERS = ['tls_aes_128_gcm_sha256', 'tls_aes_256_gcm_sha384', 'tls_chacha20_poly1305_sha256']

/** The part of `internalBinding('crypto')` that lib/tls.js uses. There are no authorities that everybody trusts. */
export function secureContextBinding(realm: RealmContext): Binding {
  return {
    SecureContext: secureContextClass(realm),
    getSSLCiphers: () => [...CIPHERS],
    getBundledRootCertificates: () => [],
    getExtraCACertificates: () => [],
    getSystemCACertificates: () => [],
    getUserRootCertificates: () => [],
    getRootCertificates: () => [],
    getCertificateCompressionAlgorithms: () => [],
    resetRootCertStore() {},
    startLoadingCertificatesOffThread() {},
  }
}
