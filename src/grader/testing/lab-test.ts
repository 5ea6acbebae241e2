import type { Lab, Schedule } from '../../runtime/lab/index.ts'
import { collector, type TestOptions } from '../plan/index.ts'

type Body<F> = (context: F & { lab: Lab }) => Promise<void>

export interface LabTest<F> {
  /** The first word of a name is the test's id: `v1`, `h3`. */
  (name: string, body: Body<F>): void
  (name: string, options: TestOptions, body: Body<F>): void
  /** Once per schedule: ids `h3/whole`, `h3/dribble`, `h3/coalesce`, `h3/split`, `h3/random`. Send everything first, then read. */
  schedules(name: string, body: Body<F>): void
  schedules(name: string, options: TestOptions, body: Body<F>): void
  /** Once per row: ids `h2/<key>`. `options` may depend on the row. */
  each<R>(
    rows: Record<string, R>,
    options?: TestOptions | ((row: R) => TestOptions),
  ): (name: string, body: (row: R, context: F & { lab: Lab }) => Promise<void>) => void
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

/** A `test` that opens a fresh world, runs `setup` in it, hands its result to the body, and closes the world. */
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
  return Object.assign(test, { schedules, each })
}

type Arguments<F> = [body: Body<F>] | [options: TestOptions, body: Body<F>]

function optionsAndBody<F>(rest: Arguments<F>): { options: TestOptions; body: Body<F> } {
  return rest.length === 1 ? { options: {}, body: rest[0] } : { options: rest[0], body: rest[1] }
}
