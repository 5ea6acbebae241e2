import { type CompiledFilter, errnoName, type Host, type IpAddress } from '#network'
import type { PacketSpec } from '../api/index.ts'
import { formatDuration, toNanoseconds } from '../duration.ts'
import type { PacketData } from '../protocol.ts'
import { count } from '../text.ts'
import { compile } from './capture-cursor.ts'
import type { Context } from './context.ts'
import { packetData } from './packet-data.ts'
import { buildPacket } from './packet-spec.ts'
import type { Operation, Subject } from './subject.ts'
import { done, Failure, waitFor, waitThrough } from './wait.ts'

/**
 * A test's raw socket: copies of packets that arrive at the host's interfaces, and packets sent exactly as described.
 */
export class RawPeer implements Subject {
  readonly #context: Context
  readonly #host: Host
  readonly #matches: CompiledFilter | null
  readonly #iface: string | undefined
  readonly #received: PacketData[] = []
  #looked: number
  #taken = 0

  constructor(context: Context, hostName: string, filter: string | undefined, iface: string | undefined) {
    this.#context = context
    this.#host = context.host(hostName)
    this.#matches = compile(filter)
    this.#iface = iface
    // A socket sees packets from its opening on.
    this.#looked = context.packets.seen
  }

  readonly operations: Record<string, Operation> = {
    send: ([spec]: [PacketSpec]) => this.#send(spec),
    receive: (_, call) =>
      waitFor({
        deadline: call.deadline,
        expected: `a packet at ${this.#host.name} ${call.within}`,
        poll: () => {
          const packet = this.#look()[this.#taken]
          if (!packet) return null
          this.#taken++
          return done(packet)
        },
        seen: () => (this.#taken === 0 ? 'none' : `no more after ${count(this.#taken, 'packet')}`),
      }),
    expectSilence: ([ms]: [number]) =>
      waitThrough(this.#context.world.network.clock.now + toNanoseconds(ms), () => {
        const packet = this.#look()[this.#taken]
        if (!packet) return
        const expected = `no packet at ${this.#host.name} for ${formatDuration(ms)}`
        throw new Failure('UNEXPECTED', expected, `packet ${packet.number}: ${packet.summary}`, [packet.number])
      }),
  }

  #look(): PacketData[] {
    const { packets } = this.#context
    for (; this.#looked < packets.seen; this.#looked++) {
      const { record, where } = packets.sighting(this.#looked)
      if (where !== 'delivered' || !this.#isHere(record.to)) continue
      const packet = this.#context.packets.dissect(record)
      if (this.#matches === null || this.#matches(packet)) this.#received.push(packetData(record, packet, record.to))
    }
    return this.#received
  }

  #isHere(end: string): boolean {
    return this.#iface === undefined
      ? end.startsWith(`${this.#host.name}:`)
      : end === `${this.#host.name}:${this.#iface}`
  }

  #send(spec: PacketSpec): void {
    const iface = this.#ifaceRow()
    const built = buildPacket(spec, (destination) => this.#sourceFor(destination), iface.mac)
    if (built.frame) this.#transmit(iface.name, built.frame)
    else this.#route(built.packet!, built.destination!)
  }

  #route(packet: Uint8Array, destination: IpAddress): void {
    const result = this.#context.world.sendPacket(this.#host.name, packet, destination)
    if (result < 0) throw new Failure('UNREACHABLE', `a packet to be sent to ${destination}`, errnoName(-result))
  }

  #transmit(iface: string, frame: Uint8Array): void {
    const end = `${this.#host.name}:${iface}`
    for (const { endpoints, ends } of this.#context.links.all)
      endpoints.forEach((endpoint, side) => {
        if (endpoint === end) ends[side]!.transmit(frame)
      })
  }

  #ifaceRow(): { name: string; mac: string } {
    const rows = this.#host.interfaces().filter(({ name }) => name !== 'lo')
    const row = this.#iface === undefined ? rows[0] : rows.find(({ name }) => name === this.#iface)
    if (!row)
      throw new Failure(
        'MISUSE',
        `an interface of ${this.#host.name} (${rows.map(({ name }) => name).join(', ')})`,
        String(this.#iface),
      )
    return row
  }

  /** The address that the host's kernel would send from: asked of a datagram socket, as programs do. */
  #sourceFor(destination: IpAddress): IpAddress {
    const socket = this.#host.udp.socket(this.#context.familyOf(destination))
    const connected = socket.connect(destination, 9)
    const source = socket.localEndpoint()?.address
    socket.close()
    if (connected < 0 || source === undefined)
      throw new Failure('UNREACHABLE', `a route from ${this.#host.name} to ${destination}`, errnoName(-connected))
    return source
  }
}
