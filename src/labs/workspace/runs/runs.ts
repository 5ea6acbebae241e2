import type { Lab } from '#lab'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { ReadPacket } from '../../recording/index.ts'
import type { SandboxPool } from '../../sandbox/index.ts'
import type { Banners } from '../banners.ts'
import type { Workspace } from '../workspace.ts'
import { combinedEdit, type DoneEdit } from './done-edits.ts'
import { Endings } from './endings.ts'
import { applyKnobs } from './knobs.ts'
import { actOn, type PacketAct, refusal } from './packet-edits.ts'
import { type Checkpoint, RunSession, type SavedRun } from './run-session.ts'
import type { Knobs, RunState } from './run-state.ts'

const PREPARE_AFTER_MS = 1500

interface BranchOptions {
  /** Executed at the checkpoint. */
  first?: (lab: Lab, sent: number) => Promise<void>
  /** Packet to select afterwards; unchanged by default. */
  selected?: number | null
  isPaused?: boolean
}

/** The learner's runs: one at a time, each from its start or from a checkpoint of the previous one. */
export class Runs {
  readonly #workspace: Workspace
  readonly #state: RunState
  readonly #pool: SandboxPool
  readonly #banners: Banners
  readonly #endings: Endings
  #session: RunSession | null = null
  #edits: DoneEdit[] = []

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
    this.#edits = []
    this.#state.packetEdits.value = []
    this.#state.manualLines.value = []
    this.#state.branchedAt.value = null
    this.#state.isPaused.value = false
    const session = this.#begin()
    this.#show(session)
    void session.start(this.#pool, files, (lab) =>
      applyKnobs(lab, this.#workspace.exercise.topology, this.#state.knobs.value),
    )
    // The next frame is prepared after this run has had the machine to itself for a moment.
    setTimeout(() => this.#pool.prepare(), PREPARE_AFTER_MS)
  }

  stop(): void {
    if (!this.#state.isUnderWay.value) return
    this.#session?.stop()
    this.#state.stop('you')
    this.#state.stuckFor.value = 0
    this.#banners.clear()
  }

  /** Continues from a moment of this run, and discards what came after. */
  async branchFrom(at: Nanoseconds): Promise<void> {
    if (this.#state.isReplaying.value) return
    const saved = await this.#save()
    if (saved) this.#branch({ ...saved, at }, at, { isPaused: false })
  }

  /** The run up to the current time, for a replay elsewhere; null without a run. */
  async checkpoint(): Promise<Checkpoint | null> {
    const session = this.#session
    const { shown, now } = this.#workspace
    const recipe = shown.value?.source === 'run' ? ((await session?.recipe()) ?? null) : null
    return session && recipe ? { recipe, at: now.value, handles: session.handles } : null
  }

  /** Replays a run from elsewhere, and pauses at its moment. */
  restore(checkpoint: Checkpoint): void {
    this.#edits = []
    this.#state.packetEdits.value = []
    this.#branch(checkpoint, checkpoint.at)
  }

  /** Edits a packet: goes back to just before it was sent, and runs on to the current time. */
  async act(packet: ReadPacket, asked: PacketAct): Promise<void> {
    if (this.#state.isReplaying.value) return
    const edit = combinedEdit(this.#edits, packet.number, asked)
    if (!edit) return this.#banners.say('warning', strings.packetEdit.refused, strings.packetEdit.editedAlready)
    const { act } = edit
    const stopAt = Math.max(this.#workspace.now.value, packet.at)
    const { before } = packet.record
    const saved = await this.#save()
    if (!saved || !before) return
    const base = edit.base ?? saved
    const { recording } = this.#session!
    const { topology } = this.#workspace.exercise
    const first = async (lab: Lab, sent: number) => {
      try {
        const hold = await actOn(lab, act, packet, { recording, topology, sent })
        if (hold) session.holds.add(packet.number, hold)
        this.#note({ packet: packet.number, act, undo: { ...saved, at: stopAt }, base }, asked.kind)
      } catch (error) {
        this.#banners.say('warning', strings.packetEdit.refused, refusal(error))
      }
    }
    const session = this.#branch({ ...base, ...before }, stopAt, { first, selected: packet.number })
  }

  /** Releases a held packet. */
  async release(packet: number): Promise<void> {
    const session = this.#session
    const hold = session?.holds.take(packet)
    if (!hold || !session) return
    await session.do(() => hold.release()).catch(() => {})
    this.#state.held.value = new Set(session.holds.packets)
    this.#workspace.announcement.value = strings.packetEdit.released(packet)
  }

  /** Undoes the latest packet edit: returns to the same time, without it. */
  undo(): void {
    const last = this.#state.isReplaying.value ? undefined : this.#edits.pop()
    if (!last) return
    this.#state.packetEdits.value = this.#state.packetEdits.value.slice(0, -1)
    this.#branch(last.undo, last.undo.at)
    this.#workspace.announcement.value = strings.packetEdit.undone
  }

  /** Changes a link, from now on in the current run, and in every later run. */
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
    // Until the new world has resumed or reopened the connection, the learner cannot send on it.
    this.#state.manualPhase.value = 'waiting'
    this.#state.phase.value = 'starting'
    return session
  }

  #show({ recording, holds }: RunSession, selected: number | null = null): void {
    this.#state.recording.value = recording
    this.#state.held.value = new Set(holds.packets)
    this.#workspace.show({ source: 'run', id: '', recording, firstWrong: null })
    this.#workspace.select(selected)
  }

  /** Shows the previous run until the new one reaches its stop time. */
  #branch(checkpoint: Checkpoint, stopAt: Nanoseconds, how: BranchOptions = {}): RunSession {
    const { first = async () => {}, selected = this.#workspace.selected.value, isPaused = true } = how
    this.#banners.clear()
    this.#state.branchedAt.value = stopAt
    this.#state.isPaused.value = isPaused
    const session = this.#begin()
    const reached = () => {
      if (session === this.#session) this.#show(session, selected)
    }
    void session.branch(this.#pool, checkpoint, { stopAt, first, reached })
    setTimeout(() => this.#pool.prepare(), PREPARE_AFTER_MS)
    return session
  }

  async #save(): Promise<SavedRun | null> {
    const session = this.#session
    const recipe = (await session?.recipe()) ?? null
    if (session && recipe) return { recipe, handles: session.handles }
    this.#banners.say('warning', strings.packetEdit.noReplay, strings.packetEdit.noReplayWhy)
    return null
  }

  #note(edit: DoneEdit, kind: PacketAct['kind']): void {
    this.#edits.push(edit)
    const what = strings.packetEdit.done(edit.packet, kind)
    this.#state.packetEdits.value = [...this.#state.packetEdits.value, { packet: edit.packet, what }]
    this.#workspace.announcement.value = what
  }
}
