import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { codedError } from './errors.ts'

const CONTEXT_METHODS = [
  ...[
    'init',
    'close',
    'setOptions',
    'setKey',
    'setCert',
    'addCACert',
    'addCRL',
    'addRootCerts',
    'setAllowPartialTrustChain',
  ],
  ...['setCiphers', 'setCipherSuites', 'setSigalgs', 'setECDHCurve', 'setDHParam', 'setMinProto', 'setMaxProto'],
  ...[
    'setSessionIdContext',
    'setSessionTimeout',
    'setTicketKeys',
    'enableTicketKeyCallback',
    'loadPKCS12',
    'setEngineKey',
  ],
]

/** Makes the error of everything that needs TLS. */
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

const nothing = () => {}
const done = () => 0

/** A stream without a handshake. Packages wrap a stream in memory by it to inspect its parts. */
class IdleWrap {
  reading = false
}
Object.assign(IdleWrap.prototype, {
  isStreamBase: true,
  readStart: done,
  readStop: done,
  start: refuse,
  shutdown: refuse,
  writeBuffer: refuse,
  writev: refuse,
  writeUtf8String: refuse,
  writeAsciiString: refuse,
  writeLatin1String: refuse,
  ...Object.fromEntries(
    ['setVerifyMode', 'setALPNProtocols', 'setSession', 'setServername', 'destroySSL'].map((name) => [name, nothing]),
  ),
})

/** `internalBinding('tls_wrap')`: exists for `require('tls')` and `require('https')`; refuses to wrap a connection. */
export function tlsBinding(realm: RealmContext): Binding {
  return { ...realm.constants.tls_wrap, wrap: refuse, TLSWrap: class TLSWrap extends IdleWrap {} }
}

/**
 * Makes the library's `internal/tls/wrap` refuse early. A server refuses when it sets its certificate; otherwise it could listen and would fail
 * its first client. A socket refuses at once, unless it wraps a stream in memory.
 */
export function refuseTls(realm: RealmContext, { Server, TLSSocket }: Any): void {
  Server.prototype.setSecureContext = refuse
  TLSSocket.prototype._wrapHandle = (wrap: Any, handle: unknown): Any => {
    if (!(handle instanceof realm.internalBinding('js_stream').JSStream)) return refuse()
    const idle = new (realm.internalBinding('tls_wrap').TLSWrap)()
    return Object.assign(idle, { _parent: handle, _parentWrap: wrap, _secureContext: {} })
  }
}

/** Accepts any settings: using them fails. */
class SecureContext {}
for (const name of CONTEXT_METHODS) Object.assign(SecureContext.prototype, { [name]: nothing })

/** The part of `internalBinding('crypto')` that lib/tls.js uses. */
export function secureContextBinding(): Binding {
  return {
    SecureContext,
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
