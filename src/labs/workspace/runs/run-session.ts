import { type ContinuedSession, connectSession, isAfter, type Lab, type Moment, type WorldRecipe } from '#lab'
import { type Nanoseconds, Pace } from '#network'
import { Recording } from '../../recording/index.ts'
import type { Sandbox, SandboxPool, WorldRequest } from '../../sandbox/index.ts'
import type { LabExercise } from '../lab-exercise.ts'
import { ManualClient, type ManualClientState } from './manual-client.ts'
import { Holds } from './packet-edits.ts'
import { ProgramSessions, type ProgramStart } from './program-sessions.ts'
import { actsBetween, repeatActs } from './repeat.ts'
import type { RunState } from './run-state.ts'

/** Callbacks for the end of a run and for trouble on the way. */
export interface RunEvents {
  /** A process of the learner's has ended by itself. */
  processEnded: (recording: Recording) => void
  stuck: (seconds: number) => void
  again: () => void
  truncated: () => void
  gone: () => void
  failed: (error: unknown) => void
}

/** A run as data: its recipe, and the objects opened from outside. */
export interface SavedRun {
  recipe: WorldRecipe
  handles: RunHandles
}

/** A run and the moment to branch from: by time, or by time and events for the exact one. */
export interface Checkpoint extends SavedRun {
  at: Nanoseconds
  events?: number
}

export interface RunHandles {
  /** Pids of the started processes, in order. */
  pids: number[]
  /** Packets with a hold, in order. */
  held: number[]
  manual: ManualClientState
}

/** Name of a run's world in the sandbox. */
const WORLD = 'run'
/** Longest virtual step for one frame, in nanoseconds, however long the page was busy. */
const LONGEST_STEP = 100_000_000
/** Real milliseconds that a world gets to return its recipe before it is closed: a stuck one never answers. */
const RECIPE_WITHIN_MS = 400
/** The same for a running world, where waiting pays. */
const PATIENT_MS = 10_000

type Job = (lab: Lab) => Promise<void>

export interface Branching {
  /** Virtual time to stop at: the checkpoint's moment, or later. */
  stopAt: Nanoseconds
  /** Executed at the checkpoint, after so many packets were sent. */
  first: (lab: Lab, sent: number) => Promise<void>
  /** Called when time has reached that moment: from now on this run is shown. */
  reached: () => void
}

/**
 * One run of the learner's program: a sandbox, a world in it, and a pace. Virtual time follows real time, multiplied by
 * the speed, or is paused. The learner's actions are executed between two steps, so that each has a virtual time.
 */
export class RunSession {
  readonly #exercise: LabExercise
  readonly #state: RunState
  readonly #events: RunEvents
  readonly recording: Recording
  readonly manual: ManualClient
  readonly programs = new ProgramSessions()
  readonly holds = new Holds()
  #sandbox: Sandbox | null = null
  #lab: Lab | null = null
  #recipe: WorldRecipe | null = null
  #isOver = false
  #finishing = false
  readonly #jobs: Job[] = []
  /** Files when the world was opened. */
  #files: Readonly<Record<string, string>> = {}

  constructor(exercise: LabExercise, state: RunState, events: RunEvents) {
    this.#exercise = exercise
    this.recording = new Recording({ ports: exercise.topology.ports })
    this.#state = state
    this.#events = events
    this.manual = new ManualClient(exercise, state)
  }

