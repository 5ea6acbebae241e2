import { toMilliseconds, toNanoseconds } from '../duration.ts'
import type { Context } from './context.ts'
import type { Operation, Subject } from './subject.ts'
import { Failure, waitThrough } from './wait.ts'

/** The passing of time: `clock`. */
export class ClockSubject implements Subject {
  readonly operations: Record<string, Operation>

  constructor(context: Context) {
    const { clock } = context.world.network
    this.operations = {
      advance: ([ms]: [number]) => waitThrough(clock.now + toNanoseconds(ms), () => {}),
      until: ([ms]: [number]) => {
        const at = toNanoseconds(ms)
        if (at < clock.now && context.world.time === 'virtual')
          throw new Failure(
            'MISUSE',
            `an instant from now on (${toMilliseconds(clock.now)} ms)`,
            `${ms} ms, which has passed`,
          )
        return waitThrough(at, () => {})
      },
    }
  }
}
