import type { Capture, CaptureWhere, DisplayFilter, Duration, Packet, Within } from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import type { CursorSpec, PacketData } from '../protocol.ts'
import { Handle, limitOf } from './handle.ts'
import { LinkHandle } from './link-handle.ts'
import { PacketView } from './packet-view.ts'
import type { Session } from './session.ts'

const isLoopback = (on: CaptureWhere['on']) => typeof on === 'string' && on.endsWith(':lo')

export class CaptureHandle extends Handle implements Capture {
  readonly #spec: CursorSpec

  constructor(session: Session, filter: DisplayFilter | undefined, where: CaptureWhere) {
    super(session, session.freshName('capture'), `capture${filter ? ` ${filter}` : ''}`)
    const { on, since, as } = where
    this.#spec = {
      ...(filter !== undefined && { filter }),
      ...(as !== undefined && { as }),
      ...(on !== undefined && { on: on instanceof LinkHandle ? on.index : (on as string) }),
      // Loopback packets have their own numbers.
      ...(since === 'now' && (isLoopback(on) ? { since: session.now } : { after: session.packets })),
      ...(typeof since === 'number' && { since }),
    }
  }

  next(options?: Within): Promise<Packet> {
    return this.wait('next', {
      args: [this.#spec],
      shown: '',
      ...limitOf(options),
      result: (data: PacketData) => new PacketView(data),
    })
  }

  all(): Promise<Packet[]> {
    const result = (packets: PacketData[]): Packet[] => packets.map((data) => new PacketView(data))
    return this.look('all', { args: [this.#spec], shown: '', result })
  }

  count(): Promise<number> {
    return this.look('count', { args: [this.#spec], shown: '' })
  }

  expectNone(during: Duration): Promise<void> {
    const ms = milliseconds(during)
    return this.wait('expectNone', { args: [this.#spec, ms], shown: `${ms} ms` })
  }

  ladder(): Promise<string[]> {
    return this.look('ladder', { args: [this.#spec], shown: '' })
  }
}
