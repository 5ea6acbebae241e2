import { readdirSync, readFileSync } from 'node:fs'
import { endedChildrenCpuMs, waitedMs } from '../proc/index.ts'

/** Load of a world's programs, as far as it matters for the cause of a delay. */
export interface ProgramTimes {
  /** Milliseconds for which a program itself was ready to run and had no processor. */
  waitedMs(): number
  /** Milliseconds of processor time that it and all it started have used. */
  cpuMs(): number
  /** True if it has written more than is kept: the driver must still read all of it. */
  readonly floods: boolean
}

/** Programs that compute for a larger share of the time delay themselves and everything else. */
const FAIR_SHARE = 0.25

/**
 * Measures how late a world on real time was because the machine had no processor for it: the waiting time of its
 * driver and programs, less the time that delayed nothing and less the processor time that the programs used
 * themselves. A submission must not become ungradable by keeping the machine busy.
 */
export class Lag {
  readonly #programs: () => readonly ProgramTimes[]
  #start: Moment
  /** Waiting time of the driver between two looks at an idle world. */
  #idle = 0
  /** The same since its last look: something may have happened just then. */
  #undecided = 0
  #asleep = 0

  constructor(programs: () => readonly ProgramTimes[]) {
    this.#programs = programs
    this.#start = this.#look()
  }

  /** An awaited event has happened in time: earlier lateness no longer matters. */
  forget(): void {
    this.#start = this.#look()
    this.#idle = this.#undecided = 0
  }

  /** The driver sleeps until something happens or it is time to look. */
  sleep(): void {
    this.#asleep = waitedMs('thread-self')
  }

  wake(somethingHappened: boolean): void {
    this.#idle += somethingHappened ? 0 : this.#undecided
    this.#undecided = somethingHappened ? 0 : waitedMs('thread-self') - this.#asleep
  }

  ms(): number {
    if (this.#programs().some(({ floods }) => floods)) return 0
    const now = this.#look()
    const start = this.#start
    const driver = now.driver - start.driver - this.#idle
    const taken = now.cpu - start.cpu - FAIR_SHARE * (now.at - start.at)
    if (taken > 0) return Math.max(0, driver - taken)
    const programs = [...now.waited].map(([program, ms]) => ms - (start.waited.get(program) ?? 0))
    return driver + programs.reduce((sum, ms) => sum + ms, 0)
  }

  #look(): Moment {
    const programs = this.#programs()
    return {
      at: performance.now(),
      driver: driverWaitedMs(),
      waited: new Map(programs.map((program) => [program, program.waitedMs()])),
      cpu: programsCpuMs(programs),
    }
  }
}

/** For running programs and all that have ended. */
export function programsCpuMs(programs: readonly ProgramTimes[]): number {
  return endedChildrenCpuMs() + programs.reduce((sum, program) => sum + program.cpuMs(), 0)
}

interface Moment {
  at: number
  driver: number
  waited: Map<ProgramTimes, number>
  cpu: number
}

/** The driver of a world: this thread, and libuv's, one of which waits for its frames. */
function driverWaitedMs(): number {
  const workers = readdirSync('/proc/self/task').filter((thread) => nameOf(thread) === 'libuv-worker')
  return waitedMs('thread-self') + workers.reduce((sum, thread) => sum + waitedMs(`self/task/${thread}`), 0)
}

function nameOf(thread: string): string {
  try {
    return readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim()
  } catch {
    // It has ended.
    return ''
  }
}
