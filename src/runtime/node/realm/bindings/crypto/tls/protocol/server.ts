import { concatenate } from '#network'
import { number, Reader, sameBytes, vector } from './bytes.ts'
import { encodeCertificateRequest, OFFERED_SCHEMES, readCertificate } from './certificate-messages.ts'
import { Connection, type Identity, type Services } from './connection.ts'
import { Alert, badExtension, illegalParameter, TlsFault, unexpectedMessage } from './faults.ts'
import { GROUPS, type Group, type KeyPair } from './groups.ts'
import {
  type ClientHello,
  ExtensionType,
  encodeExtensions,
  encodeServerHello,
  hostNameIn,
  keySharesIn,
  MessageType,
  message,
  numberList,
  PSK_WITH_KEY_SHARE,
  protocolList,
  RETRY_RANDOM,
  readClientHello,
  TLS_1_3,
} from './hello.ts'
import { finishedData, KeySchedule, resumptionKey } from './key-schedule.ts'
import { readOffers } from './offered-tickets.ts'
import { encodeNewTicket, openTicket, type Session, sealTicket } from './session.ts'
import { schemeFor } from './signature-schemes.ts'
import { SUITES, type Suite, suiteById } from './suites.ts'

export interface ServerOptions {
  readonly suites: readonly Suite[]
  readonly groups: readonly Group[]
  readonly schemes: readonly number[]
  readonly prefersOwnSuites: boolean
  readonly requestsCertificate: boolean
  readonly requiresCertificate: boolean
  /** Stops after the ClientHello until `resume`. */
  readonly pausesAtHello: boolean
  identities(): readonly Identity[]
  /** Chooses a protocol; null: none, undefined: refuse the connection. */
  selectAlpn(offered: readonly Uint8Array[]): Uint8Array | null | undefined
  /** Returns the 48 bytes that tickets are encrypted with. */
  ticketKeys(): Uint8Array
  readonly ticketCount: number
  /** Seconds. */
  readonly ticketLifetime: number
  readonly sessionContext: Uint8Array
}

const SERVER_DEFAULTS: ServerOptions = {
  suites: SUITES,
  groups: GROUPS,
  schemes: OFFERED_SCHEMES,
  prefersOwnSuites: true,
  requestsCertificate: false,
  requiresCertificate: false,
  pausesAtHello: false,
  identities: () => [],
  selectAlpn: () => null,
  ticketKeys: () => new Uint8Array(48),
  ticketCount: 2,
  ticketLifetime: 7200,
  sessionContext: new Uint8Array(0),
}

/** What a server waits for (RFC 8446 appendix A.2). */
type Waiting = 'hello' | 'secondHello' | 'certificate' | 'proof' | 'finished' | 'nothing'

const NONE = new Uint8Array(0)

export class Server extends Connection {
  readonly side = 'server'
  readonly #options: ServerOptions
  #waiting: Waiting = 'hello'
  #hello: ClientHello | null = null
  #helloBytes: Uint8Array = NONE
  #schedule: KeySchedule | null = null
  #clientSecret: Uint8Array = NONE
  #applicationSecret: Uint8Array = NONE
  /** Of the accepted ticket in the client's list. */
  #ticketIndex = 0

  constructor(services: Services, options: Partial<ServerOptions>) {
    super(services)
    this.#options = { ...SERVER_DEFAULTS, ...options }
  }

  /** The ClientHello that is being answered. */
  get clientHello(): ClientHello | null {
    return this.#hello
  }

