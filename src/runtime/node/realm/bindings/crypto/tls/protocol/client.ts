import { concatenate } from '#network'
import { ascii, number, numbers, Reader, sameBytes, vector } from './bytes.ts'
import { OFFERED_SCHEMES, readCertificate, readCertificateRequest } from './certificate-messages.ts'
import { Connection, type Identity, type Services } from './connection.ts'
import { Alert, illegalParameter, TlsFault, unexpectedMessage } from './faults.ts'
import { GROUPS, type Group, groupById, type KeyPair } from './groups.ts'
import {
  type ClientHello,
  type Extensions,
  ExtensionType,
  encodeClientHello,
  isRetry,
  MessageType,
  PSK_WITH_KEY_SHARE,
  protocolList,
  readClientHello,
  readExtensions,
  readServerHello,
  type ServerHello,
  TLS_1_3,
} from './hello.ts'
import { finishedData, KeySchedule, resumptionKey } from './key-schedule.ts'
import { encodeOffer } from './offered-tickets.ts'
import { readNewTicket, type Session } from './session.ts'
import { schemeFor } from './signature-schemes.ts'
import { SUITES, type Suite, suiteById } from './suites.ts'

export interface ClientOptions {
  readonly serverName: string | null
  readonly alpn: readonly Uint8Array[]
  readonly suites: readonly Suite[]
  readonly groups: readonly Group[]
  readonly schemes: readonly number[]
  readonly identities: readonly Identity[]
  readonly session: Session | null
}

const CLIENT_DEFAULTS: ClientOptions = {
  serverName: null,
  alpn: [],
  suites: SUITES,
  groups: GROUPS,
  schemes: OFFERED_SCHEMES,
  identities: [],
  session: null,
}

/** What a client waits for (RFC 8446 appendix A.1). */
type Waiting = 'serverHello' | 'extensions' | 'certificateOrRequest' | 'certificate' | 'proof' | 'finished' | 'nothing'

const RECORD_OF_FIRST_HELLO = 0x0301
const WEEK_SECONDS = 604_800

export class Client extends Connection {
  readonly side = 'client'
  protected readonly options: ClientOptions
  #waiting: Waiting = 'serverHello'
  #hello: Pick<ClientHello, 'random' | 'sessionId'> = { random: new Uint8Array(32), sessionId: new Uint8Array(32) }
  /** Types of the extensions that were sent: the server may answer only these (§4.2). */
  #offered: ReadonlySet<number> = new Set()
  #retried = false
  #schedule: KeySchedule | null = null
  #request: { context: Uint8Array; schemes: number[] } | null = null
  #serverSecret: Uint8Array = new Uint8Array(0)
  #clientSecret: Uint8Array = new Uint8Array(0)
  #resumptionSecret: Uint8Array = new Uint8Array(0)

  constructor(services: Services, options: Partial<ClientOptions>) {
    super(services)
    this.options = { ...CLIENT_DEFAULTS, ...options }
    this.serverName = this.options.serverName
  }

  start(): void {
    if (this.phase !== 'idle') return
    this.guard(() => {
      this.phase = 'handshake'
      this.emit({ type: 'handshakeStart' })
      const { random } = this.services
      this.#hello = { random: random(32), sessionId: random(32) }
      const [first] = this.options.groups
      if (!first) throw new TlsFault(null, 'no suitable groups')
      this.keyPair = first.generate(random)
      this.#send(this.buildHello(this.keyPair, null), RECORD_OF_FIRST_HELLO)
    })
  }

