import { computed, signal } from '@preact/signals'
import type { Nanoseconds } from '../../../runtime/network/index.ts'
import type { Recording } from '../../recording/index.ts'

/** Why a run is 'stopped': the learner's wish, or what it came to. */
export type StopReason = 'you' | 'memory' | 'loop' | 'fault'
export type RunPhase = 'none' | 'starting' | 'running' | 'ended' | 'stopped'
/** The connection that the learner works by hand. */
export type HandPhase = 'waiting' | 'connecting' | 'open' | 'closed'

/** A line of the conversation by hand. */
export interface HandLine {
  kind: 'said' | 'heard' | 'event'
  text: string
  /** Virtual milliseconds. */
  at: number
  /** What the connection is from here on, where that changed. */
  phase?: HandPhase
}

/** What a hand did to a packet, so that it can be taken back. */
export interface PacketDeed {
  packet: number
  what: string
}

/** Values of a link that a hand can change while a world runs; by the link's place in the topology. */
export interface Knobs {
  /** Milliseconds, one way. */
  delay: number
  loss: number
  /** Bits per second; 0: as fast as one likes. */
  rate: number
}

/** What the panes know of the run. */
export class RunState {
  readonly phase = signal<RunPhase>('none')
  readonly stoppedBy = signal<StopReason>('you')
  readonly recording = signal<Recording | null>(null)
  /** Virtual time goes at this many times real time. */
  readonly speed = signal(1)
  readonly isPaused = signal(false)
  /** Real seconds for which the program has not returned; 0 when all is well. */
  readonly stuckFor = signal(0)
  readonly hand = signal<HandPhase>('waiting')
  readonly handLines = signal<readonly HandLine[]>([])
  /** It goes on from this moment of an earlier run. */
  readonly branchedAt = signal<Nanoseconds | null>(null)
  /** What hands did to packets of this run, the latest last. */
  readonly deeds = signal<readonly PacketDeed[]>([])
  /** Packets that a hand holds back. */
  readonly held = signal<ReadonlySet<number>>(new Set())
  /** Only those that were changed. */
  readonly knobs = signal<ReadonlyMap<number, Knobs>>(new Map())
  /** A past is being lived again, out of sight; until it stands at its moment the former life is shown, and nothing can be done to it. */
  readonly isReliving = computed(() => this.phase.value === 'starting' && this.branchedAt.value !== null)
  readonly isUnderWay = computed(() => this.phase.value === 'starting' || this.phase.value === 'running')

  stop(reason: StopReason): void {
    this.stoppedBy.value = reason
    this.phase.value = 'stopped'
  }
}
