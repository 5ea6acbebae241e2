import type { Clock, Duration, Time } from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import { Handle } from './handle.ts'
import type { Session } from './session.ts'

export class ClockHandle extends Handle implements Clock {
  constructor(session: Session) {
    super(session, 'clock', 'clock')
  }

  get kind(): 'virtual' | 'real' {
    return this.session.description.clock
  }

  get now(): Time {
    return this.session.now
  }

  advance(by: Duration): Promise<void> {
    return this.wait('advance', { args: [milliseconds(by)] })
  }

  until(at: Time): Promise<void> {
    return this.wait('until', { args: [at] })
  }

  async time<T>(body: () => Promise<T>): Promise<{ took: number; value: T }> {
    const from = this.now
    const value = await body()
    return { took: this.now - from, value }
  }

  tolerance(of: Duration): number {
    const { ms, share } = this.session.description.tolerance
    return Math.max(ms, share * milliseconds(of))
  }
}
