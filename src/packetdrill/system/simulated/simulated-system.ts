/** The simulated stack in virtual time: one host on a wire whose other end is the script. */
import {
  addressFamily,
  Clock,
  EtherType,
  emitEthernet,
  type FramePort,
  type Nanoseconds,
  ParseError,
  parseEthernet,
  SimulatedHost,
} from '#network'
import type { RunSettings } from '../../language/index.ts'
import { NeedsError } from '../../language/index.ts'
import { personalitySettings } from '../personalities.ts'
import type { SentPacket, System } from '../system.ts'
import { readCommands } from '../tuning.ts'
import { checkCounters } from './counters.ts'
import { SimulatedSockets } from './simulated-sockets.ts'

const HOST_MAC = '02:00:00:00:00:01'
const PEER_MAC = '02:00:00:00:00:02'

/** `readFile`: returns the text of a shell script next to the packetdrill script. */
export function openSimulatedSystem(
  settings: RunSettings,
  setup: string | null,
  readFile: (path: string) => string,
): System {
  return new SimulatedSystem(settings, setup, readFile)
}

class SimulatedSystem implements System {
  readonly sockets: SimulatedSockets
  readonly #clock = new Clock()
  readonly #host: SimulatedHost
  readonly #port: FramePort = { transmit: (frame) => this.#onFrame(frame), onReceive: null }
  readonly #sent: SentPacket[] = []
  readonly #readFile: (path: string) => string
  /** Counters when a script last set them back (`nstat -n`). */
  #countersBefore = new Map<string, number>()

  constructor(settings: RunSettings, setup: string | null, readFile: (path: string) => string) {
    this.#readFile = readFile
    const tuning = readCommands(setup ?? '', readFile)
    const { localAddress, remoteAddress, ipVersion } = settings
    const six = ipVersion === 'ipv6'
    this.#host = new SimulatedHost({
      name: 'host',
      scheduler: this.#clock,
      seed: 1,
      interfaces: [
        {
          name: 'tun0',
          mac: HOST_MAC,
          mtu: tuning.mtu ?? settings.mtu ?? (six ? 1520 : 1500),
          addresses: [{ address: localAddress, length: addressFamily(localAddress) === 4 ? 16 : 48 }],
          port: this.#port,
        },
      ],
      routes: [{ to: { address: six ? '::' : '0.0.0.0', length: 0 }, dev: 'tun0' }],
      forwarding: false,
      silent: false,
      tcp: { ...personalitySettings(settings.personality), ...tuning.tcp },
    })
    this.#host.ip.neighbors.addPermanent(this.#host.interface('tun0')!, remoteAddress, PEER_MAC)
    this.sockets = new SimulatedSockets(this.#host)
  }

  get now(): Nanoseconds {
    return this.#clock.now
  }

  wait(time: Nanoseconds, done: () => boolean): Promise<void> {
    this.#runUntil(time, done)
    return Promise.resolve()
  }

  /** Events due at `time` itself have not happened yet: a kernel's timers are late rather than early. */
  #runUntil(time: Nanoseconds, done: () => boolean): void {
    if (done()) return
    for (let next = this.#clock.peek(); next !== undefined && next.at < time; next = this.#clock.peek()) {
      void this.#clock.take()!.run()
      if (done()) return
    }
    if (time > this.#clock.now && Number.isFinite(time)) this.#clock.advanceTo(time)
  }

  #onFrame(bytes: Uint8Array): void {
    const frame = parseEthernet(bytes)
    if (frame instanceof ParseError) return
    if (frame.type !== EtherType.IPV4 && frame.type !== EtherType.IPV6) return
    this.#sent.push({ at: this.#clock.now, bytes: frame.payload.slice() })
  }

  takeSent(): SentPacket | undefined {
    return this.#sent.shift()
  }

  inject(packet: Uint8Array): void {
    const type = packet[0]! >> 4 === 6 ? EtherType.IPV6 : EtherType.IPV4
    this.#port.onReceive?.(emitEthernet({ destination: HOST_MAC, source: PEER_MAC, type, payload: packet }))
  }

  command(text: string): string | null {
    if (text.includes('nstat')) {
      const counted = (name: string) => this.#host.counters.value(name) - (this.#countersBefore.get(name) ?? 0)
      const verdict = checkCounters(text, counted)
      if (verdict === 'set back') this.#countersBefore = new Map(this.#host.counters.entries())
      return verdict === 'set back' ? null : verdict
    }
    const tuning = readCommands(text, this.#readFile)
    if (tuning.mtu !== null) throw new NeedsError('an MTU that changes while the script runs')
    Object.assign(this.#host.tcp.settings, tuning.tcp)
    return null
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