  #send(hello: Uint8Array, version?: number): void {
    const { random, sessionId, extensions } = readClientHello(hello.subarray(4))
    this.#hello = { random, sessionId }
    this.clientRandom = random
    this.#offered = new Set(extensions.keys())
    this.emitMessage(hello, true, version)
  }

  // --- ClientHello

  /** Encodes the ClientHello. `cookie`: from a HelloRetryRequest. */
  protected buildHello(keyPair: KeyPair, cookie: Uint8Array | null): Uint8Array {
    const extensions = this.#extensions(keyPair, cookie)
    const session = this.#usableSession()
    const suites = this.options.suites.map(({ id }) => id)
    const { random, sessionId } = this.#hello
    if (!session) return encodeClientHello({ random, sessionId, suites, extensions })
    const { hash } = suiteById(session.suite)!
    extensions.set(ExtensionType.preSharedKey, encodeOffer(session, this.services.now(), hash.outputLen))
    const hello = encodeClientHello({ random, sessionId, suites, extensions })
    const covered = hello.subarray(0, hello.length - hash.outputLen - 3)
    const secret = new KeySchedule(hash, session.psk).binderKey()
    hello.set(finishedData(hash, secret, this.transcript.digestWith(hash, covered)), hello.length - hash.outputLen)
    return hello
  }

  #extensions(keyPair: KeyPair, cookie: Uint8Array | null): Map<number, Uint8Array> {
    const { serverName, alpn, groups, schemes } = this.options
    const extensions = new Map<number, Uint8Array>()
    if (serverName) {
      const entry = concatenate([Uint8Array.of(0), vector(2, ascii(serverName))])
      extensions.set(ExtensionType.serverName, vector(2, entry))
    }
    extensions.set(ExtensionType.supportedGroups, numbers(groups.map(({ id }) => id)))
    if (alpn.length > 0) extensions.set(ExtensionType.alpn, vector(2, ...alpn.map((name) => vector(1, name))))
    extensions.set(ExtensionType.signatureAlgorithms, numbers(schemes))
    extensions.set(ExtensionType.supportedVersions, vector(1, number(2, TLS_1_3)))
    if (cookie) extensions.set(ExtensionType.cookie, vector(2, cookie))
    extensions.set(ExtensionType.pskModes, vector(1, Uint8Array.of(PSK_WITH_KEY_SHARE)))
    const share = concatenate([number(2, keyPair.group.id), vector(2, keyPair.publicKey)])
    extensions.set(ExtensionType.keyShare, vector(2, share))
    return extensions
  }

  /** Returns the session if it can be offered: not too old, and of the suite's hash function after a HelloRetryRequest (§4.1.4). */
  #usableSession(): Session | null {
    const { session, suites } = this.options
    const suite = session && suiteById(session.suite)
    if (!session || session.ticket.length === 0 || !suite || !suites.some(({ hash }) => hash === suite.hash))
      return null
    if (this.suite && this.suite.hash !== suite.hash) return null
    const age = (this.services.now() - session.at) / 1000
    return age >= 0 && age <= Math.min(session.lifetime, WEEK_SECONDS) ? session : null
  }

  // --- messages

  protected onHandshake(type: number, body: Uint8Array, whole: Uint8Array): void {
    const waiting = this.#waiting
    // A ServerHello and a Finished join the transcript at a moment of their own.
    if (waiting === 'nothing' && type === MessageType.newSessionTicket) this.#onTicket(body)
    else if (waiting === 'serverHello' && type === MessageType.serverHello) this.#onServerHello(body, whole)
    else if (waiting === 'finished' && type === MessageType.finished) this.#onFinished(body, whole)
    else {
      this.#onAuthentication(type, body)
      this.transcript.add(whole)
    }
  }

  #onAuthentication(type: number, body: Uint8Array): void {
    const waiting = this.#waiting
    if (waiting === 'extensions' && type === MessageType.encryptedExtensions) this.#onExtensions(body)
    else if (waiting === 'certificateOrRequest' && type === MessageType.certificateRequest) {
      this.#request = readCertificateRequest(body)
      this.#waiting = 'certificate'
    } else if (type === MessageType.certificate && (waiting === 'certificateOrRequest' || waiting === 'certificate')) {
      this.#onCertificate(body)
    } else if (waiting === 'proof' && type === MessageType.certificateVerify) {
      this.checkProof(body)
      this.#waiting = 'finished'
    } else throw unexpectedMessage()
  }

  #onServerHello(body: Uint8Array, whole: Uint8Array): void {
    const hello = readServerHello(body)
    const suite = this.#checkServerHello(hello)
    this.suite = suite
    this.transcript.choose(suite.hash)
    if (isRetry(hello)) this.#onRetry(hello, whole)
    else this.#agree(hello, suite, whole)
  }

  #agree(hello: ServerHello, suite: Suite, whole: Uint8Array): void {
    this.transcript.add(whole)
    const reader = new Reader(hello.extensions.get(ExtensionType.keyShare) ?? missing('key share'))
    const group = reader.number(2)
    const share = reader.vector(2)
    reader.end()
    if (group !== this.keyPair!.group.id) throw illegalParameter('bad key share')
    const psk = this.#acceptedPsk(hello.extensions.get(ExtensionType.preSharedKey))
    this.#schedule = new KeySchedule(suite.hash, psk)
    this.#schedule.advance(this.keyPair!.agree(share))
    this.#enterHandshakeKeys()
    this.#waiting = 'extensions'
  }

  #checkServerHello({ sessionId, suite: id, extensions }: ServerHello): Suite {
    const version = extensions.get(ExtensionType.supportedVersions)
    if (!version) throw new TlsFault(Alert.protocolVersion, 'unsupported protocol')
    if (!sameBytes(version, number(2, TLS_1_3))) throw illegalParameter('bad protocol version number')
    if (!sameBytes(sessionId, this.#hello.sessionId)) throw illegalParameter('invalid session id')
    for (const type of extensions.keys())
      if (!this.#offered.has(type) && type !== ExtensionType.cookie)
        throw new TlsFault(Alert.unsupportedExtension, 'unsolicited extension')
    const suite = this.options.suites.find((candidate) => candidate.id === id)
    if (!suite || (this.#retried && suite !== this.suite)) throw illegalParameter('wrong cipher returned')
    return suite
  }

  /** Answers a HelloRetryRequest (§4.1.4). */
  #onRetry({ extensions }: ServerHello, whole: Uint8Array): void {
    if (this.#retried) throw unexpectedMessage()
    this.#retried = true
    const share = extensions.get(ExtensionType.keyShare)
    const cookie = extensions.get(ExtensionType.cookie)
    if (!share && !cookie) throw illegalParameter('no change following hrr')
    if (share) {
      const group = share.length === 2 ? groupById(share[0]! * 256 + share[1]!) : undefined
      if (!group || !this.options.groups.includes(group) || group === this.keyPair!.group)
        throw illegalParameter('bad key share')
      this.keyPair = group.generate(this.services.random)
    }
    this.transcript.replaceByHash()
    this.transcript.add(whole)
    this.emitChangeCipherSpec()
    this.#send(this.buildHello(this.keyPair!, cookie ? new Reader(cookie).vector(2) : null))
  }

  #acceptedPsk(chosen: Uint8Array | undefined): Uint8Array | null {
    if (!chosen) return null
    const { session } = this.options
    if (!session || !sameBytes(chosen, Uint8Array.of(0, 0))) throw illegalParameter('bad psk identity')
    if (suiteById(session.suite)!.hash !== this.suite!.hash) throw illegalParameter('bad psk')
    this.resumed = true
    this.peerChain = session.chain
    return session.psk
  }

  #enterHandshakeKeys(): void {
    const digest = this.transcript.digest()
    const schedule = this.#schedule!
    this.#clientSecret = schedule.derive('c hs traffic', digest)
    this.#serverSecret = schedule.derive('s hs traffic', digest)
    this.keylog('SERVER_HANDSHAKE_TRAFFIC_SECRET', this.#serverSecret)
    this.keylog('CLIENT_HANDSHAKE_TRAFFIC_SECRET', this.#clientSecret)
    this.protectReading(this.#serverSecret)
  }

  #onExtensions(body: Uint8Array): void {
    const reader = new Reader(body)
    const extensions: Extensions = readExtensions(reader.vector(2))
    reader.end()
    for (const type of extensions.keys())
      if (!this.#offered.has(type)) throw new TlsFault(Alert.unsupportedExtension, 'unsolicited extension')
    const alpn = extensions.get(ExtensionType.alpn)
    if (alpn) {
      const names = protocolList(alpn)
      const [name] = names
      if (names.length !== 1 || !name || !this.options.alpn.some((own) => sameBytes(own, name)))
        throw illegalParameter('bad extension')
      this.alpn = name.slice()
    }
    this.#waiting = this.resumed ? 'finished' : 'certificateOrRequest'
  }

  #onCertificate(body: Uint8Array): void {
    this.peerChain = readCertificate(body)
    if (this.peerChain.length === 0) throw new TlsFault(Alert.decodeError, 'length mismatch')
    this.services.publicKeyOf(this.peerChain[0]!)
    this.#waiting = 'proof'
  }

  #onFinished(body: Uint8Array, whole: Uint8Array): void {
    this.checkFinished(body, this.#serverSecret)
    this.transcript.add(whole)
    const schedule = this.#schedule!
    schedule.advance()
    const digest = this.transcript.digest()
    const serverSecret = schedule.derive('s ap traffic', digest)
    const clientSecret = schedule.derive('c ap traffic', digest)
    this.exporterSecret = schedule.derive('exp master', digest)
    this.keylog('EXPORTER_SECRET', this.exporterSecret)
    this.keylog('SERVER_TRAFFIC_SECRET_0', serverSecret)
    this.keylog('CLIENT_TRAFFIC_SECRET_0', clientSecret)
    this.protectReading(serverSecret)
    if (!this.#retried && this.#hello.sessionId.length > 0) this.emitChangeCipherSpec()
    this.protectWriting(this.#clientSecret)
    if (this.#request) this.#answerRequest(this.#request)
    this.emitFinished(this.#clientSecret)
    this.protectWriting(clientSecret)
    this.#resumptionSecret = schedule.derive('res master', this.transcript.digest())
    this.#waiting = 'nothing'
    this.phase = 'open'
    this.emit({ type: 'handshakeDone' })
  }

  #answerRequest({ context, schemes }: { context: Uint8Array; schemes: readonly number[] }): void {
    this.peerSchemes = schemes
    const identity = this.options.identities.find(({ key }) => schemeFor(key, schemes)) ?? null
    this.emitIdentity(identity, identity ? schemeFor(identity.key, schemes) : undefined, context)
  }

  #onTicket(body: Uint8Array): void {
    const { lifetime, ageAdd, nonce, ticket } = readNewTicket(body)
    if (lifetime > WEEK_SECONDS) throw illegalParameter('bad extension')
    if (lifetime === 0 || ticket.length === 0) return
    const { hash, id: suite } = this.suite!
    const psk = resumptionKey(hash, this.#resumptionSecret, nonce)
    const context = new Uint8Array(0)
    const at = this.services.now()
    const session = { suite, psk, at, lifetime, ageAdd, ticket, chain: this.peerChain, context }
    this.emit({ type: 'session', session })
  }
}

function missing(what: string): never {
  throw new TlsFault(Alert.missingExtension, `no suitable ${what}`)
}
