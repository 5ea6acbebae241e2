/** Flows that always have something to send, over one link of which nothing is kept, and what they reach. */
import {
  Clock,
  type Impairment,
  Link,
  MILLISECOND,
  Recorder,
  SECOND,
  SimulatedHost,
  SocketOption,
  type TcpSettings,
  type TcpSocket,
} from '#network'

export const SEGMENT = 1448
const NOTHING_SPECIAL = new Uint8Array(65_536)

/** Forgets every packet: what is measured here is millions of them. */
class Forgetful extends Recorder {
  override record(sending: Parameters<Recorder['record']>[0]) {
    const packet = { number: 0, arrives: null, ...sending }
    this.onPacket?.(packet)
    return packet
  }
}

export interface Flow {
  readonly socket: TcpSocket
  /** Bytes that the receiver's program has. */
  received: number
}

export class Curve {
  readonly clock = new Clock()
  readonly recorder = new Forgetful()
  readonly #sender: SimulatedHost
  readonly #receiver: SimulatedHost
  #ports = 5000

  /** A round trip of 50 ms; `there` is what happens to data, acknowledgments meet no obstacle. */
  constructor(seed: number, tcp: Partial<TcpSettings>, there: Partial<Impairment> = {}) {
    const link = new Link({
      scheduler: this.clock,
      recorder: this.recorder,
      seed,
      index: 0,
      endpoints: ['sender:eth0', 'receiver:eth0'],
      impairment: { delay: 25 * MILLISECOND },
      forward: { delay: 25 * MILLISECOND, ...there },
    })
    const host = (name: string, end: 0 | 1) =>
      new SimulatedHost({
        name,
        scheduler: this.clock,
        seed,
        routes: [],
        forwarding: false,
        silent: false,
        tcp,
        interfaces: [
          {
            name: 'eth0',
            mac: `02:00:00:00:00:0${end + 1}`,
            mtu: 1500,
            port: link.ends[end],
            addresses: [{ address: `10.0.0.${end + 1}`, length: 24 }],
          },
        ],
      })
    this.#sender = host('sender', 0)
    this.#receiver = host('receiver', 1)
    for (const [here, there] of [
      [this.#sender, 2],
      [this.#receiver, 1],
    ] as const) {
      here.ip.neighbors.addPermanent(here.interface('eth0')!, `10.0.0.${there}`, `02:00:00:00:00:0${there}`)
    }
  }

  get milliseconds(): number {
    return this.clock.now / MILLISECOND
  }

  run(seconds: number): void {
    this.clock.runUntil(this.clock.now + Math.round(seconds * SECOND))
  }

  /** Opens a flow whose receiver reads at once. `window`: what the receiver offers, in bytes. */
  flow(window: number | null = null): Flow {
    const port = this.#ports++
    const listener = this.#receiver.tcp.socket(4)
    if (window !== null) listener.setOption(SocketOption.RCVBUF, window)
    listener.bind('0.0.0.0', port)
    listener.listen(1)
    const socket = this.#sender.tcp.socket(4)
    const flow = { socket, received: 0 }
    listener.onReadiness = () => {
      const accepted = listener.accept()
      if (typeof accepted === 'number') return
      accepted.onReadiness = () => {
        for (let got = accepted.receive(1 << 20); typeof got !== 'number'; got = accepted.receive(1 << 20)) {
          flow.received += got.bytes.length
        }
      }
    }
    socket.onReadiness = () => {
      while (socket.send(NOTHING_SPECIAL) > 0);
    }
    socket.connect('10.0.0.2', port)
    return flow
  }

  /** Bits per second that arrive from now on, over so many seconds. */
  measure(flow: Flow, seconds: number): number {
    const before = flow.received
    this.run(seconds)
    return ((flow.received - before) * 8) / seconds
  }
}
