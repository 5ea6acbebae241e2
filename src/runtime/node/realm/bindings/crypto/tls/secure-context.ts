import type { RealmContext } from '../../../context.ts'
import { decodeLatin1 } from '../../../encodings.ts'
import type { Any } from '../../../types.ts'
import { buffer, copyOfBytes, equalBytes, inputBytes } from '../bytes.ts'
import { codedError, notSupported, queuedOpensslError } from '../errors.ts'
import { type AsymmetricKey, encodeSpki, Format, importPrivate, parsePems } from '../keys/index.ts'
import { randomBytes } from '../random.ts'
import { buildChain, type Certificate, readCertificate } from './certificates/index.ts'
import { sslError } from './errors.ts'
import { groupsNamed, schemesNamed, suitesNamed, TLS_1_3, versionsOf } from './options.ts'
import { GROUPS, type Group, type Identity, SCHEMES, SUITES, type Suite } from './protocol/index.ts'

const CERTIFICATE_LABELS = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']
const SSL_OP_NO_TICKET = 0x4000
const SSL_OP_CIPHER_SERVER_PREFERENCE = 0x400000
const TICKET_KEY_BYTES = 48
/** Seconds: OpenSSL's default. */
const SESSION_TIMEOUT = 7200

/** Settings of a context, as the state machine and the checks need them. */
export class ContextState {
  minVersion = 0
  maxVersion = TLS_1_3
  options = 0
  suites: readonly Suite[] = SUITES
  groups: readonly Group[] = GROUPS
  schemes: readonly number[] = SCHEMES.map(({ id }) => id)
  /** Own certificates, each with those that were given behind it. */
  readonly chains: Certificate[][] = []
  readonly keys: AsymmetricKey[] = []
  authorities: Certificate[] = []
  partialChain = false
  sessionTimeout = SESSION_TIMEOUT
  sessionContext: Uint8Array = new Uint8Array(0)
  ticketKeys: Uint8Array | null = null

  get prefersOwnSuites(): boolean {
    return (this.options & SSL_OP_CIPHER_SERVER_PREFERENCE) !== 0
  }

  get makesTickets(): boolean {
    return (this.options & SSL_OP_NO_TICKET) === 0
  }

