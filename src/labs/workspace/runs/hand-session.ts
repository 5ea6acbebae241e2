import {
  type ContinuedSession,
  isLabError,
  type JournalEntry,
  type Lab,
  type TcpPeer,
} from '../../../runtime/lab/index.ts'
import type { Nanoseconds } from '../../../runtime/network/index.ts'
import { strings } from '../../../strings/index.ts'
import type { LabExercise } from '../lab-exercise.ts'
import type { HandLine, HandPhase, RunState } from './run-state.ts'

const words = strings.peer

/** What the hand asked for and the world has not been told yet. */
type Wish = { kind: 'say'; text: string } | { kind: 'end' } | { kind: 'reset' } | { kind: 'connect' }

/** What there is to know of the hand's connection to take it up again. */
export interface HandMemory {
  ends: Pick<TcpPeer, 'local' | 'remote'> | null
  lines: HandLine[]
}

/**
 * The learner's own end of the wire: a TCP connection from the client's host, opened when the program listens. Wishes are handed
 * over between two steps of the world, so that nothing happens at a time that the world does not know.
 */
export class HandSession {
  readonly #exercise: LabExercise
  readonly #state: RunState
  readonly #wishes: Wish[] = [{ kind: 'connect' }]
  readonly #decoder = new TextDecoder()
  #peer: TcpPeer | null = null
  /** The ends of the latest connection, also when it is no more. */
  #ends: Pick<TcpPeer, 'local' | 'remote'> | null = null
  #isConnecting = false
  /** Received without a newline yet. */
  #rest = ''

  constructor(exercise: LabExercise, state: RunState) {
    this.#exercise = exercise
    this.#state = state
  }

  wish(wish: Wish): void {
    this.#wishes.push(wish)
  }

  get memory(): HandMemory {
    return { ends: this.#ends, lines: [...this.#state.handLines.value] }
  }

  get hasWishes(): boolean {
    return this.#wishes.some(({ kind }) => kind !== 'connect')
  }

  /**
   * A past is gone on from: the connection that it had is this hand's now, with what had been said on it. One that was being opened
   * at that moment is given up, and opened anew. What was said up to a later moment is said again by then, what is heard may be new.
   */
  takeUp(
    session: ContinuedSession,
    { ends, lines: all }: HandMemory,
    done: readonly JournalEntry[],
    { heard, said }: { heard: Nanoseconds; said: Nanoseconds },
  ): void {
    const commands = done.flatMap((entry) => (entry.kind === 'batch' ? entry.batch.commands : []))
    const made = commands.findLast(({ on, op }) => on === `host:${this.#exercise.byHand?.host}` && op === 'connect')
    const lines = all.filter(({ kind, at }) => at * 1e6 <= (kind === 'said' ? said : heard))
    const last = lines.findLast(({ kind, phase }) => kind === 'event' && phase)?.phase
    this.#state.handLines.value = lines
    this.#state.hand.value = last ?? 'waiting'
    if (last === 'closed') this.#wishes.length = 0
    if (made === undefined || ends === null || last !== 'open') return
    this.#wishes.length = 0
    this.#ends = ends
    this.#peer = session.formerPeer(made.id, ends)
  }

  /** Does what was asked for, and hears what came. */
  async look(lab: Lab): Promise<void> {
    const wish = this.#exercise.byHand ? this.#wishes[0] : undefined
    if (wish?.kind === 'connect') {
      if (await this.#isListening(lab)) {
        this.#wishes.shift()
        this.#connect(lab)
      }
    } else if (wish && this.#peer) {
      this.#wishes.shift()
      await this.#act(this.#peer, wish, lab.clock.now)
    }
    if (this.#peer) await this.#hear(this.#peer, lab.clock.now)
  }

  async #isListening(lab: Lab): Promise<boolean> {
    if (this.#isConnecting || this.#peer) return false
    const rows = await lab.host(this.#exercise.host).sockets()
    return rows.some((row) => row.state === 'LISTEN' && row.local.port === this.#exercise.byHand?.port)
  }

  /** Connecting takes virtual time, which `#pace` lets pass: it is waited for there, not here. */
  #connect(lab: Lab): void {
    const { host, port } = this.#exercise.byHand!
    const to = `${this.#exercise.host}:${port}`
    this.#isConnecting = true
    this.#state.hand.value = 'connecting'
    this.#note('event', words.connecting(to), lab.clock.now, 'connecting')
    lab
      .host(host)
      .connect(this.#exercise.host, port, { within: '60s' })
      .then((peer) => {
        this.#peer = peer
        this.#ends = { local: peer.local, remote: peer.remote }
        this.#rest = ''
        this.#state.hand.value = 'open'
        this.#note('event', words.connected(to, `${peer.local.address}:${peer.local.port}`), lab.clock.now, 'open')
      })
      .catch((error) => {
        this.#state.hand.value = 'closed'
        this.#note('event', words.failed(isLabError(error) ? error.seen : String(error)), lab.clock.now, 'closed')
      })
      .finally(() => {
        this.#isConnecting = false
      })
  }

  async #act(peer: TcpPeer, wish: Wish, now: number): Promise<void> {
    if (wish.kind === 'say') {
      await peer.send(wish.text)
      this.#note('said', wish.text.replaceAll('\n', '↵'), now)
    } else if (wish.kind === 'end') {
      await peer.end()
      this.#note('event', words.youEnded, now)
    } else if (wish.kind === 'reset') {
      await peer.reset()
      this.#close(words.youReset, now)
    }
  }

  /** Reads what has arrived, and notices the end. */
  async #hear(peer: TcpPeer, now: number): Promise<void> {
    const { unread, state } = await peer.stats()
    if (unread > 0) this.#heard(this.#decoder.decode(await peer.bytes(unread), { stream: true }), now)
    if (state === 'CLOSE_WAIT' || state === 'LAST_ACK' || state === 'TIME_WAIT') {
      this.#flush(now)
      await peer.end()
      this.#close(words.ended, now)
    } else if (state === 'CLOSED') {
      this.#flush(now)
      this.#close(words.wasReset, now)
    }
  }

  #heard(text: string, now: number): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#note('heard', line, now)
  }

  #flush(now: number): void {
    if (this.#rest !== '') this.#note('heard', this.#rest, now)
    this.#rest = ''
  }

  #close(why: string, now: number): void {
    this.#peer = null
    this.#state.hand.value = 'closed'
    this.#note('event', why, now, 'closed')
  }

  #note(kind: HandLine['kind'], text: string, at: number, phase?: HandPhase): void {
    const kept = this.#state.handLines.value.slice(-499)
    this.#state.handLines.value = [...kept, { kind, text, at, ...(phase && { phase }) }]
  }
}
