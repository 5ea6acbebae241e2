import { computed, signal } from '@preact/signals'
import type { Recording } from '../recording/index.ts'

export type RunPhase = 'none' | 'starting' | 'running' | 'ended' | 'stopped'
/** The connection that the learner works by hand. */
export type HandPhase = 'waiting' | 'connecting' | 'open' | 'closed'

/** A line of the conversation by hand. */
export interface HandLine {
  kind: 'said' | 'heard' | 'event'
  text: string
  /** Virtual milliseconds. */
  at: number
}

/** What the panes know of the run. */
export class RunState {
  readonly phase = signal<RunPhase>('none')
  readonly recording = signal<Recording | null>(null)
  /** Virtual time goes at this many times real time. */
  readonly speed = signal(1)
  readonly isPaused = signal(false)
  /** Real seconds for which the program has not returned; 0 when all is well. */
  readonly stuckFor = signal(0)
  readonly hand = signal<HandPhase>('waiting')
  readonly handLines = signal<readonly HandLine[]>([])
  readonly isUnderWay = computed(() => this.phase.value === 'starting' || this.phase.value === 'running')
}
