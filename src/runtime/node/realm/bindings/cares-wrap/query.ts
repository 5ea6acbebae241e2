import { DnsCode, type DnsMessage, type DnsQuestion, dnsQuery, emitDns, ParseError, parseDns } from '#network'
import { type KernelEvent, Op, PUSH, Ready } from '../../../syscalls/index.ts'
import type { RealmContext } from '../../context.ts'
import { Descriptor } from '../../handles/index.ts'
import type { Any } from '../../types.ts'
import { type Server, StreamExchange } from './stream-exchange.ts'

const DATAGRAM = 2
const ECONNREFUSED = 111

export interface QueryPlan {
  question: DnsQuestion
  servers: readonly Server[]
  /** Number of tries per server. */
  tries: number
  /** Timeout per server in the first round, in ms; it doubles in each round, up to `maxTimeout`. */
  timeout: number
  /** 0: no limit. */
  maxTimeout: number
  localAddress: { 4: string; 6: string }
}

/** Error names by a message's code. */
const ERRORS: Readonly<Record<number, string>> = {
  [DnsCode.FORMERR]: 'EFORMERR',
  [DnsCode.SERVFAIL]: 'ESERVFAIL',
  [DnsCode.NXDOMAIN]: 'ENOTFOUND',
  [DnsCode.NOTIMP]: 'ENOTIMP',
  [DnsCode.REFUSED]: 'EREFUSED',
}
/** Codes after which the next server is asked. */
const ASK_ANOTHER: ReadonlySet<number> = new Set([DnsCode.SERVFAIL, DnsCode.NOTIMP, DnsCode.REFUSED])

type Done = (error: string | null, message?: DnsMessage) => void

/** One pending question: the current server, the time left and the answer (RFC 1035 §7). */
export class Query {
  readonly #realm: RealmContext
  readonly #plan: QueryPlan
  readonly #done: Done
  readonly #id: number
  readonly #descriptor: Descriptor
  /** The same question over TCP, once an answer over UDP was truncated. */
  #stream: StreamExchange | null = null
  #attempt = -1
  #timer: Any = null
  #ended = false
  /** Error reported when no server is left. */
  #problem = 'ETIMEOUT'

  constructor(realm: RealmContext, plan: QueryPlan, done: Done) {
    this.#realm = realm
    this.#plan = plan
    this.#done = done
    realm.kernel.call(Op.random, 2)
    const [high = 0, low = 0] = realm.kernel.out.bytes ?? []
    this.#id = (high << 8) | low
    this.#descriptor = new Descriptor(realm, (event) => this.#onEvent(event))
    realm.loop.requestBegan()
    this.#askNext()
  }

  /** Whether it has not been answered yet. */
  get isOpen(): boolean {
    return !this.#ended
  }

  cancel(): void {
    this.#end('ECANCELLED')
  }

  #askNext(): void {
    this.#leaveServer()
    this.#attempt++
    const { servers, tries, timeout, maxTimeout } = this.#plan
    const server = servers[this.#attempt % servers.length]
    if (server === undefined || this.#attempt >= servers.length * tries) {
      this.#end(this.#problem)
      return
    }
    const wait = timeout * 2 ** Math.floor(this.#attempt / servers.length)
    const { setTimeout } = this.#realm.require('timers')
    if (this.#ask(server) < 0) {
      this.#problem = 'ECONNREFUSED'
      this.#askNext()
    } else
      this.#timer = setTimeout(
        () => {
          this.#problem = 'ETIMEOUT'
          this.#askNext()
        },
        maxTimeout > 0 ? Math.min(wait, maxTimeout) : wait,
      )
  }

  /** Sends the question. Returns 0 or -errno. A connected socket gets errors for a closed port, and no datagrams from other servers. */
  #ask({ family, address, port }: Server): number {
    const { kernel } = this.#realm
    const opened = this.#descriptor.ensure(family, DATAGRAM)
    if (opened < 0) return opened
    const { fd } = this.#descriptor
    const local = this.#plan.localAddress[family]
    const bound = local === '' ? 0 : kernel.call(Op.bind, fd, 0, 0, local)
    if (bound < 0) return bound
    const connected = kernel.call(Op.connect, fd, port, 0, address)
    if (connected < 0) return connected
    this.#descriptor.watch(Ready.IN | PUSH)
    return Math.min(kernel.call(Op.send, fd, 0, 0, '', this.#message()), 0)
  }

  #message(): Uint8Array {
    return emitDns(dnsQuery(this.#id, this.#plan.question))
  }

  #onEvent({ error, bytes }: KernelEvent): void {
    if (error > 0) {
      this.#problem = error === ECONNREFUSED ? 'ECONNREFUSED' : 'ETIMEOUT'
      this.#askNext()
    } else if (bytes !== null) this.#onMessage(parseDns(bytes))
  }

  #onMessage(message: DnsMessage | ParseError): void {
    if (message instanceof ParseError) {
      this.#end('EBADRESP')
      return
    }
    if (!this.#isAnswer(message)) return
    if (message.isTruncated && this.#stream === null) this.#askByStream()
    else if (
      ASK_ANOTHER.has(message.code) &&
      this.#attempt % this.#plan.servers.length < this.#plan.servers.length - 1
    ) {
      this.#problem = ERRORS[message.code]!
      this.#askNext()
    } else if (message.code !== DnsCode.NOERROR) this.#end(ERRORS[message.code] ?? 'EBADRESP')
    else this.#end(null, message)
  }

  /** Returns whether the message answers this question, not another's or a forged one. */
  #isAnswer({ id, isResponse, questions }: DnsMessage): boolean {
    const { question } = this.#plan
    const [repeated] = questions
    const plain = (name: string) => name.toLowerCase().replace(/\.$/, '')
    return (
      id === this.#id &&
      isResponse &&
      repeated !== undefined &&
      repeated.type === question.type &&
      plain(repeated.name) === plain(question.name)
    )
  }

  #leaveServer(): void {
    if (this.#timer !== null) this.#realm.require('timers').clearTimeout(this.#timer)
    this.#timer = null
    this.#descriptor.close()
    this.#stream?.close()
    this.#stream = null
  }

  /** Asks the same server over TCP, within the rest of its time. */
  #askByStream(): void {
    const { servers, localAddress } = this.#plan
    const server = servers[this.#attempt % servers.length]!
    this.#descriptor.close()
    this.#stream = new StreamExchange(this.#realm, this.#message(), (answer) => {
      if (answer === null) {
        this.#problem = 'ECONNREFUSED'
        this.#askNext()
      } else this.#onMessage(parseDns(answer))
    })
    this.#stream.begin(server, localAddress[server.family])
  }

  #end(error: string | null, message?: DnsMessage): void {
    this.#ended = true
    this.#leaveServer()
    this.#realm.loop.requestEnded()
    this.#done(error, message)
  }
}
