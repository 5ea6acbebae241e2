import { formatEndpoint } from '#network'
import type { Data, Duration, Endpoint, SendOptions, TcpListener, TcpPeer, TcpStats, Within } from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import { showValue } from '../text.ts'
import { Handle, limitOf, optionalMs } from './handle.ts'
import type { Session } from './session.ts'

export interface TcpEnds {
  local: Endpoint
  remote: Endpoint
}

/** One end of a TCP connection, as the test holds it. */
export class TcpPeerHandle extends Handle implements TcpPeer {
  readonly local: Endpoint
  readonly remote: Endpoint

  constructor(session: Session, on: string, label: string, ends: TcpEnds) {
    super(session, on, label)
    this.local = ends.local
    this.remote = ends.remote
  }

  protected override get ends(): TcpEnds {
    return { local: this.local, remote: this.remote }
  }

  send(data: Data | Data[], options: SendOptions = {}): Promise<void> {
    const pieces = Array.isArray(data) ? data : [data]
    const { gap, times } = options
    const shown = `${pieces.map((piece) => showValue(piece)).join(' ')}${times ? ` × ${times}` : ''}`
    return this.act('send', { args: [pieces, { gap: optionalMs(gap), times }], shown })
  }

  ask(text: string, options?: Within): Promise<string> {
    return this.wait('ask', { args: [text], ...limitOf(options) })
  }

  end(): Promise<void> {
    return this.act('end')
  }

  reset(): Promise<void> {
    return this.act('reset')
  }

  pause(): Promise<void> {
    return this.act('pause')
  }

  resume(): Promise<void> {
    return this.act('resume')
  }

  vanish(): Promise<void> {
    return this.act('vanish')
  }

  line(options?: Within): Promise<string> {
    return this.wait('line', limitOf(options))
  }

  lines(n: number, options?: Within): Promise<string[]> {
    return this.wait('lines', { args: [n], ...limitOf(options) })
  }

  bytes(n: number, options?: Within): Promise<Uint8Array> {
    return this.wait('bytes', { args: [n], ...limitOf(options) })
  }

  rest(options?: Within): Promise<string> {
    return this.wait('rest', limitOf(options))
  }

  digest(options?: Within): Promise<{ length: number; sha256: string }> {
    return this.wait('digest', limitOf(options))
  }

  expectEnd(options?: Within): Promise<void> {
    return this.wait('expectEnd', limitOf(options))
  }

  expectReset(options?: Within & { afterData?: boolean }): Promise<void> {
    return this.wait('expectReset', { args: [options?.afterData ?? false], ...limitOf(options) })
  }

  expectSilence(during: Duration): Promise<void> {
    return this.wait('expectSilence', { args: [milliseconds(during)] })
  }

  stats(): Promise<TcpStats> {
    return this.look('stats')
  }
}

export class TcpListenerHandle extends Handle implements TcpListener {
  readonly local: Endpoint

  constructor(session: Session, on: string, label: string, local: Endpoint) {
    super(session, on, label)
    this.local = local
  }

  accept(options?: Within): Promise<TcpPeer> {
    return this.wait('accept', {
      ...limitOf(options),
      shownAnswer: ({ remote }: TcpEnds) => `from ${formatEndpoint(remote)}`,
      result: (ends: TcpEnds, ref: string) => {
        const label = `${this.label}←${ends.remote.address}:${ends.remote.port}`
        return new TcpPeerHandle(this.session, ref, label, ends)
      },
    })
  }

  close(): Promise<void> {
    return this.act('close')
  }

  count(): Promise<number> {
    return this.look('count')
  }
}
