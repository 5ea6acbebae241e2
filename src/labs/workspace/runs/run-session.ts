import {
  type ContinuedSession,
  connectSession,
  isAfter,
  type Lab,
  type Moment,
  type WorldRecipe,
} from '../../../runtime/lab/index.ts'
import { type Nanoseconds, Pace } from '../../../runtime/network/index.ts'
import { Recording } from '../../recording/index.ts'
import type { Sandbox, SandboxPool, WorldRequest } from '../../sandbox/index.ts'
import type { LabExercise } from '../lab-exercise.ts'
import { type HandMemory, HandSession } from './hand-session.ts'
import { Holds } from './packet-hand.ts'
import { ProgramSessions, type ProgramStart } from './program-sessions.ts'
import { actsBetween, repeatActs } from './repeat.ts'
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

/** A run's past, as data: a world's life, and what a hand had opened in it. */
export interface Life {
  recipe: WorldRecipe
  memory: RunMemory
}

/** A past and the moment in it to go on from: the exact one, or what an instant shows. */
export interface Past extends Life {
  at: Nanoseconds
  events?: number
}

export interface RunMemory {
  /** Processes that were started, in order. */
  pids: number[]
  /** Packets for which a hold was made, in order. */
  held: number[]
  hand: HandMemory
}

/** The world of a run has this name in the sandbox. */
const WORLD = 'run'
/** The most real time that one step makes up for, in nanoseconds, however long the page was busy. */
const LONGEST_STEP = 100_000_000
/** Real milliseconds that a world which is to be ended has for telling its recipe: one that is stuck does not answer. */
const RECIPE_WITHIN_MS = 400
/** The same while it runs: there it is worth waiting. */
const PATIENT_MS = 10_000

type Job = (lab: Lab) => Promise<void>

export interface Branching {
  /** Where time stands then: at the moment of the past, or later. */
  stands: Nanoseconds
  /** Done at the moment of the past, when so many packets have been sent. */
  first: (lab: Lab, sent: number) => Promise<void>
  /** Time stands there: from now on this life is the one to be seen. */
  standing: () => void
}

/**
 * One run of the learner's program: a sandbox, a world in it, and a pace. Virtual time goes in step with real time, times the
 * speed, or stands still; what a hand asks for is done between two steps, so that the world knows when.
 */
export class RunSession {
  readonly #exercise: LabExercise
  readonly #state: RunState
  readonly #events: RunEvents
  readonly recording = new Recording()
  readonly hand: HandSession
  readonly programs = new ProgramSessions()
  readonly holds = new Holds()
  #sandbox: Sandbox | null = null
  #lab: Lab | null = null
  #recipe: WorldRecipe | null = null
  #isOver = false
  #finishing = false
  readonly #jobs: Job[] = []
  /** As they were when the world was opened. */
  #files: Readonly<Record<string, string>> = {}

  constructor(exercise: LabExercise, state: RunState, events: RunEvents) {
    this.#exercise = exercise
    this.#state = state
    this.#events = events
    this.hand = new HandSession(exercise, state)
  }

