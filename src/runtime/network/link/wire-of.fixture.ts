/** A link between `a:eth0` and `b:eth0` on its own clock, and the frames that arrive at b. */
import { Recorder } from '../capture/index.ts'
import { Clock, type Nanoseconds } from '../clock.ts'
import { emitEthernet, emitIpv4, emitUdp } from '../wire/index.ts'
import { type Impairment, Link } from './index.ts'

export interface Arrival {
  at: Nanoseconds
  bytes: Uint8Array
}

export function wireOf(
  impairment: Partial<Impairment> = {},
  { seed = 1, ...more }: { seed?: number; forward?: Partial<Impairment>; backward?: Partial<Impairment> } = {},
) {
  const clock = new Clock()
  const recorder = new Recorder()
  const endpoints = ['a:eth0', 'b:eth0'] as const
  const link = new Link({ scheduler: clock, recorder, seed, index: 0, endpoints, impairment, ...more })
  const arrivals: Arrival[] = []
  const arrivalsBack: Arrival[] = []
  link.ends[1].onReceive = (bytes) => void arrivals.push({ at: clock.now, bytes })
  link.ends[0].onReceive = (bytes) => void arrivalsBack.push({ at: clock.now, bytes })
  /** Sends frames from a, one every `gap`, the first now. */
  const send = (count: number, gap: Nanoseconds = 0, length = 100) => {
    const start = clock.now
    for (let i = 0; i < count; i++) clock.at(start + i * gap, () => link.ends[0].transmit(frame(i, length)))
  }
  /** Numbers of the frames that arrived, in arrival order. */
  const arrived = () => arrivals.map(({ bytes }) => numberOf(bytes))
  const fates = () => recorder.packets.map(({ fate }) => fate)
  return { clock, recorder, link, arrivals, arrivalsBack, send, arrived, fates }
}

/** A frame of `length` bytes with a number: a UDP datagram to port 7000 with that identification. */
export function frame(number: number, length = 100, destinationPort = 7000): Uint8Array {
  const [source, destination] = ['10.0.0.1', '10.0.0.2']
  const payload = emitUdp(
    { sourcePort: 5000, destinationPort, payload: new Uint8Array(length - 42) },
    source,
    destination,
  )
  const header = {
    dscp: 0,
    ecn: 0,
    reservedFlag: false,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 64,
    identification: number,
    protocol: 17,
    source,
    destination,
    options: new Uint8Array(0),
  }
  const mac = (n: number) => `02:00:00:00:00:0${n}`
  return emitEthernet({ destination: mac(2), source: mac(1), type: 0x0800, payload: emitIpv4({ ...header, payload }) })
}

export function numberOf(bytes: Uint8Array): number {
  return (bytes[18]! << 8) | bytes[19]!
}
