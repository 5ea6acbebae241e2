/** Methods of TLSWrap that set up a connection or tell about it; none of them moves bytes. */
import type { RealmContext } from '../../../context.ts'
import type { Any } from '../../../types.ts'
import { buffer, copyOfBytes } from '../bytes.ts'
import { codedError } from '../errors.ts'
import {
  buildChain,
  type Certificate,
  isSignedBy,
  legacyObject,
  readCertificate,
  VERIFY_ERRORS,
  verifyChain,
} from './certificates/index.ts'
import { sslError } from './errors.ts'
import { encodeSession, type Session, schemeById } from './protocol/index.ts'
import { stateOf } from './secure-context.ts'
import { connectionOf, settingsOf, TlsWrap } from './tls-wrap.ts'

const EXTRA_HINT = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
])
const HINT = '; if the root CA is installed locally, try running Node.js with --use-system-ca'
const SMALLEST_FRAGMENT = 512
const LARGEST_FRAGMENT = 16_384

/** Makes the class as the library gets it. */
function tlsWrapClass(realm: RealmContext): typeof TlsWrap {
  const bytes = (value: Uint8Array) => buffer(realm, copyOfBytes(value))
  const kept = (wrap: TlsWrap): Session | null => settingsOf(wrap).session

  return class TLSWrap extends TlsWrap {
    // --- before the handshake

    setVerifyMode(requests: boolean, rejects: boolean): void {
      Object.assign(settingsOf(this), { requestsCertificate: requests, rejectsUnauthorized: rejects })
    }
    setServername(name: string): void {
      settingsOf(this).serverName = name
    }
    setALPNProtocols(protocols: ArrayBufferView): void {
      settingsOf(this).protocols = copyOfBytes(protocols)
    }
    setSession(session: ArrayBufferView): void {
      settingsOf(this).offer(copyOfBytes(session))
    }
    setKeyCert(context: Any): void {
      if (!settingsOf(this).chooseContext(context))
        throw codedError(TypeError, 'ERR_TLS_INVALID_CONTEXT', 'Invalid SNI context')
    }
    enableSessionCallbacks(): void {
      settingsOf(this).enableSessionCallbacks()
    }
    enableKeylogCallback(): void {
      settingsOf(this).logsKeys = true
    }
    enableCertCb(): void {
      settingsOf(this).asksForContext = true
    }
    enableALPNCb(): void {
      settingsOf(this).asksForProtocol = true
    }
    enableTrace(): void {}
    requestOCSP(): void {}
    setOCSPResponse(): void {}
    /** Sessions of TLS 1.2 and earlier, which a server stores. */
    loadSession(): void {}
    endParser(): void {}
    newSessionDone(): void {}
    writesIssuedByPrevListenerDone(): void {}
    renegotiate(): never {
      throw sslError('wrong ssl version')
    }
    setMaxSendFragment(size: number): number {
      const connection = connectionOf(this)
      if (!connection || size < SMALLEST_FRAGMENT || size > LARGEST_FRAGMENT) return 0
      connection.largestFragment = size
      return 1
    }

    // --- about the connection

    getServername(): string | false {
      const { isServer, serverName } = settingsOf(this)
      return (isServer ? connectionOf(this)?.serverName : serverName) || false
    }
    getALPNNegotiatedProtocol(): string | false {
      const alpn = connectionOf(this)?.alpn
      return alpn ? String.fromCharCode(...alpn) : false
    }
    getProtocol(): string | null {
      return connectionOf(this) ? 'TLSv1.3' : 'unknown'
    }
    getCipher(): object {
      const name = connectionOf(this)?.suite?.name
      return name ? { name, standardName: name, version: 'TLSv1.3' } : {}
    }
    getEphemeralKeyInfo(): object | null {
      if (settingsOf(this).isServer) return null
      const group = connectionOf(this)?.keyPair?.group
      return group ? { type: 'ECDH', name: group.names[0], size: group.bits } : {}
    }
    getSharedSigalgs(): string[] {
      const own = settingsOf(this).context.schemes
      const shared = connectionOf(this)?.peerSchemes.filter((id) => own.includes(id)) ?? []
      return shared.flatMap((id) => schemeById(id)?.name ?? [])
    }
    getFinished(): unknown {
      const data = connectionOf(this)?.ownFinished
      return data ? bytes(data) : undefined
    }
    getPeerFinished(): unknown {
      const data = connectionOf(this)?.peerFinished
      return data ? bytes(data) : undefined
    }
    isSessionReused(): boolean {
      return connectionOf(this)?.resumed ?? false
    }
    getSession(): unknown {
      const session = kept(this) ?? connectionOf(this)?.sessionWithoutTicket()
      return session ? buffer(realm, encodeSession(session)) : undefined
    }
    getTLSTicket(): unknown {
      const ticket = kept(this)?.ticket
      return ticket ? bytes(ticket) : undefined
    }
    exportKeyingMaterial(length: number, label: string, context?: ArrayBufferView): unknown {
      const extra = context ? copyOfBytes(context) : new Uint8Array(0)
      const connection = connectionOf(this)
      if (!connection) throw codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to export keying material')
      return buffer(realm, connection.exportKeyingMaterial(length, label, extra))
    }

    // --- certificates

    getPeerCertificate(detailed?: boolean): unknown {
      return detailed ? chainObject(realm, presented(this), authorities(this)) : legacyOf(realm, presented(this)[0])
    }
    getCertificate(): unknown {
      return legacyOf(realm, settingsOf(this).context.chains[0]?.[0])
    }
    getPeerX509Certificate(): unknown {
      const [own] = presented(this)
      return own ? realm.internalBinding('crypto').parseX509(bytes(own.der)) : undefined
    }
    getX509Certificate(): unknown {
      const own = settingsOf(this).context.chains[0]?.[0]
      return own ? realm.internalBinding('crypto').parseX509(bytes(own.der)) : undefined
    }
    verifyError(): Error | null {
      const chain = presented(this)
      const { isServer, context } = settingsOf(this)
      const code =
        chain.length === 0
          ? 'UNABLE_TO_GET_ISSUER_CERT'
          : verifyChain({
              presented: chain,
              trusted: context.authorities,
              now: realm.start.epochMs + Math.floor(realm.kernel.clock() / 1_000_000),
              purpose: isServer ? 'client' : 'server',
              partialChain: context.partialChain,
              isSignedBy: (certificate, issuer) => isSignedBy(realm, certificate, issuer.key),
            })
      if (!code) return null
      return codedError(Error, code, VERIFY_ERRORS[code] + (EXTRA_HINT.has(code) ? HINT : ''))
    }
  }
}

