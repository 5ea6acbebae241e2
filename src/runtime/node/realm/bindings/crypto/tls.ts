import type { RealmContext } from '../../context.ts'
import type { Binding } from '../../types.ts'
import { codedError } from './errors.ts'

/** What everything says that needs TLS. */
function tlsIsElsewhere(): Error {
  return codedError(
    Error,
    'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    'TLS is not simulated: node:tls and node:https work on a real kernel only, where exercises that need them are graded (in Docker). Here use node:net and node:http.',
  )
}

const refuse = (): never => {
  throw tlsIsElsewhere()
}

/** `internalBinding('tls_wrap')`: there for `require('tls')` and `require('https')`; refuses connections and servers. */
export function tlsBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.tls_wrap,
    wrap: refuse,
    TLSWrap: class TLSWrap {
      constructor() {
        refuse()
      }
    },
  }
}

/** The part of `internalBinding('crypto')` that lib/tls.js asks for. */
export function secureContextBinding(): Binding {
  return {
    SecureContext: class SecureContext {
      constructor() {
        refuse()
      }
    },
    getSSLCiphers: () => [],
    getBundledRootCertificates: () => [],
    getExtraCACertificates: () => [],
    getSystemCACertificates: () => [],
    getUserRootCertificates: () => [],
    getRootCertificates: () => [],
    resetRootCertStore() {},
    startLoadingCertificatesOffThread() {},
  }
}
