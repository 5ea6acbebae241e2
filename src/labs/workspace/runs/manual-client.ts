import { type ContinuedSession, isLabError, type JournalEntry, type Lab, type TcpPeer } from '#lab'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { LabExercise } from '../lab-exercise.ts'
import type { ManualLine, ManualPhase, RunState } from './run-state.ts'

const words = strings.peer

/** An action that the learner asked for and the world has not executed yet. */
type ManualAction = { kind: 'say'; text: string } | { kind: 'end' } | { kind: 'reset' } | { kind: 'connect' }

/** Data needed to resume the manual client's connection. */
export interface ManualClientState {
  ends: Pick<TcpPeer, 'local' | 'remote'> | null
  lines: ManualLine[]
}

/**
 * The manual client: a TCP connection from the client's host, opened when the program listens. Actions are executed
 * between two steps of the world, so that each has a virtual time.
 */
export class ManualClient {
  readonly #exercise: LabExercise
  readonly #state: RunState
  readonly #pending: ManualAction[] = [{ kind: 'connect' }]
  readonly #decoder = new TextDecoder()
  #peer: TcpPeer | null = null
  /** Addresses of the latest connection, also after it has closed. */
  #ends: Pick<TcpPeer, 'local' | 'remote'> | null = null
  #isConnecting = false
  /** Received text without a newline yet. */
  #rest = ''

  constructor(exercise: LabExercise, state: RunState) {
    this.#exercise = exercise
    this.#state = state
  }

  act(action: ManualAction): void {
    this.#pending.push(action)
  }

  get state(): ManualClientState {
    return { ends: this.#ends, lines: [...this.#state.manualLines.value] }
  }

  get hasActions(): boolean {
    return this.#pending.some(({ kind }) => kind !== 'connect')
  }

  /**
   * Resumes the connection of a replayed run, with the lines exchanged on it. A connection that was still being opened
   * at that moment is dropped and opened again. Lines sent up to `said` are sent again by the replay; answers after
   * `heard` may differ.
   */
  resume(
    session: ContinuedSession,
    { ends, lines: all }: ManualClientState,
    done: readonly JournalEntry[],
    { heard, said }: { heard: Nanoseconds; said: Nanoseconds },
  ): void {
    const commands = done.flatMap((entry) => (entry.kind === 'batch' ? entry.batch.commands : []))
    const made = commands.findLast(({ on, op }) => on === `host:${this.#exercise.byHand?.host}` && op === 'connect')
    const lines = all.filter(({ kind, at }) => at * 1e6 <= (kind === 'said' ? said : heard))
    const last = lines.findLast(({ kind, phase }) => kind === 'event' && phase)?.phase
    this.#state.manualLines.value = lines
    this.#state.manualPhase.value = last ?? 'waiting'
    if (last === 'closed') this.#pending.length = 0
    if (made === undefined || ends === null || last !== 'open') return
    this.#pending.length = 0
    this.#ends = ends
    this.#peer = session.formerPeer(made.id, ends)
  }

  /** Executes the next action and reads what has arrived. */
  async look(lab: Lab): Promise<void> {
    const action = this.#exercise.byHand ? this.#pending[0] : undefined
    if (action?.kind === 'connect') {
      if (await this.#isListening(lab)) {
        this.#pending.shift()
        this.#connect(lab)
      }
    } else if (action && this.#peer) {
      this.#pending.shift()
      await this.#perform(this.#peer, action, lab.clock.now)
    }
    if (this.#peer) await this.#hear(this.#peer, lab.clock.now)
  }

  async #isListening(lab: Lab): Promise<boolean> {
    if (this.#isConnecting || this.#peer) return false
    const rows = await lab.host(this.#exercise.host).sockets()
    return rows.some((row) => row.state === 'LISTEN' && row.local.port === this.#exercise.byHand?.port)
  }

  /** Connecting takes virtual time, which passes in `#pace`; that is why this does not wait. */
  #connect(lab: Lab): void {
    const { host, port } = this.#exercise.byHand!
    const to = `${this.#exercise.host}:${port}`
    this.#isConnecting = true
    this.#state.manualPhase.value = 'connecting'
    this.#note('event', words.connecting(to), lab.clock.now, 'connecting')
    lab
      .host(host)
      .connect(this.#exercise.host, port, { within: '60s' })
      .then((peer) => {
        this.#peer = peer
        this.#ends = { local: peer.local, remote: peer.remote }
        this.#rest = ''
        this.#state.manualPhase.value = 'open'
        this.#note('event', words.connected(to, `${peer.local.address}:${peer.local.port}`), lab.clock.now, 'open')
      })
      .catch((error) => {
        this.#state.manualPhase.value = 'closed'
        this.#note('event', words.failed(isLabError(error) ? error.seen : String(error)), lab.clock.now, 'closed')
      })
      .finally(() => {
        this.#isConnecting = false
      })
  }

  async #perform(peer: TcpPeer, action: ManualAction, now: number): Promise<void> {
    if (action.kind === 'say') {
      await peer.send(action.text)
      this.#note('said', action.text.replaceAll('\n', '↵'), now)
    } else if (action.kind === 'end') {
      await peer.end()
      this.#note('event', words.youEnded, now)
    } else if (action.kind === 'reset') {
      await peer.reset()
      this.#close(words.youReset, now)
    }
  }

  /** Reads what has arrived, and notices the end of the connection. */
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
    this.#state.manualPhase.value = 'closed'
    this.#note('event', why, now, 'closed')
  }

  #note(kind: ManualLine['kind'], text: string, at: number, phase?: ManualPhase): void {
    const kept = this.#state.manualLines.value.slice(-499)
    this.#state.manualLines.value = [...kept, { kind, text, at, ...(phase && { phase }) }]
  }
}
