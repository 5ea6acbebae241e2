/**
 * A TLS 1.3 connection (RFC 8446) without I/O: bytes in, bytes and events out. Not constant in time and not reviewed as a security product: it
 * protects nothing but simulated worlds.
 */
import { concatenate } from '#network'
import type { AsymmetricKey } from '../../keys/index.ts'
import { sameBytes } from './bytes.ts'
import {
  encodeCertificate,
  encodeCertificateVerify,
  readCertificateVerify,
  signedContent,
} from './certificate-messages.ts'
import { Alert, illegalParameter, receivedAlert, TlsFault, unexpectedMessage } from './faults.ts'
import type { KeyPair } from './groups.ts'
import { MessageType, message } from './hello.ts'
import { exportKey, finishedData, nextSecret } from './key-schedule.ts'
import { type Content, ContentType, Protection, RecordReader, RecordWriter } from './records.ts'
import type { Session } from './session.ts'
import { type Scheme, schemeById, suits } from './signature-schemes.ts'
import type { Suite } from './suites.ts'
import { Transcript } from './transcript.ts'

/** What a connection needs of its surroundings. */
export interface Services {
  random(size: number): Uint8Array
  /** Milliseconds since 1970. */
  now(): number
  sign(key: AsymmetricKey, scheme: Scheme, content: Uint8Array): Uint8Array
  verify(key: AsymmetricKey, scheme: Scheme, content: Uint8Array, signature: Uint8Array): boolean
  /** Returns a certificate's key; throws a `bad_certificate` fault. */
  publicKeyOf(certificate: Uint8Array): AsymmetricKey
}

/** A key with its certificates, the own one first. */
export interface Identity {
  readonly key: AsymmetricKey
  readonly chain: readonly Uint8Array[]
}

export type TlsEvent =
  | { readonly type: 'handshakeStart' | 'handshakeDone' | 'end' }
  | { readonly type: 'clientHello' }
  | { readonly type: 'keylog'; readonly line: string }
  | { readonly type: 'session'; readonly session: Session }
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  | { readonly type: 'error'; readonly fault: TlsFault }

export type Side = 'client' | 'server'
export type Phase = 'idle' | 'handshake' | 'open' | 'closed' | 'failed'

const LARGEST_MESSAGE = 131_072
const WARNING = 1
const FATAL = 2
const USER_CANCELED = 90
const MOST_KEY_UPDATES = 32

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Common part of both sides: records, alerts, key updates, application data. */
export abstract class Connection {
  abstract readonly side: Side
  protected readonly services: Services
  protected readonly reader = new RecordReader()
  protected readonly writer = new RecordWriter()
  protected readonly transcript = new Transcript()
  phase: Phase = 'idle'
  suite: Suite | null = null
  /** The agreed group's keys. */
  keyPair: KeyPair | null = null
  alpn: Uint8Array | null = null
  serverName: string | null = null
  peerChain: readonly Uint8Array[] = []
  peerSchemes: readonly number[] = []
  resumed = false
  /** verify_data of both Finished messages. */
  ownFinished: Uint8Array | null = null
  peerFinished: Uint8Array | null = null
  #output: Uint8Array[] = []
  #events: TlsEvent[] = []
  #partial: Uint8Array = new Uint8Array(0)
  #sentClose = false
  #receivedClose = false
  #keyUpdates = 0
  protected paused = false
  protected clientRandom: Uint8Array = new Uint8Array(32)
  protected readSecret: Uint8Array = new Uint8Array(0)
  protected writeSecret: Uint8Array = new Uint8Array(0)
  protected exporterSecret: Uint8Array = new Uint8Array(0)

  constructor(services: Services) {
    this.services = services
  }

  protected abstract onHandshake(type: number, body: Uint8Array, whole: Uint8Array): void

  // --- what the owner calls