  /** Opens the world, starts the program and lets time go until the world has ended or is stopped. */
  async start(pool: SandboxPool, files: Readonly<Record<string, string>>, prepare: Job): Promise<void> {
    const { topology, seed, programs } = this.#exercise
    this.#files = files
    await this.#live(
      pool,
      { topology, params: topology.params, seed, files: { submission: { ...files } } },
      async ({ lab }) => {
        await prepare(lab)
        for (const program of programs) if (program.start === 'run') await this.programs.run(lab, program)
        performance.mark('ackademy:run-program')
        // Its first turn at once: what it prints should not wait for the page's next frame.
        await lab.clock.advance('1us')
      },
    )
  }

  /**
   * Lives a past again up to its moment, does `first`, repeats what was done to the world after that moment until it stands at
   * `stands`, and goes on from there.
   */
  async branch(pool: SandboxPool, past: Past, { stands, first, standing }: Branching): Promise<void> {
    const { recipe, memory, at, events = Number.POSITIVE_INFINITY } = past
    const moment: Moment = { at, events }
    const { topology, seed } = this.#exercise
    this.#files = recipe.files.submission
    const request = { topology, params: topology.params, seed, files: recipe.files, replay: { recipe, until: moment } }
    await this.#live(pool, request, async (resumed) => {
      // The first answer comes when the world stands at that moment.
      const { packets } = await resumed.evidence()
      const done = recipe.journal.filter((entry) => !isAfter(entry, moment))
      this.hand.takeUp(resumed, memory.hand, done, { heard: at, said: stands })
      this.programs.takeUp(resumed, memory.pids, done)
      this.holds.takeUp(resumed, memory.held, done)
      await first(resumed.lab, packets)
      await repeatActs(resumed, actsBetween(recipe.journal, moment, stands))
      // Also where no time is left to pass: what was said again goes out when the world may run.
      await resumed.lab.clock.advance(Math.max(0, stands / 1e6 - resumed.lab.clock.now))
      await this.#sandbox?.caughtUp()
      this.recording.advanceTo(stands)
      standing()
    })
  }

  /** Does something between two steps of the world; resolves when it is done. Rejects when the world has ended. */
  do<T>(work: (lab: Lab) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isOver || this.#finishing) return reject(new Error('the world has ended'))
      this.#jobs.push((lab) => work(lab).then(resolve, reject))
    })
  }

  /** Starts a program in the world that runs, with the files as they are by now. */
  launch(program: ProgramStart, files: Readonly<Record<string, string>>): Promise<void> {
    return this.do((lab) => this.programs.run(lab, program, this.#changed(files)))
  }

  /** Ends a process and starts its program anew at the same instant: the new one first, or the world might end between the two. */
  restart(pid: number, program: ProgramStart, files: Readonly<Record<string, string>>): Promise<void> {
    return this.do(async (lab) => {
      await this.programs.run(lab, program, this.#changed(files))
      await this.programs.byPid(pid)?.kill('SIGKILL')
    })
  }

  #changed(files: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(files).filter(([name, text]) => this.#files[name] !== text))
  }

  get memory(): RunMemory {
    return { pids: this.programs.pids, held: this.holds.made, hand: this.hand.memory }
  }

  /** All that was done in it, to live it again; null where that cannot be known any more. */
  async recipe(): Promise<WorldRecipe | null> {
    // Asked between two steps: a world that stands still at each answer has no half-done one in its past.
    if (this.#lab && !this.#isOver && !this.#finishing)
      await this.do((lab) => this.#takeRecipe(lab, PATIENT_MS)).catch(() => {})
    return this.#recipe
  }

  /** The program has ended: what is on the wire still arrives, then the world stands still. */
  finish(): void {
    this.#finishing = true
  }

  /** Ends it at once, whatever the program does. Its recipe is kept when it answers at all. */
  stop(): void {
    if (this.#isOver) return
    const sandbox = this.#sandbox
    const lab = this.#lab
    this.#isOver = true
    if (!sandbox || !lab || this.#state.stuckFor.value > 0) sandbox?.close()
    else void this.#takeRecipe(lab).finally(() => sandbox.close())
    this.#sandbox = null
  }

  async #live(
    pool: SandboxPool,
    request: WorldRequest,
    begin: (session: ContinuedSession) => Promise<void>,
  ): Promise<void> {
    try {
      const sandbox = await pool.take()
      if (this.#isOver) return sandbox.close()
      performance.mark('ackademy:run-sandbox')
      this.#sandbox = sandbox
      this.#watch(sandbox)
      const session = await connectSession(sandbox.openWorld(WORLD, request))
      performance.mark('ackademy:run-world')
      this.#lab = session.lab
      await begin(session)
      if (this.#state.phase.value === 'starting' && !this.#isOver) this.#state.phase.value = 'running'
      await this.#pace(session.lab)
    } catch (error) {
      if (!this.#isOver) this.#events.failed(error)
    }
  }

  async #takeRecipe(lab: Lab, within = RECIPE_WITHIN_MS): Promise<void> {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), within))
    this.#recipe = (await Promise.race([lab.recipe().catch(() => null), late])) ?? this.#recipe
  }

  #watch(sandbox: Sandbox): void {
    const { stuck, again, truncated, gone, failed } = this.#events
    sandbox.watch({
      records: (_world, records, places) => {
        const before = this.#endedCount()
        this.recording.code.add(places)
        this.recording.add(records)
        if (this.#endedCount() > before && !this.#isOver) this.#events.processEnded(this.recording)
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

  /** Lets virtual time go in step with the real one, and does what was asked for between two steps. */
  async #pace(lab: Lab): Promise<void> {
    const pace = new Pace({ longestStep: LONGEST_STEP })
    while (!this.#isOver) {
      const now = await nextFrame()
      pace.speed = this.#state.speed.value
      if (this.#state.isPaused.value) pace.pause()
      else pace.resume()
      const allowed = pace.allowance(Math.round(now * 1e6))
      if (this.#finishing) return await this.#settle(lab)
      for (const job of this.#jobs.splice(0)) await job(lab)
      if (!pace.isPaused) await lab.clock.advance(allowed / 1e6)
      this.recording.advanceTo(Math.round(lab.clock.now * 1e6))
      if (!pace.isPaused || this.hand.hasWishes) await this.hand.look(lab)
    }
  }

  async #settle(lab: Lab): Promise<void> {
    await lab.settle({ quiet: '1s', within: '10s' }).catch(() => {})
    await this.#sandbox?.caughtUp()
    this.recording.advanceTo(Math.round(lab.clock.now * 1e6))
    this.stop()
  }
}

/** The next time the page is drawn: a hidden page lets virtual time stand still. */
function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())))
}