  /** Goes on after the event `clientHello`. */
  resume(): void {
    if (!this.paused) return
    this.paused = false
    this.guard(() => this.#answer(this.#hello!, this.#helloBytes))
    if (this.phase !== 'failed') this.advance()
  }

  protected onHandshake(type: number, body: Uint8Array, whole: Uint8Array): void {
    const waiting = this.#waiting
    // A ClientHello and a Finished join the transcript at a moment of their own.
    if ((waiting === 'hello' || waiting === 'secondHello') && type === MessageType.clientHello) {
      this.#onHello(body, whole)
    } else if (waiting === 'finished' && type === MessageType.finished) {
      this.#onFinished(body, whole)
    } else if (waiting === 'certificate' && type === MessageType.certificate) {
      this.#onCertificate(body)
      this.transcript.add(whole)
    } else if (waiting === 'proof' && type === MessageType.certificateVerify) {
      this.checkProof(body)
      this.#waiting = 'finished'
      this.transcript.add(whole)
    } else throw unexpectedMessage()
  }

  // --- ClientHello

  #onHello(body: Uint8Array, whole: Uint8Array): void {
    const hello = readClientHello(body)
    const first = this.#waiting === 'hello'
    this.#hello = hello
    this.#helloBytes = whole
    this.clientRandom = hello.random
    if (first) this.#begin(hello)
    if (first && this.#options.pausesAtHello) {
      this.paused = true
      this.emit({ type: 'clientHello' })
    } else this.#answer(hello, whole)
  }