  /** Returns the own certificates that have a key, each with the authorities above it as far as they are known. */
  identities(): Identity[] {
    return this.chains.flatMap((chain) => {
      const [own] = chain
      const key = this.keys.find((candidate) => own?.key && sameKey(candidate, own.key))
      return key ? [{ key, chain: this.#completed(chain).map(({ der }) => der) }] : []
    })
  }

  /** As OpenSSL without SSL_MODE_NO_AUTO_CHAIN. */
  #completed(chain: readonly Certificate[]): readonly Certificate[] {
    if (chain.length > 1) return chain
    return buildChain({ presented: chain, trusted: this.authorities, partialChain: true }).certificates
  }
}

const sameKey = (left: AsymmetricKey, right: AsymmetricKey): boolean => equalBytes(encodeSpki(left), encodeSpki(right))

const states = new WeakMap<object, ContextState>()

/** Not a method: a program must not reach a context's keys. */
export const stateOf = (context: unknown): ContextState | null =>
  (typeof context === 'object' && context !== null && states.get(context)) || null

/** Parses all certificates of a PEM text. */
function certificatesIn(realm: RealmContext, input: Any): Certificate[] {
  const bytes = inputBytes(realm, input, 'latin1')
  const text = decodeLatin1(bytes, 0, bytes.length)
  return parsePems(text, (label) => CERTIFICATE_LABELS.includes(label)).map((pem) => readCertificate(pem.bytes))
}

/** Makes node::crypto::SecureContext. */
export function secureContextClass(realm: RealmContext): unknown {
  return class SecureContext {
    readonly #state = new ContextState()

    constructor() {
      states.set(this, this.#state)
    }

    init(method: string | undefined, min: number, max: number): void {
      const [least, most] = versionsOf(method, min, max)
      this.#state.minVersion = least
      this.setMaxProto(most)
    }
    setOptions(options: number): void {
      this.#state.options |= options
    }
    getMinProto(): number {
      return this.#state.minVersion
    }
    getMaxProto(): number {
      return this.#state.maxVersion
    }
    setMinProto(version: number): boolean {
      this.#state.minVersion = version
      return true
    }
    setMaxProto(version: number): boolean {
      if (version !== 0 && version < TLS_1_3) throw notSupported('TLS below version 1.3')
      this.#state.maxVersion = version || TLS_1_3
      return true
    }
    setKey(data: Any, passphrase?: string): void {
      const { encodeUtf8 } = realm.platform
      const secret = passphrase === undefined || passphrase === null ? null : encodeUtf8(passphrase)
      const bytes = inputBytes(realm, data, 'utf8')
      const key = importPrivate({ data: bytes, format: Format.pem, passphrase: secret })
      const own = this.#state.chains.find(([first]) => first?.key?.type === key.type)?.[0]?.key
      if (own && !sameKey(own, key)) throw queuedOpensslError('X509', 'key values mismatch', 116)
      this.#state.keys.push(key)
    }
    setCert(data: Any): void {
      let chain: Certificate[]
      try {
        chain = certificatesIn(realm, data)
      } catch {
        throw queuedOpensslError('PEM', 'bad base64 decode', 100)
      }
      if (chain.length === 0) throw queuedOpensslError('PEM', 'no start line', 0x6c)
      this.#state.chains.push(chain)
    }
    addCACert(data: Any): void {
      try {
        this.#state.authorities.push(...certificatesIn(realm, data))
      } catch {
        // OpenSSL stops at the first that it cannot read.
      }
    }
    /** There are no authorities that a simulated internet trusts from the first. */
    addRootCerts(): void {}
    addCRL(): void {
      throw codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to parse CRL')
    }
    setAllowPartialTrustChain(): void {
      this.#state.partialChain = true
    }
    setCiphers(list: string): void {
      // Suites of TLS 1.2, of which none is used. OpenSSL refuses a list without any known name.
      if (list !== '' && !/AES|CHACHA|HIGH|ALL|DEFAULT|DHE|PSK|RSA|SHA|NULL|CAMELLIA|MEDIUM|LOW/i.test(list))
        throw sslError('no cipher match')
    }
    setCipherSuites(list: string): void {
      this.#state.suites = suitesNamed(list)
    }
    setSigalgs(list: string): void {
      this.#state.schemes = schemesNamed(list)
    }
    setECDHCurve(list: string): void {
      if (list !== 'auto') this.#state.groups = groupsNamed(list)
    }
    /** Parameters of a key exchange that TLS 1.3 doesn't have. */
    setDHParam(): undefined {
      return undefined
    }
    setSessionIdContext(text: string): void {
      this.#state.sessionContext = inputBytes(realm, text, 'utf8').slice(0, 32)
    }
    setSessionTimeout(seconds: number): void {
      this.#state.sessionTimeout = seconds
    }
    getTicketKeys(): unknown {
      return buffer(realm, copyOfBytes(ticketKeysOf(realm, this.#state)))
    }
    setTicketKeys(keys: ArrayBufferView): boolean {
      this.#state.ticketKeys = copyOfBytes(keys)
      return true
    }
    enableTicketKeyCallback(): void {}
    loadPKCS12(): void {
      throw notSupported('A key in PKCS #12')
    }
    setCertificateCompression(): void {}
    getCertificate(): unknown {
      const own = this.#state.chains[0]?.[0]
      return own ? buffer(realm, copyOfBytes(own.der)) : null
    }
    getIssuer(): unknown {
      const [own] = this.#state.chains
      const issuer = own && buildChain({ presented: own, trusted: this.#state.authorities, partialChain: true })
      const der = issuer?.certificates[1]?.der
      return der ? buffer(realm, copyOfBytes(der)) : null
    }
    close(): void {}
  }
}

/** Returns the keys of a context's tickets; random ones if the program has set none. */
export function ticketKeysOf(realm: RealmContext, state: ContextState): Uint8Array {
  state.ticketKeys ??= randomBytes(realm, TICKET_KEY_BYTES)
  return state.ticketKeys
}
