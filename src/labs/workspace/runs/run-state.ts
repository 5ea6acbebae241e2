import { computed, signal } from '@preact/signals'
import type { Nanoseconds } from '#network'
import type { Recording } from '../../recording/index.ts'

/** Why a run is 'stopped'. */
export type StopReason = 'you' | 'memory' | 'loop' | 'fault'
export type RunPhase = 'none' | 'starting' | 'running' | 'ended' | 'stopped'
/** State of the manual client's connection. */
export type ManualPhase = 'waiting' | 'connecting' | 'open' | 'closed'

/** A line of the manual client's conversation. */
export interface ManualLine {
  kind: 'said' | 'heard' | 'event'
  text: string
  /** Virtual milliseconds. */
  at: number
  /** New state of the connection, if this line changed it. */
  phase?: ManualPhase
}

/** An edit of a packet, for undo. */
export interface PacketEdit {
  packet: number
  what: string
}

/** Values of a link that the learner can change during a run. */
export interface Knobs {
  /** Milliseconds, one way. */
  delay: number
  loss: number
  /** Bits per second; 0 is no limit. */
  rate: number
}

/** State of the run, for the panes. */
export class RunState {
  readonly phase = signal<RunPhase>('none')
  readonly stoppedBy = signal<StopReason>('you')
  readonly recording = signal<Recording | null>(null)
  /** Virtual time runs at this multiple of real time. */
  readonly speed = signal(1)
  readonly isPaused = signal(false)
  /** Real seconds since the program last returned to Node; 0 when all is well. */
  readonly stuckFor = signal(0)
  readonly manualPhase = signal<ManualPhase>('waiting')
  readonly manualLines = signal<readonly ManualLine[]>([])
  /** Moment of an earlier run from which this one branched. */
  readonly branchedAt = signal<Nanoseconds | null>(null)
  /** Packet edits of this run, the latest last. */
  readonly packetEdits = signal<readonly PacketEdit[]>([])
  /** Packets being held. */
  readonly held = signal<ReadonlySet<number>>(new Set())
  /** Only the changed links, by their index in the topology. */
  readonly knobs = signal<ReadonlyMap<number, Knobs>>(new Map())
  /**
   * A checkpoint is being replayed in the background. Until it is reached, the previous run is shown and cannot be
   * edited.
   */
  readonly isReplaying = computed(() => this.phase.value === 'starting' && this.branchedAt.value !== null)
  readonly isUnderWay = computed(() => this.phase.value === 'starting' || this.phase.value === 'running')

  stop(reason: StopReason): void {
    this.stoppedBy.value = reason
    this.phase.value = 'stopped'
  }
}
