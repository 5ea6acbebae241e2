import { connectLab, type Lab, type Process } from '../../runtime/lab/index.ts'
import { Pace } from '../../runtime/network/index.ts'
import { Recording } from '../recording/index.ts'
import type { Sandbox, SandboxPool } from '../sandbox/index.ts'
import { HandSession } from './hand-session.ts'
import type { LabExercise } from './lab-exercise.ts'
import type { RunState } from './run-state.ts'

/** How a run came to its end, or what stands in its way. */
export interface RunEvents {
  /** A process of the learner's has ended by itself. */
  processEnded: (recording: Recording) => void
  stuck: (seconds: number) => void
  again: () => void
  truncated: () => void
  gone: () => void
  failed: (error: unknown) => void
}

/** The world of a run has this name in the sandbox. */
const WORLD = 'run'
/** The most real time that one step makes up for, in nanoseconds, however long the page was busy. */
const LONGEST_STEP = 100_000_000

/**
 * One run of the learner's program: a sandbox, a world in it, and a pace. Virtual time goes in step with real time, times the
 * speed; the learner's own end of the wire is worked by hand.
 */
export class RunSession {
  readonly #exercise: LabExercise
  readonly #state: RunState
  readonly #events: RunEvents
  readonly recording = new Recording()
  readonly hand: HandSession
  #sandbox: Sandbox | null = null
  #isOver = false
  #finishing = false
  #program: Process | null = null

  constructor(exercise: LabExercise, state: RunState, events: RunEvents) {
    this.#exercise = exercise
    this.#state = state
    this.#events = events
    this.hand = new HandSession(exercise, state)
  }

  /** Opens the world and lets it go until it has ended or is stopped. */
  async start(pool: SandboxPool, files: Readonly<Record<string, string>>): Promise<void> {
    try {
      const sandbox = await pool.take()
      if (this.#isOver) return sandbox.close()
      performance.mark('ackademy:run-sandbox')
      this.#sandbox = sandbox
      this.#watch(sandbox)
      const { topology, seed, entry, host } = this.#exercise
      const port = sandbox.openWorld(WORLD, { topology, seed, files: { submission: { ...files } } })
      const lab = await connectLab(port)
      performance.mark('ackademy:run-world')
      this.#state.phase.value = 'running'
      this.#program = await lab.host(host).run(entry)
      performance.mark('ackademy:run-program')
      // Its first turn at once: what it prints should not wait for the page's next frame.
      await lab.clock.advance('1us')
      await this.#pace(lab)
    } catch (error) {
      if (!this.#isOver) this.#events.failed(error)
    }
  }

  /** The program has ended: what is on the wire still arrives, then the world stands still. */
  finish(): void {
    this.#finishing = true
  }

  /** Ends it at once, whatever the program does. */
  stop(): void {
    this.#isOver = true
    this.#sandbox?.close()
    this.#sandbox = null
  }

  #watch(sandbox: Sandbox): void {
    const { stuck, again, truncated, gone, failed } = this.#events
    sandbox.watch({
      records: (_world, records) => {
        const before = this.#endedCount()
        this.recording.add(records)
        if (this.#endedCount() > before) this.#events.processEnded(this.recording)
      },
      truncated: (_world, at) => {
        this.recording.truncate(at)
        truncated()
      },
      stuck,
      again,
      gone,
      failed: (message) => failed(new Error(message)),
    })
  }

  #endedCount(): number {
    return [...this.recording.processes.values()].filter((process) => process.exit).length
  }

  /** Lets virtual time go in step with the real one, and looks after the hand's connection between two steps. */
  async #pace(lab: Lab): Promise<void> {
    const pace = new Pace({ longestStep: LONGEST_STEP })
    while (!this.#isOver) {
      const now = await nextFrame()
      pace.speed = this.#state.speed.value
      if (this.#state.isPaused.value) pace.pause()
      else pace.resume()
      const allowed = pace.allowance(Math.round(now * 1e6))
      if (this.#finishing) {
        await lab.settle({ quiet: '1s', within: '10s' }).catch(() => {})
        this.stop()
        return
      }
      if (pace.isPaused) continue
      await lab.clock.advance(allowed / 1e6)
      this.recording.advanceTo(lab.clock.now * 1e6)
      await this.hand.look(lab, this.#program)
    }
  }
}

/** The next time the page is drawn: a hidden page lets virtual time stand still. */
function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())))
}
