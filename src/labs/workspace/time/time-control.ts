import { type Signal, signal } from '@preact/signals'
import { type Nanoseconds, Pace } from '#network'
import { strings } from '#strings'
import { eventAfter, eventBefore, type LinkEvent, type ReadPacket } from '../../recording/index.ts'
import type { RunSession, RunState } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'

/** Virtual time that "run to the next match" may take before it gives up. */
const MATCH_WITHIN = '60s'
/** Real milliseconds between two events when playing back with reduced motion. */
const CALM_STEP_MS = 500

/** Controls of time: pause, step, go to an earlier moment and play back from it. */
export class TimeControl {
  readonly #workspace: Workspace
  readonly #run: RunState
  readonly #session: () => RunSession | null
  /** An earlier stretch is being played back. */
  readonly isPlaying: Signal<boolean> = signal(false)
  #played = 0

  constructor(workspace: Workspace, run: RunState, session: () => RunSession | null) {
    this.#workspace = workspace
    this.#run = run
    this.#session = session
  }

  /** The view shows the running world, at its latest moment. */
  get isLive(): boolean {
    const { shown, moment } = this.#workspace
    return shown.value?.source === 'run' && moment.value === null && this.#run.isUnderWay.value
  }

  get #packets(): readonly ReadPacket[] {
    const { recording, begins = 1 } = this.#workspace.shown.value ?? {}
    const packets = recording?.packets ?? []
    return begins > 1 ? packets.filter(({ number }) => number >= begins) : packets
  }

  /** Where a replay starts: just before the test's first packet. */
  get #start(): Nanoseconds {
    const { recording, begins = 1 } = this.#workspace.shown.value ?? {}
    return begins > 1 ? (recording?.packet(begins)?.at ?? 0) : 0
  }

  toggle(): void {
    if (this.isLive) this.#run.isPaused.value = !this.#run.isPaused.value
    else if (this.isPlaying.value) this.#stopPlaying()
    else this.#play()
  }

  /** Pauses the run and any playback. */
  hold(): void {
    this.#stopPlaying()
    if (this.isLive) this.#run.isPaused.value = true
  }

  seek(time: Nanoseconds | null): void {
    const { moment, shown } = this.#workspace
    const end = shown.value?.recording.now ?? 0
    if (shown.value?.source === 'run' && this.#run.isUnderWay.value) this.#run.isPaused.value = true
    moment.value = time === null || time >= end ? null : Math.max(this.#start, Math.round(time))
  }

  toStart(): void {
    this.#stopPlaying()
    this.seek(this.#start)
    this.#say()
  }

  toEnd(): void {
    this.#stopPlaying()
    this.#workspace.moment.value = null
    this.#say()
  }

  async stepOn(): Promise<void> {
    this.hold()
    const next = this.#workspace.moment.value === null ? null : eventAfter(this.#packets, this.#workspace.now.value)
    if (next) return this.#goTo(next)
    if (this.#workspace.moment.value !== null) this.#workspace.moment.value = null
    if (!this.isLive) return
    await this.#session()
      ?.do((lab) => lab.clock.step({ packets: 1 }))
      .catch(() => {})
    this.#workspace.shown.value?.recording.advanceTo(0)
    const reached = eventBefore(this.#packets, Number.POSITIVE_INFINITY)
    if (reached) this.#tell(reached)
  }

  stepBack(): void {
    this.hold()
    const before = eventBefore(this.#packets, this.#workspace.now.value)
    if (before) this.#goTo(before)
    else this.toStart()
  }

  /** Goes to the packet's time: while it is on the wire, if it travels at all. */
  goToPacket(packet: ReadPacket): void {
    this.hold()
    this.#workspace.select(packet.number)
    this.seek(onItsWay(packet))
    this.#say()
  }

  /** Goes to the next or previous packet that matches the filter; the run continues until there is one. */
  async match(matching: readonly ReadPacket[], filter: string, direction: 1 | -1): Promise<void> {
    this.hold()
    const { moment, selected, now } = this.#workspace
    const from = selected.value ?? (moment.value === null ? Number.POSITIVE_INFINITY : this.#sentBy(now.value))
    const found =
      direction === 1
        ? matching.find(({ number }) => number > from)
        : matching.findLast(({ number }) => number < (selected.value ?? Number.POSITIVE_INFINITY))
    if (found) return this.goToPacket(found)
    const session = this.#session()
    if (direction === -1 || !this.#run.isUnderWay.value || !session) return this.#announce(strings.time.noMatch)
    this.toEnd()
    const packet = await session.do((lab) => lab.clock.untilMatch(filter, { within: MATCH_WITHIN })).catch(() => null)
    if (packet) this.#workspace.select(packet.number)
    else this.#announce(strings.time.noMatchWithin(60))
    this.#say()
  }

  #sentBy(time: Nanoseconds): number {
    return this.#workspace.shown.value?.recording.sentBy(time) ?? 0
  }

  /** Plays from the current time to the end, or from the start if the current time is the end. */
  #play(): void {
    const { shown, moment } = this.#workspace
    if (!shown.value || shown.value.recording.packets.length === 0) return
    if (moment.value === null) moment.value = this.#start
    const wrong = this.#wrongAhead()
    this.isPlaying.value = true
    const turn = ++this.#played
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (isCalm) {
      this.#playCalmly(turn, wrong)
      return
    }
    const pace = new Pace({ speed: this.#run.speed.value })
    const frame = (now: number) => {
      if (turn !== this.#played || moment.value === null) return this.#ended(turn)
      pace.speed = this.#run.speed.value
      const end = shown.value?.recording.now ?? 0
      const next = moment.value + pace.allowance(Math.round(now * 1e6))
      if (wrong && next >= onItsWay(wrong)) return this.goToPacket(wrong)
      moment.value = next >= end ? null : next
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  }

  /** Steps from event to event, without motion. */
  #playCalmly(turn: number, wrong: ReadPacket | undefined): void {
    const { moment } = this.#workspace
    const next = () => {
      if (turn !== this.#played || moment.value === null) return this.#ended(turn)
      const event = eventAfter(this.#packets, moment.value)
      if (wrong && event && event.at > wrong.at) return this.goToPacket(wrong)
      if (event) this.#goTo(event)
      else moment.value = null
      setTimeout(next, CALM_STEP_MS)
    }
    next()
  }

  /** A replay stops at the wrong packet while it is on the wire, unless it begins there or later. */
  #wrongAhead(): ReadPacket | undefined {
    const { shown, moment } = this.#workspace
    const wrong = shown.value?.recording.packet(shown.value.firstWrong)
    return wrong && (moment.value ?? 0) < onItsWay(wrong) ? wrong : undefined
  }

  #ended(turn: number): void {
    if (turn === this.#played) this.isPlaying.value = false
  }

  #stopPlaying(): void {
    this.#played++
    this.isPlaying.value = false
  }

  #goTo(event: LinkEvent): void {
    this.seek(event.at)
    this.#tell(event)
  }

  #tell({ packet, kind, at }: LinkEvent): void {
    this.#workspace.select(packet.number)
    const fate = kind === 'arrived' ? 'arrived' : packet.fate
    const says = packet.headline || packet.detail
    this.#announce(strings.time.stepped(at, packet.number, packet.from, packet.to, says, fate))
  }

  #say(): void {
    this.#announce(strings.time.pausedAt(this.#workspace.now.value))
  }

  #announce(text: string): void {
    this.#workspace.announcement.value = text
  }
}

/** A moment at which a packet is on the wire, if it travels at all. */
const onItsWay = ({ at, arrives }: ReadPacket): Nanoseconds => (arrives === null ? at : at + (arrives - at) * 0.4)
