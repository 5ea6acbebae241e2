import type { DisplayFilter, Lab, Schedule } from '#lab'
import { collector, type DatagramSchedule, type FaultOptions, type FaultPlan, type TestOptions } from '../plan/index.ts'
import { repeat } from './cycles.ts'

type Body<F> = (context: F & { lab: Lab }) => Promise<void>

export interface LabTest<F> {
  /** The first word of a name is the test's id: `v1`, `h3`. */
  (name: string, body: Body<F>): void
  (name: string, options: TestOptions, body: Body<F>): void
  /** Once per schedule: ids `h3/whole`, `h3/dribble`, `h3/coalesce`, `h3/split`, `h3/random`. Send everything first, then read. */
  schedules(name: string, body: Body<F>): void
  schedules(name: string, options: TestOptions, body: Body<F>): void
  /**
   * Runs in many worlds (default 20), each with its own faults: `test.faults('h2 a lossy link', { loss: 0.2, filter: 'udp' }, body)`. One id;
   * shows the first world that fails, with as few faults as still make it fail.
   */
  faults(name: string, options: FaultTestOptions, body: Body<F>): void
  /** Once per way in which datagrams may travel: ids `h4/whole`, `h4/duplicate`, `h4/reorder`, `h4/late`, `h4/random`, and `h4/lossy` if asked for. */
  datagrams(name: string, body: Body<F>): void
  datagrams(name: string, options: DatagramTestOptions, body: Body<F>): void
  /**
   * Runs the body many times in one world (default 20); then no program may hold more sockets, listeners or timers than after the first time. The
   * body opens its own connections: the setup's are closed after the first time.
   */
  cycles(name: string, body: Body<F>): void
  cycles(name: string, options: CycleTestOptions, body: Body<F>): void
  /** Once per row: ids `h2/<key>`. `options` may depend on the row. */
  each<R>(
    rows: Record<string, R>,
    options?: TestOptions | ((row: R) => TestOptions),
  ): (name: string, body: (row: R, context: F & { lab: Lab }) => Promise<void>) => void
}

export type FaultTestOptions = TestOptions & FaultOptions

export interface DatagramTestOptions extends TestOptions {
  /** Lose datagrams too: for protocols that ask again. */
  lossy?: boolean
  /** Which packets are affected; default `udp`. */
  filter?: DisplayFilter
}

export interface CycleTestOptions extends TestOptions {
  cycles?: number
}

const WHOLE: Schedule = { kind: 'whole' }

/** Every way in which a TCP test's streams are cut (the seed of `random` is the world's, see the runner). */
function schedulesFor({ delimiters = ['\n'] }: TestOptions): Schedule[] {
  return [
    WHOLE,
    { kind: 'dribble' },
    { kind: 'coalesce' },
    { kind: 'split', around: delimiters },
    { kind: 'random', seed: 0 },
  ]
}

/** A `test` that opens a fresh world, runs `setup` in it, passes its result to the body, and closes the world. */
export function labTest(): LabTest<unknown>
export function labTest<F>(setup: (lab: Lab) => Promise<F>): LabTest<F>
export function labTest<F>(setup: (lab: Lab) => Promise<F> = async () => ({}) as F): LabTest<F> {
  const inWorld = (body: Body<F>) => async (lab: Lab) => body({ ...(await setup(lab)), lab })

  const test = (name: string, ...rest: Arguments<F>) => {
    const { options, body } = optionsAndBody(rest)
    collector().add(name, '', { options, schedule: WHOLE, run: inWorld(body) })
  }
  const schedules = (name: string, ...rest: Arguments<F>) => {
    const { options, body } = optionsAndBody(rest)
    for (const schedule of schedulesFor(options))
      collector().add(name, `/${schedule.kind}`, { options, schedule, run: inWorld(body) })
  }
  const each: LabTest<F>['each'] = (rows, options) => (name, body) => {
    for (const [key, row] of Object.entries(rows)) {
      const rowOptions = typeof options === 'function' ? options(row) : (options ?? {})
      collector().add(name, `/${key}`, {
        options: rowOptions,
        schedule: WHOLE,
        run: inWorld((context) => body(row, context)),
      })
    }
  }
  const faults = (name: string, options: FaultTestOptions, body: Body<F>) =>
    collector().add(name, '', { options, schedule: WHOLE, faults: { kind: 'worlds', options }, run: inWorld(body) })
  const datagrams = (name: string, ...rest: Arguments<F, DatagramTestOptions>) => {
    const { options, body } = optionsAndBody(rest)
    const { filter = 'udp', lossy = false } = options
    for (const schedule of [...DATAGRAM_SCHEDULES, ...(lossy ? (['lossy'] as const) : [])]) {
      const plan: FaultPlan = { kind: 'datagrams', schedule, filter }
      collector().add(name, `/${schedule}`, { options, schedule: WHOLE, faults: plan, run: inWorld(body) })
    }
  }
  const cycles = (name: string, ...rest: Arguments<F, CycleTestOptions>) => {
    const { options, body } = optionsAndBody(rest)
    const repeated = async (context: F & { lab: Lab }) => repeat(context.lab, options.cycles ?? 20, () => body(context))
    collector().add(name, '', { options, schedule: WHOLE, run: inWorld(repeated) })
  }
  return Object.assign(test, { schedules, faults, datagrams, cycles, each })
}

const DATAGRAM_SCHEDULES: readonly DatagramSchedule[] = ['whole', 'duplicate', 'reorder', 'late', 'random']

type Arguments<F, O = TestOptions> = [body: Body<F>] | [options: O, body: Body<F>]

function optionsAndBody<F, O extends TestOptions>(rest: Arguments<F, O>): { options: O; body: Body<F> } {
  return rest.length === 1 ? { options: {} as O, body: rest[0] } : { options: rest[0], body: rest[1] }
}
