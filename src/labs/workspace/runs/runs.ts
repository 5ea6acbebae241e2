import type { Lab } from '../../../runtime/lab/index.ts'
import type { Nanoseconds } from '../../../runtime/network/index.ts'
import { strings } from '../../../strings/index.ts'
import type { ReadPacket } from '../../recording/index.ts'
import type { SandboxPool } from '../../sandbox/index.ts'
import type { Banners } from '../banners.ts'
import type { Workspace } from '../workspace.ts'
import { Endings } from './endings.ts'
import { applyKnobs } from './knobs.ts'
import { actOn, type PacketAct, refusal } from './packet-hand.ts'
import { type Life, type Past, RunSession } from './run-session.ts'
import type { Knobs, RunState } from './run-state.ts'

const PREPARE_AFTER_MS = 1500

interface BranchOptions {
  /** Done at the moment of the past. */
  first?: (lab: Lab, sent: number) => Promise<void>
  /** The packet that is selected then; the same as before unless said. */
  selected?: number | null
  isPaused?: boolean
}

/** The learner's runs: one at a time, each from its start or from a past of the one before. */
export class Runs {
  readonly #workspace: Workspace
  readonly #state: RunState
  readonly #pool: SandboxPool
  readonly #banners: Banners
  readonly #endings: Endings
  #session: RunSession | null = null
  /** Where each deed was done, in the life before it, so that it can be taken back. */
  #pasts: Past[] = []

  constructor(workspace: Workspace, state: RunState, pool: SandboxPool, banners: Banners) {
    this.#workspace = workspace
    this.#state = state
    this.#pool = pool
    this.#banners = banners
    this.#endings = new Endings(workspace, state, banners, {
      stop: () => this.stop(),
      close: () => this.#session?.stop(),
      finish: () => this.#session?.finish(),
    })
  }

  get session(): RunSession | null {
    return this.#session
  }

  start(files: Record<string, string>): void {
    performance.mark('ackademy:run')
    this.#pasts = []
    this.#state.deeds.value = []
    this.#state.handLines.value = []
    this.#state.branchedAt.value = null
    this.#state.isPaused.value = false
    const session = this.#begin()
    this.#show(session)
    void session.start(this.#pool, files, (lab) =>
      applyKnobs(lab, this.#workspace.exercise.topology, this.#state.knobs.value),
    )
    // The next frame is made when this run has had the machine to itself for a moment.
    setTimeout(() => this.#pool.prepare(), PREPARE_AFTER_MS)
  }

  stop(): void {
    if (!this.#state.isUnderWay.value) return
    this.#session?.stop()
    this.#state.stop('you')
    this.#state.stuckFor.value = 0
    this.#banners.clear()
  }

  /** Goes on from a moment of this run, as if what came later had not been. */
  async branchFrom(at: Nanoseconds): Promise<void> {
    if (this.#state.isReliving.value) return
    const life = await this.#life()
    if (life) this.#branch({ ...life, at }, at, { isPaused: false })
  }

  /** What is there of this run up to the moment shown, to live it again elsewhere; null without one. */
  async remember(): Promise<Past | null> {
    const session = this.#session
    const { shown, now } = this.#workspace
    const recipe = shown.value?.source === 'run' ? ((await session?.recipe()) ?? null) : null
    return session && recipe ? { recipe, at: now.value, memory: session.memory } : null
  }

  /** Lives somebody's past, and stands at its moment. */
  relive(past: Past): void {
    this.#pasts = []
    this.#state.deeds.value = []
    this.#branch(past, past.at)
  }

  /** Does something to a packet: time goes back to before it was sent, and to where it stood. */
  async act(packet: ReadPacket, act: PacketAct): Promise<void> {
    if (this.#state.isReliving.value) return
    const stands = Math.max(this.#workspace.now.value, packet.at)
    const { before } = packet.record
    const life = await this.#life()
    if (!life || !before) return
    const { recording } = this.#session!
    const { topology } = this.#workspace.exercise
    const first = async (lab: Lab, sent: number) => {
      try {
        const hold = await actOn(lab, act, packet, { recording, topology, sent })
        if (hold) session.holds.add(packet.number, hold)
        this.#note(packet.number, act, { ...life, at: stands })
      } catch (error) {
        this.#banners.say('warning', strings.packetEdit.refused, refusal(error))
      }
    }
    const session = this.#branch({ ...life, ...before }, stands, { first, selected: packet.number })
  }

  /** Lets a packet go that a hand holds back. */
  async release(packet: number): Promise<void> {
    const session = this.#session
    const hold = session?.holds.take(packet)
    if (!hold || !session) return
    await session.do(() => hold.release()).catch(() => {})
    this.#state.held.value = new Set(session.holds.packets)
    this.#workspace.announcement.value = strings.packetEdit.released(packet)
  }

  /** Takes the latest deed back: time stands where it stood, without it. */
  undo(): void {
    const last = this.#state.isReliving.value ? undefined : this.#pasts.pop()
    if (!last) return
    this.#state.deeds.value = this.#state.deeds.value.slice(0, -1)
    this.#branch(last, last.at)
    this.#workspace.announcement.value = strings.packetEdit.undone
  }

  /** Changes a link: from this moment on in a world that runs, and in every run that is started. */
  async turn(link: number, knobs: Knobs): Promise<void> {
    this.#state.knobs.value = new Map(this.#state.knobs.value).set(link, knobs)
    if (!this.#state.isUnderWay.value) return
    const { topology } = this.#workspace.exercise
    await this.#session?.do((lab) => applyKnobs(lab, topology, new Map([[link, knobs]]))).catch(() => {})
  }

  #begin(): RunSession {
    this.#session?.stop()
    const session = new RunSession(this.#workspace.exercise, this.#state, this.#endings.events())
    this.#session = session
    this.#state.stuckFor.value = 0
    // Until the new world has it again, or anew, nothing can be said on the connection.
    this.#state.hand.value = 'waiting'
    this.#state.phase.value = 'starting'
    return session
  }

  #show({ recording, holds }: RunSession, selected: number | null = null): void {
    this.#state.recording.value = recording
    this.#state.held.value = new Set(holds.packets)
    this.#workspace.show({ source: 'run', id: '', recording, firstWrong: null })
    this.#workspace.select(selected)
  }

  /** The former life is shown until the new one stands where it should. */
  #branch(past: Past, stands: Nanoseconds, how: BranchOptions = {}): RunSession {
    const { first = async () => {}, selected = this.#workspace.selected.value, isPaused = true } = how
    this.#banners.clear()
    this.#state.branchedAt.value = stands
    this.#state.isPaused.value = isPaused
    const session = this.#begin()
    const standing = () => {
      if (session === this.#session) this.#show(session, selected)
    }
    void session.branch(this.#pool, past, { stands, first, standing })
    setTimeout(() => this.#pool.prepare(), PREPARE_AFTER_MS)
    return session
  }

  async #life(): Promise<Life | null> {
    const session = this.#session
    const recipe = (await session?.recipe()) ?? null
    if (session && recipe) return { recipe, memory: session.memory }
    this.#banners.say('warning', strings.packetEdit.noReplay, strings.packetEdit.noReplayWhy)
    return null
  }

  #note(packet: number, act: PacketAct, past: Past): void {
    this.#pasts.push(past)
    const what = strings.packetEdit.done(packet, act.kind)
    this.#state.deeds.value = [...this.#state.deeds.value, { packet, what }]
    this.#workspace.announcement.value = what
  }
}
