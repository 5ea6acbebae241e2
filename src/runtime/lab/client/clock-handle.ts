import type { Clock, DisplayFilter, Duration, Packet, Stop, Time, Within } from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import type { PacketData } from '../protocol.ts'
import { Handle, limitOf } from './handle.ts'
import { PacketView } from './packet-view.ts'
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

  async pause(): Promise<void> {
    this.session.needControl('a pause')
    await this.session.pause()
  }

  async resume(): Promise<void> {
    this.session.needControl('to resume after a pause')
    this.session.resume()
  }

  step(by: { events: number } | { packets: number } = { events: 1 }): Promise<Stop> {
    return this.wait('step', { args: [by], shown: Object.entries(by).join(' ') })
  }

  untilMatch(filter: DisplayFilter, options?: Within): Promise<Packet> {
    const result = (data: PacketData) => new PacketView(data)
    return this.wait('untilMatch', { args: [filter], ...limitOf(options), result })
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