  /** Opens the world, starts the program, and lets time run until the world ends or is stopped. */
  async start(pool: SandboxPool, files: Readonly<Record<string, string>>, prepare: Job): Promise<void> {
    const { topology, seed, programs } = this.#exercise
    this.#files = files
    await this.#open(
      pool,
      { topology, params: topology.params, seed, files: { submission: { ...files } } },
      async ({ lab }) => {
        await prepare(lab)
        for (const program of programs) if (program.start === 'run') await this.programs.run(lab, program)
        performance.mark('ackademy:run-program')
        // Runs its first turn at once: its output should not wait for the next frame.
        await lab.clock.advance('1us')
      },
    )
  }

  /**
   * Replays a run up to the checkpoint, executes `first`, repeats the acts after that moment up to `stopAt`, and
   * continues from there.
   */
  async branch(pool: SandboxPool, checkpoint: Checkpoint, { stopAt, first, reached }: Branching): Promise<void> {
    const { recipe, handles, at, events = Number.POSITIVE_INFINITY } = checkpoint
    const moment: Moment = { at, events }
    const { topology, seed } = this.#exercise
    this.#files = recipe.files.submission
    const request = { topology, params: topology.params, seed, files: recipe.files, replay: { recipe, until: moment } }
    await this.#open(pool, request, async (resumed) => {
      // The first answer arrives when the world has reached that moment.
      const { packets } = await resumed.evidence()
      const done = recipe.journal.filter((entry) => !isAfter(entry, moment))
      this.manual.resume(resumed, handles.manual, done, { heard: at, said: stopAt })
      this.programs.resume(resumed, handles.pids, done)
      this.holds.resume(resumed, handles.held, done)
      await first(resumed.lab, packets)
      await repeatActs(resumed, actsBetween(recipe.journal, moment, stopAt))
      // Also with no time left to pass: repeated acts take effect only when the world may run.
      await resumed.lab.clock.advance(Math.max(0, stopAt / 1e6 - resumed.lab.clock.now))
      await this.#sandbox?.caughtUp()
      this.recording.advanceTo(stopAt)
      reached()
    })
  }

  /** Executes work between two steps of the world; resolves when it is done. Rejects after the end of the world. */
  do<T>(work: (lab: Lab) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isOver || this.#finishing) return reject(new Error('the run has ended'))
      this.#jobs.push((lab) => work(lab).then(resolve, reject))
    })
  }

  /** Starts a program in the running world, with the current files. */
  launch(program: ProgramStart, files: Readonly<Record<string, string>>): Promise<void> {
    return this.do((lab) => this.programs.run(lab, program, this.#changed(files)))
  }

  /**
   * Restarts a program at the same instant: starts the new process first, because a world without processes could end.
   */
  restart(pid: number, program: ProgramStart, files: Readonly<Record<string, string>>): Promise<void> {
    return this.do(async (lab) => {
      await this.programs.run(lab, program, this.#changed(files))
      await this.programs.byPid(pid)?.kill('SIGKILL')
    })
  }

  #changed(files: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(files).filter(([name, text]) => this.#files[name] !== text))
  }

  get handles(): RunHandles {
    return { pids: this.programs.pids, held: this.holds.made, manual: this.manual.state }
  }

  /** Everything done in this run, for a replay; null if it is no longer known. */
  async recipe(): Promise<WorldRecipe | null> {
    // Asked between two steps, so the journal never ends with a half-executed batch.
    if (this.#lab && !this.#isOver && !this.#finishing)
      await this.do((lab) => this.#takeRecipe(lab, PATIENT_MS)).catch(() => {})
    return this.#recipe
  }

  /** The program has ended: packets in flight still arrive, then the world stops. */
  finish(): void {
    this.#finishing = true
  }

  /** Ends the run at once, whatever the program does. Keeps its recipe if the world still answers. */
  stop(): void {
    if (this.#isOver) return
    const sandbox = this.#sandbox
    const lab = this.#lab
    this.#isOver = true
    if (!sandbox || !lab || this.#state.stuckFor.value > 0) sandbox?.close()
    else void this.#takeRecipe(lab).finally(() => sandbox.close())
    this.#sandbox = null
  }

  async #open(
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

  /** Lets virtual time follow real time, and executes the learner's actions between two steps. */
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
      if (!pace.isPaused || this.manual.hasActions) await this.manual.look(lab)
    }
  }

  async #settle(lab: Lab): Promise<void> {
    await lab.settle({ quiet: '1s', within: '10s' }).catch(() => {})
    await this.#sandbox?.caughtUp()
    this.recording.advanceTo(Math.round(lab.clock.now * 1e6))
    this.stop()
  }
}

/** Time of the next frame: virtual time stops while the page is hidden. */
function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())))
}
