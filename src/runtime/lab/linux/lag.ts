import { readdirSync, readFileSync } from 'node:fs'
import { endedChildrenCpuMs, waitedMs } from '../proc/index.ts'

/** What a world's programs did, as far as it matters to whose fault a delay is. */
export interface ProgramTimes {
  /** Milliseconds for which a program itself was ready to run and had no processor. */
  waitedMs(): number
  /** Milliseconds of processor time that it and all it started have used. */
  cpuMs(): number
  /** It has written more than is kept, all of which the driver has to read. */
  readonly floods: boolean
}

/** Programs that compute for longer than this share of the time delay themselves and everybody else. */
const FAIR_SHARE = 0.25

/**
 * For how long a world on real time was late because the machine had no processor for it: what its driver and its programs waited
 * for one, less what delayed nobody and less what the programs took away themselves. A submission must not become ungradable by
 * keeping the machine busy.
 */
export class Lag {
  readonly #programs: () => readonly ProgramTimes[]
  #start: Moment
  /** What the driver waited between two looks at a world where nothing had happened. */
  #idle = 0
  /** The same since its last look: something may have happened just then. */
  #undecided = 0
  #asleep = 0

  constructor(programs: () => readonly ProgramTimes[]) {
    this.#programs = programs
    this.#start = this.#look()
  }

  /** What was waited for has happened in time: nothing that was late before can matter any more. */
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

/** Of programs that run, and of all that have ended. */
export function programsCpuMs(programs: readonly ProgramTimes[]): number {
  return endedChildrenCpuMs() + programs.reduce((sum, program) => sum + program.cpuMs(), 0)
}

interface Moment {
  at: number
  driver: number
  waited: Map<ProgramTimes, number>
  cpu: number
}

/** What drives a world: this thread, and libuv's, of which one waits for its frames. */
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