  receive(bytes: Uint8Array): void {
    if (this.phase === 'failed' || this.#receivedClose) return
    this.reader.push(bytes)
    if (this.paused && this.reader.waiting > LARGEST_MESSAGE) this.abort(unexpectedMessage())
    else this.advance()
  }

  /** Processes what has been received. Every failure becomes an alert and an event. */
  protected advance(): void {
    this.guard(() => {
      while (!this.paused && !this.#receivedClose) {
        const content = this.reader.next(this.phase !== 'open')
        if (!content) return
        this.#onContent(content)
      }
    })
  }

  protected guard(act: () => void): void {
    try {
      act()
    } catch (error) {
      if (!(error instanceof TlsFault)) throw error
      this.#fail(error)
    }
  }

  /** Sends application data. The handshake must be done. */
  write(bytes: Uint8Array): void {
    if (!this.canWrite) return
    this.emitRecord(ContentType.applicationData, bytes)
  }

  /** Sends close_notify (§6.1). Data may still come. */
  close(): void {
    if (this.#sentClose || this.phase === 'failed' || this.phase === 'idle') return
    this.#sentClose = true
    this.emitRecord(ContentType.alert, Uint8Array.of(WARNING, Alert.closeNotify))
  }

  /** Ends the connection for a reason of the owner's. */
  abort(fault: TlsFault): void {
    this.guard(() => {
      throw fault
    })
  }

  /** Changes the own keys and asks the peer to do the same (§4.6.3). */
  updateKeys(requestsPeer: boolean): void {
    if (this.phase !== 'open') return
    this.emitMessage(message(MessageType.keyUpdate, Uint8Array.of(requestsPeer ? 1 : 0)), false)
    this.writeSecret = nextSecret(this.suite!.hash, this.writeSecret)
    this.writer.protection = new Protection(this.suite!, this.writeSecret)
  }

  exportKeyingMaterial(length: number, label: string, context: Uint8Array): Uint8Array {
    return exportKey(this.suite!.hash, this.exporterSecret, label, context, length)
  }

  /** Returns what is known of the session before a ticket comes; null during the handshake. Nothing can be resumed from it. */
  sessionWithoutTicket(): Session | null {
    if (!this.suite || this.ownFinished === null || this.peerFinished === null) return null
    const empty = new Uint8Array(0)
    const at = this.services.now()
    return {
      suite: this.suite.id,
      psk: empty,
      at,
      lifetime: 0,
      ageAdd: 0,
      ticket: empty,
      chain: this.peerChain,
      context: empty,
    }
  }

  set largestFragment(size: number) {
    this.writer.largest = size
  }

  takeOutput(): Uint8Array {
    const output = concatenate(this.#output)
    this.#output = []
    return output
  }

  nextEvent(): TlsEvent | undefined {
    return this.#events.shift()
  }

  // --- for both sides

  protected emit(event: TlsEvent): void {
    this.#events.push(event)
  }

  protected emitRecord(type: number, bytes: Uint8Array, version?: number): void {
    this.#output.push(...this.writer.encode(type, bytes, version))
  }

  protected emitMessage(whole: Uint8Array, counts = true, version?: number): void {
    if (counts) this.transcript.add(whole)
    this.emitRecord(ContentType.handshake, whole, version)
  }

  /** Logs a secret in the format of NSS. */
  protected keylog(label: string, secret: Uint8Array): void {
    this.emit({ type: 'keylog', line: `${label} ${hex(this.clientRandom)} ${hex(secret)}\n` })
  }

  protected protectReading(secret: Uint8Array): void {
    // Messages must not span a change of keys (§5.1).
    if (this.#partial.length > 0) throw unexpectedMessage()
    this.readSecret = secret
    this.reader.protection = new Protection(this.suite!, secret)
  }

  protected protectWriting(secret: Uint8Array): void {
    this.writeSecret = secret
    this.writer.protection = new Protection(this.suite!, secret)
  }

  /** Sends one change_cipher_spec for middleboxes (appendix D.4). */
  protected emitChangeCipherSpec(): void {
    this.emitRecord(ContentType.changeCipherSpec, Uint8Array.of(1))
  }

  /** Checks the peer's Finished (§4.4.4). */
  protected checkFinished(body: Uint8Array, secret: Uint8Array): void {
    if (!sameBytes(body, finishedData(this.suite!.hash, secret, this.transcript.digest())))
      throw new TlsFault(Alert.decryptError, 'digest check failed')
    this.peerFinished = body.slice()
  }

  protected emitFinished(secret: Uint8Array): void {
    this.ownFinished = finishedData(this.suite!.hash, secret, this.transcript.digest())
    this.emitMessage(message(MessageType.finished, this.ownFinished))
  }

  /** Sends the own certificates and the proof of the key (§4.4.2, §4.4.3). */
  protected emitIdentity(identity: Identity | null, scheme: Scheme | undefined, context: Uint8Array): void {
    this.emitMessage(encodeCertificate(context, identity && scheme ? identity.chain : []))
    if (!identity || !scheme) return
    const content = signedContent(this.side, this.transcript.digest())
    this.emitMessage(encodeCertificateVerify(scheme.id, this.services.sign(identity.key, scheme, content)))
  }

  /** Checks that the peer has the key of its certificate (§4.4.3). */
  protected checkProof(body: Uint8Array): void {
    const { scheme: id, signature } = readCertificateVerify(body)
    const scheme = schemeById(id)
    const key = this.services.publicKeyOf(this.peerChain[0]!)
    if (!scheme || !suits(scheme, key)) throw illegalParameter('wrong signature type')
    const content = signedContent(this.side === 'client' ? 'server' : 'client', this.transcript.digest())
    if (!this.services.verify(key, scheme, content, signature)) throw new TlsFault(Alert.decryptError, 'bad signature')
  }

  #fail(fault: TlsFault): void {
    if (fault.alert !== null && !fault.received) {
      this.emitRecord(ContentType.alert, Uint8Array.of(FATAL, fault.alert))
    }
    this.phase = 'failed'
    this.emit({ type: 'error', fault })
  }

  // --- content

  #onContent({ type, bytes }: Content): void {
    if (type !== ContentType.handshake && this.#partial.length > 0) throw unexpectedMessage()
    switch (type) {
      case ContentType.handshake:
        if (bytes.length === 0) throw unexpectedMessage()
        this.#onHandshakeBytes(bytes)
        return
      case ContentType.alert:
        this.#onAlert(bytes)
        return
      case ContentType.changeCipherSpec:
        if (this.phase !== 'handshake' || bytes.length !== 1 || bytes[0] !== 1) throw unexpectedMessage()
        return
      case ContentType.applicationData:
        if (this.phase !== 'open') throw unexpectedMessage()
        this.#keyUpdates = 0
        if (bytes.length > 0) this.emit({ type: 'data', bytes: bytes.slice() })
        return
      default:
        throw unexpectedMessage()
    }
  }

  #onHandshakeBytes(bytes: Uint8Array): void {
    let all = this.#partial.length > 0 ? concatenate([this.#partial, bytes]) : bytes
    this.#partial = new Uint8Array(0)
    while (all.length >= 4) {
      const length = all[1]! * 65_536 + all[2]! * 256 + all[3]!
      if (length > LARGEST_MESSAGE) throw new TlsFault(Alert.illegalParameter, 'excessive message size')
      if (all.length < 4 + length) break
      const whole = all.slice(0, 4 + length)
      all = all.subarray(4 + length)
      this.#partial = all
      this.#onMessage(whole[0]!, whole.subarray(4), whole)
    }
    this.#partial = all.slice()
  }

  #onMessage(type: number, body: Uint8Array, whole: Uint8Array): void {
    if (this.paused) throw unexpectedMessage()
    if (type === MessageType.keyUpdate && this.phase === 'open') this.#onKeyUpdate(body)
    else this.onHandshake(type, body, whole)
  }

  #onKeyUpdate(body: Uint8Array): void {
    if (body.length !== 1) throw new TlsFault(Alert.decodeError, 'bad key update')
    if (body[0]! > 1) throw new TlsFault(Alert.illegalParameter, 'bad key update')
    if (++this.#keyUpdates > MOST_KEY_UPDATES) throw new TlsFault(Alert.unexpectedMessage, 'too many key updates')
    this.protectReading(nextSecret(this.suite!.hash, this.readSecret))
    if (body[0] === 1 && !this.#sentClose) this.updateKeys(false)
  }

  #onAlert(bytes: Uint8Array): void {
    const [level, description] = bytes
    if (bytes.length !== 2 || level === undefined || description === undefined)
      throw new TlsFault(Alert.unexpectedMessage, 'invalid alert')
    if (description === Alert.closeNotify) {
      this.#receivedClose = true
      if (this.phase === 'open') this.phase = 'closed'
      this.emit({ type: 'end' })
      return
    }
    // The level says nothing in TLS 1.3 (§6), and this one alert is a warning.
    if (description === USER_CANCELED && this.phase !== 'open') return
    throw receivedAlert(description)
  }

  /** Half-closed: the peer reads on after its close_notify (§6.1). */
  get canWrite(): boolean {
    return (this.phase === 'open' || this.phase === 'closed') && !this.#sentClose
  }
}