const presented = (wrap: TlsWrap): Certificate[] => connectionOf(wrap)?.peerChain.map(readCertificate) ?? []
const authorities = (wrap: TlsWrap): readonly Certificate[] => settingsOf(wrap).context.authorities

function legacyOf(realm: RealmContext, certificate: Certificate | undefined): unknown {
  return certificate ? legacyObject(realm, certificate) : undefined
}

/** Links each certificate's object to its issuer's; a root is its own issuer. */
function chainObject(realm: RealmContext, chain: Certificate[], trusted: readonly Certificate[]): unknown {
  if (chain.length === 0) return undefined
  const { certificates } = buildChain({ presented: chain, trusted, partialChain: false })
  const objects = certificates.map((certificate) => legacyObject(realm, certificate))
  objects.forEach((object, i) => {
    if (objects[i + 1]) object.issuerCertificate = objects[i + 1]
  })
  const top = certificates.at(-1)!
  if (String(top.subject.der) === String(top.issuer.der)) objects.at(-1)!.issuerCertificate = objects.at(-1)
  return objects[0]
}

/** `internalBinding('tls_wrap')`. */
export function tlsBinding(realm: RealmContext): Any {
  const TLSWrap = tlsWrapClass(realm)
  return {
    ...realm.constants.tls_wrap,
    TLSWrap,
    wrap(handle: Any, context: unknown, isServer: boolean) {
      const state = stateOf(context)
      if (!state) throw codedError(TypeError, 'ERR_TLS_INVALID_CONTEXT', 'context must be a SecureContext')
      return new TLSWrap(realm, handle, state, isServer)
    },
  }
}
