import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { concatenate, Errno, type Nanoseconds, type TcpSocket } from '#network'
import type { Data, Endpoint, Explicit, TcpStats } from '../api/index.ts'
import { formatDuration, toMilliseconds, toNanoseconds } from '../duration.ts'
import { count } from '../text.ts'
import { decode, encode } from './byte-queue.ts'
import type { Context } from './context.ts'
import type { CallContext, Operation, Subject } from './subject.ts'
import { TcpReader } from './tcp-reader.ts'
import { TcpSender } from './tcp-sender.ts'
import { type Done, done, Failure, type Wait, waitFor, waitThrough } from './wait.ts'

/** Limit on the data of one `send`, repeats included. */
const MOST_BYTES = 256 << 20

export interface TcpPeerOptions {
  context: Context
  socket: TcpSocket
  hostName: string
  /** Name of the other end in sentences: `server:9000`. */
  remoteName: string
  paused: boolean
}

/** One end of a TCP connection, driven by a test. */
export class TcpPeer implements Subject {
  readonly #context: Context
  readonly #socket: TcpSocket
  readonly #hostName: string
  readonly #remoteName: string
  readonly #local: Endpoint
  readonly #remote: Endpoint
  readonly #sender: TcpSender
  readonly #reader: TcpReader
  /** Number of the connection in opening order, from 1. */
  readonly #number: number
  #closed = false
  #isWorking = false
  #hasNews = false

  constructor({ context, socket, hostName, remoteName, paused }: TcpPeerOptions) {
    this.#context = context
    this.#socket = socket
    this.#hostName = hostName
    this.#remoteName = remoteName
    this.#local = socket.localEndpoint()!
    this.#remote = socket.remoteEndpoint()!
    this.#number = context.peers.add(this)
    this.#reader = new TcpReader(socket, paused)
    this.#sender = new TcpSender({
      socket,
      clock: context.world.network.clock,
      schedule: context.peers.scheduleOf(this.#number),
      random: context.peers.randomOf(this.#number),
      delivered: () => context.world.delivered(socket),
      wake: () => this.#onReadiness(),
    })
    socket.onReadiness = () => this.#onReadiness()
    this.#onReadiness()
  }