  #begin(hello: ClientHello): void {
    this.phase = 'handshake'
    this.emit({ type: 'handshakeStart' })
    if (!numberListOfVersions(hello).includes(TLS_1_3))
      throw new TlsFault(Alert.protocolVersion, 'unsupported protocol')
    this.serverName = hostNameIn(hello.extensions.get(ExtensionType.serverName))
  }

  #answer(hello: ClientHello, whole: Uint8Array): void {
    const suite = this.#chooseSuite(hello)
    if (this.suite && this.suite !== suite) throw illegalParameter('bad cipher')
    this.suite = suite
    this.transcript.choose(suite.hash)
    const offered = numberList(hello.extensions.get(ExtensionType.supportedGroups))
    const shares = keySharesIn(
      hello.extensions.get(ExtensionType.keyShare) ?? missingExtension('no suitable key share'),
    )
    if (offered.length === 0) missingExtension('missing supported groups extension')
    const group = this.#options.groups.find(({ id }) => shares.has(id))
    if (!group) this.#retry(hello, whole, offered)
    else if (!offered.includes(group.id)) throw illegalParameter('bad key share')
    else this.#accept(hello, whole, group.generate(this.services.random), shares.get(group.id)!)
  }

  #accept(hello: ClientHello, whole: Uint8Array, keyPair: KeyPair, share: Uint8Array): void {
    const psk = this.#acceptTicket(hello, whole)
    this.#chooseAlpn(hello)
    this.transcript.add(whole)
    const identity = psk ? null : this.#chooseIdentity(hello)
    this.keyPair = keyPair
    this.#schedule = new KeySchedule(this.suite!.hash, psk)
    const shared = keyPair.agree(share)
    this.#emitServerHello(hello)
    this.#schedule.advance(shared)
    this.#enterHandshakeKeys()
    this.#emitFlight(identity)
  }

  #chooseSuite({ suites }: ClientHello): Suite {
    const own = this.#options.suites
    const chosen = this.#options.prefersOwnSuites
      ? own.find(({ id }) => suites.includes(id))
      : suites.map((id) => own.find((suite) => suite.id === id)).find((suite) => suite !== undefined)
    if (!chosen) throw new TlsFault(Alert.handshakeFailure, 'no shared cipher')
    return chosen
  }

  /** Asks for a key share of a group that both support (§4.1.4). */
  #retry(hello: ClientHello, whole: Uint8Array, offered: readonly number[]): void {
    const group = this.#options.groups.find(({ id }) => offered.includes(id))
    if (!group || this.#waiting === 'secondHello') throw new TlsFault(Alert.handshakeFailure, 'no suitable key share')
    this.#waiting = 'secondHello'
    this.transcript.add(whole)
    this.transcript.replaceByHash()
    const extensions = new Map([
      [ExtensionType.supportedVersions as number, number(2, TLS_1_3)],
      [ExtensionType.keyShare, number(2, group.id)],
    ])
    const { sessionId } = hello
    this.emitMessage(encodeServerHello({ random: RETRY_RANDOM, sessionId, suite: this.suite!.id, extensions }))
    if (sessionId.length > 0) this.emitChangeCipherSpec()
  }

  /** Returns the key of the first ticket that this server can use, after checking its binder (§4.2.11). */
  #acceptTicket({ extensions }: ClientHello, whole: Uint8Array): Uint8Array | null {
    const bytes = extensions.get(ExtensionType.preSharedKey)
    if (!bytes) return null
    const modes = new Reader(
      extensions.get(ExtensionType.pskModes) ?? missingExtension('missing psk kex modes extension'),
    ).vector(1)
    const { offers, uncovered } = readOffers(bytes)
    if (!modes.includes(PSK_WITH_KEY_SHARE)) return null
    for (const [index, { ticket, binder }] of offers.entries()) {
      const session = this.#sessionOf(ticket)
      if (!session) continue
      const { hash } = this.suite!
      const secret = new KeySchedule(hash, session.psk).binderKey()
      const digest = this.transcript.digestWith(hash, whole.subarray(0, whole.length - uncovered))
      if (!sameBytes(binder, finishedData(hash, secret, digest))) throw illegalParameter('binder does not verify')
      this.resumed = true
      this.peerChain = session.chain
      this.#ticketIndex = index
      return session.psk
    }
    return null
  }

  #sessionOf(ticket: Uint8Array): Session | null {
    const session = openTicket(this.#options.ticketKeys(), ticket)
    if (!session || suiteById(session.suite)?.hash !== this.suite!.hash) return null
    if (!sameBytes(session.context, this.#options.sessionContext)) return null
    if (this.#options.requiresCertificate && session.chain.length === 0) return null
    const age = this.services.now() - session.at
    return age >= 0 && age <= session.lifetime * 1000 ? session : null
  }

  #chooseAlpn({ extensions }: ClientHello): void {
    const bytes = extensions.get(ExtensionType.alpn)
    if (!bytes || this.alpn) return
    const chosen = this.#options.selectAlpn(protocolList(bytes))
    if (chosen === undefined) throw new TlsFault(Alert.noApplicationProtocol, 'no application protocol')
    this.alpn = chosen
  }

  // --- the server's flight

  #emitServerHello({ sessionId }: ClientHello): void {
    const { group, publicKey } = this.keyPair!
    const share = concatenate([number(2, group.id), vector(2, publicKey)])
    const extensions = new Map<number, Uint8Array>([
      [ExtensionType.supportedVersions, number(2, TLS_1_3)],
      [ExtensionType.keyShare, share],
    ])
    if (this.resumed) extensions.set(ExtensionType.preSharedKey, number(2, this.#ticketIndex))
    const random = this.services.random(32)
    this.emitMessage(encodeServerHello({ random, sessionId, suite: this.suite!.id, extensions }))
    if (sessionId.length > 0 && this.#waiting === 'hello') this.emitChangeCipherSpec()
  }

  #enterHandshakeKeys(): void {
    const digest = this.transcript.digest()
    this.#clientSecret = this.#schedule!.derive('c hs traffic', digest)
    const serverSecret = this.#schedule!.derive('s hs traffic', digest)
    this.keylog('SERVER_HANDSHAKE_TRAFFIC_SECRET', serverSecret)
    this.keylog('CLIENT_HANDSHAKE_TRAFFIC_SECRET', this.#clientSecret)
    this.protectWriting(serverSecret)
    this.protectReading(this.#clientSecret)
  }

  /** Returns the certificate whose key the client can check; called before the ServerHello, as OpenSSL does. */
  #chooseIdentity({ extensions }: ClientHello): Identity {
    this.peerSchemes = numberList(
      extensions.get(ExtensionType.signatureAlgorithms) ?? missingExtension('missing sigalgs extension'),
    )
    if (this.peerSchemes.length === 0) throw badExtension()
    if (!this.#options.schemes.some((id) => this.peerSchemes.includes(id)))
      throw new TlsFault(Alert.handshakeFailure, 'no shared signature algorithms')
    const identity = this.#options.identities().find(({ key }) => schemeFor(key, this.peerSchemes))
    if (!identity) throw new TlsFault(Alert.handshakeFailure, 'no suitable signature algorithm')
    return identity
  }

  #emitFlight(identity: Identity | null): void {
    this.#emitExtensions()
    const asks = this.#options.requestsCertificate && !this.resumed
    if (identity) {
      if (asks) this.emitMessage(encodeCertificateRequest(this.#options.schemes))
      this.emitIdentity(identity, schemeFor(identity.key, this.peerSchemes), NONE)
    }
    this.emitFinished(this.writeSecret)
    this.#enterApplicationKeys()
    this.#waiting = asks ? 'certificate' : 'finished'
  }

  #emitExtensions(): void {
    const extensions = new Map<number, Uint8Array>()
    if (this.serverName && !this.resumed) extensions.set(ExtensionType.serverName, NONE)
    if (this.alpn) extensions.set(ExtensionType.alpn, vector(2, vector(1, this.alpn)))
    this.emitMessage(message(MessageType.encryptedExtensions, encodeExtensions(extensions)))
  }

  #enterApplicationKeys(): void {
    const schedule = this.#schedule!
    schedule.advance()
    const digest = this.transcript.digest()
    this.exporterSecret = schedule.derive('exp master', digest)
    const serverSecret = schedule.derive('s ap traffic', digest)
    this.#applicationSecret = schedule.derive('c ap traffic', digest)
    this.keylog('EXPORTER_SECRET', this.exporterSecret)
    this.keylog('SERVER_TRAFFIC_SECRET_0', serverSecret)
    this.protectWriting(serverSecret)
  }

  // --- the client's answer

  #onCertificate(body: Uint8Array): void {
    this.peerChain = readCertificate(body)
    if (this.peerChain.length === 0 && this.#options.requiresCertificate)
      throw new TlsFault(Alert.certificateRequired, 'peer did not return a certificate')
    if (this.peerChain.length > 0) this.services.publicKeyOf(this.peerChain[0]!)
    this.#waiting = this.peerChain.length > 0 ? 'proof' : 'finished'
  }

  #onFinished(body: Uint8Array, whole: Uint8Array): void {
    this.checkFinished(body, this.#clientSecret)
    this.transcript.add(whole)
    this.keylog('CLIENT_TRAFFIC_SECRET_0', this.#applicationSecret)
    this.protectReading(this.#applicationSecret)
    this.#waiting = 'nothing'
    this.phase = 'open'
    this.#emitTickets(this.#schedule!.derive('res master', this.transcript.digest()))
    this.emit({ type: 'handshakeDone' })
  }

  #emitTickets(secret: Uint8Array): void {
    const { ticketLifetime: lifetime, sessionContext: context } = this.#options
    const { random } = this.services
    // Node's callback for the keys of tickets never asks OpenSSL to renew one that was used.
    if (this.resumed) return
    for (let i = 0; i < this.#options.ticketCount; i++) {
      const nonce = number(8, i)
      const ageAdd = random(4).reduce((value, byte) => value * 256 + byte, 0)
      const psk = resumptionKey(this.suite!.hash, secret, nonce)
      const at = this.services.now()
      const session = { suite: this.suite!.id, psk, at, lifetime, ageAdd, chain: this.peerChain, context, ticket: NONE }
      const ticket = sealTicket(this.#options.ticketKeys(), random(12), session)
      this.emitMessage(encodeNewTicket({ lifetime, ageAdd, nonce, ticket }), false)
      this.emit({ type: 'session', session: { ...session, ticket } })
    }
  }
}

/** Reads the client's versions; a hello without the extension offers at most TLS 1.2 (§4.2.1). */
function numberListOfVersions({ extensions }: ClientHello): number[] {
  const bytes = extensions.get(ExtensionType.supportedVersions)
  if (!bytes) return []
  const list = new Reader(new Reader(bytes).vector(1))
  const versions: number[] = []
  while (list.left > 0) versions.push(list.number(2))
  return versions
}

function missingExtension(reason: string): never {
  throw new TlsFault(Alert.missingExtension, reason)
}