  /** Both ends, for the test's handle. */
  get ends(): { local: Endpoint; remote: Endpoint } {
    return { local: this.#local, remote: this.#remote }
  }

  /** The schedule's difference from `whole`, or null. */
  get segmentation(): Explicit | null {
    const { cut, join } = this.#sender
    return cut.length + join.length === 0 ? null : { kind: 'explicit', cut, join, connection: this.#number }
  }

  /** Called before the world runs: cuts the pending data and sends what may go. */
  beforeRun(): void {
    if (this.#closed) return
    this.#sender.flush()
    this.#onReadiness()
  }

  /** The test is done with it: closes normally, so that the program at the other end can finish too. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.onReadiness = null
    this.#socket.close()
  }

  readonly operations: Record<string, Operation> = {
    send: ([data, options]: [Data[], { gap?: number; times?: number }]) => this.#send(data, options),
    end: () => this.#sender.finish('end'),
    reset: () => {
      this.#sender.finish('reset')
      this.#reader.forget()
    },
    pause: () => this.#reader.pause(),
    resume: () => {
      this.#reader.resume()
      this.#onReadiness()
    },
    vanish: () => this.#context.links.silence(this.#hostName, this.#local, this.#remote),
    ask: ([text]: [string], call) => {
      this.#send([text], {})
      return this.#line(call)
    },
    line: (_, call) => this.#line(call),
    lines: ([n]: [number], call) => this.#lines(n, call),
    bytes: ([n]: [number], call) => this.#bytes(n, call),
    rest: (_, call) => this.#rest(call, () => decode(this.#reader.bytes.takeAll())),
    digest: (_, call) => this.#rest(call, () => this.#digest()),
    expectEnd: (_, call) => this.#expectEnd(call),
    expectReset: ([afterData]: [boolean], call) => this.#expectReset(afterData, call),
    expectSilence: ([ms]: [number]) => this.#expectSilence(ms),
    stats: () => this.#stats(),
  }

  /** A socket may report readiness from within one of our calls: the running code then handles it. */
  #onReadiness(): void {
    this.#hasNews = true
    if (this.#isWorking) return
    this.#isWorking = true
    while (this.#hasNews) {
      this.#hasNews = false
      this.#reader.drain()
      this.#sender.pump()
    }
    this.#isWorking = false
  }

  #send(data: Data[], { gap, times }: { gap?: number; times?: number }): void {
    const pieces = data.map(encode)
    const total = pieces.reduce((sum, piece) => sum + piece.length, 0) * (times ?? 1)
    if (total > MOST_BYTES) throw new Failure('MISUSE', `at most ${MOST_BYTES} bytes in one send`, `${total} bytes`)
    // Repeats are for long streams: without a gap they are one piece, sent as fast as the connection accepts.
    const repeated = times === undefined ? pieces : Array.from({ length: times }, () => pieces).flat()
    const asOne = times !== undefined && gap === undefined
    this.#sender.send(asOne ? [concatenate(repeated)] : repeated, gap === undefined ? undefined : toNanoseconds(gap))
  }

  #line(call: CallContext): Wait {
    const expected = `a line from ${this.#remoteName} ${call.within}`
    return this.#read(call, expected, 'line', () => {
      const line = this.#reader.bytes.takeLine()
      return line === null ? null : done(line)
    })
  }

  #lines(n: number, call: CallContext): Wait {
    const expected = `${count(n, 'line')} from ${this.#remoteName} ${call.within}`
    return this.#read(call, expected, 'line', () => {
      if (this.#reader.bytes.countLines() < n) return null
      return done(Array.from({ length: n }, () => this.#reader.bytes.takeLine()))
    })
  }

  #bytes(n: number, call: CallContext): Wait {
    const expected = `${count(n, 'byte')} from ${this.#remoteName} ${call.within}`
    return this.#read(call, expected, 'bytes', () =>
      this.#reader.bytes.length < n ? null : done(this.#reader.bytes.take(n)),
    )
  }

  /** A wait for data: fails if the stream ends first. */
  #read(call: CallContext, expected: string, unit: 'line' | 'bytes', take: () => Done | null): Wait {
    const poll = () => {
      const taken = take()
      if (taken || this.#reader.end === 'open') return taken
      throw this.#failure(this.#reader.end === 'fin' ? 'END' : 'RESET', expected, unit)
    }
    return this.#wait(call, expected, poll, unit)
  }

  #rest(call: CallContext, take: () => unknown): Wait {
    const expected = `everything up to the end (FIN) from ${this.#remoteName} ${call.within}`
    return this.#wait(call, expected, () => {
      if (this.#reader.end === 'open') return null
      if (this.#reader.end === 'fin') return done(take())
      throw this.#failure('RESET', expected)
    })
  }

  #expectEnd(call: CallContext): Wait {
    const expected = `the end of the stream (FIN) from ${this.#remoteName}, and nothing before it, ${call.within}`
    return this.#wait(call, expected, () => {
      if (this.#reader.bytes.length > 0) throw this.#failure('UNEXPECTED', expected)
      if (this.#reader.end === 'open') return null
      if (this.#reader.end === 'fin') return done()
      throw this.#failure('RESET', expected)
    })
  }

  #expectReset(afterData: boolean, call: CallContext): Wait {
    const expected = `a reset (RST) from ${this.#remoteName}${afterData ? '' : ', and nothing before it,'} ${call.within}`
    return this.#wait(call, expected, () => {
      if (!afterData && this.#reader.bytes.length > 0) throw this.#failure('UNEXPECTED', expected)
      if (this.#reader.end === 'open') return null
      if (this.#reader.end === 'reset') return done()
      throw this.#failure('END', expected)
    })
  }

  #expectSilence(ms: number): Wait {
    const expected = `nothing from ${this.#remoteName} for ${formatDuration(ms)}`
    return waitThrough(this.#context.world.network.clock.now + toNanoseconds(ms), () => {
      if (this.#reader.bytes.length > 0 || this.#reader.end !== 'open') throw this.#failure('UNEXPECTED', expected)
    })
  }

  #wait(call: CallContext, expected: string, poll: () => Done | null, unit: 'line' | 'bytes' = 'bytes'): Wait {
    return waitFor({
      deadline: call.deadline,
      expected,
      poll,
      seen: () => this.#reader.describe(unit),
      packets: () => this.#packets(),
    })
  }

  #failure(code: 'END' | 'RESET' | 'UNEXPECTED', expected: string, unit: 'line' | 'bytes' = 'bytes'): Failure {
    return new Failure(code, expected, this.#reader.describe(unit), this.#packets())
  }

  #packets(): number[] {
    return this.#context.packets.latestOf(this.#local, this.#remote)
  }

  #digest(): { length: number; sha256: string } {
    const bytes = this.#reader.bytes.takeAll()
    return { length: bytes.length, sha256: bytesToHex(sha256(bytes)) }
  }

  #stats(): TcpStats {
    const stats = this.#socket.stats()
    return {
      state: stats.state,
      bytesIn: stats.payloadReceived,
      bytesOut: stats.payloadAcked + stats.unacknowledged,
      unread: stats.unread + this.#reader.bytes.length,
      unacked: stats.unacknowledged,
      sendWindow: stats.sndWnd,
      mss: stats.sndMss,
      rttMs: stats.smoothedRtt === null ? null : toMilliseconds(stats.smoothedRtt),
    }
  }
}

/** Why a connection could not be opened, by the socket's error. */
export function connectFailure(error: number, expected: string, now: Nanoseconds): Failure {
  const at = `at ${toMilliseconds(now)} ms`
  if (error === Errno.ECONNREFUSED) return new Failure('REFUSED', expected, `the connection refused ${at} (RST)`)
  if (error === Errno.ETIMEDOUT) return new Failure('TIMEOUT', expected, `no answer: the kernel gave up ${at}`)
  if (error === Errno.EHOSTUNREACH || error === Errno.ENETUNREACH)
    return new Failure('UNREACHABLE', expected, `no way there, the network says ${at}`)
  return new Failure('UNEXPECTED', expected, `error ${error} ${at}`)
}
