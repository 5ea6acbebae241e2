import {
  type Clock,
  captureLoopback,
  ETHERNET_HEADER_LENGTH,
  type IpAddress,
  IpProtocol,
  type LoopbackCapture,
  MILLISECOND,
  type Nanoseconds,
  type SimulatedNetwork,
  TableRecorder,
  type TcpSocket,
} from '#network'
import { type Kernel, type KernelProcess, type ProcessLimits, type Program, World } from '#node'
import type { ProcessStarter } from '#node/processes/index.ts'
import type { Capability, MappingRow } from '../api/index.ts'
import type { BackendWorld, ProgramChannel, WorldFiles } from '../backend/index.ts'
import { afterMicrotasks } from '../client/index.ts'
import { LocalChannel } from './local-channel.ts'

export const SIMULATED_CAPABILITIES: readonly Capability[] = [
  'virtual-time',
  'control',
  'segments',
  'hold',
  'raw',
  'power',
  'multicast',
  'nat',
  'firewall',
  'policy-routing',
  'sysctl',
  'count.syscalls',
]

const MAPPED_PROTOCOLS: Readonly<Record<number, MappingRow['proto']>> = {
  [IpProtocol.ICMP]: 'icmp',
  [IpProtocol.TCP]: 'tcp',
  [IpProtocol.UDP]: 'udp',
}

/** Lets the thread handle other work, such as a message that asks for a pause. */
const breath = () => new Promise<void>(afterMicrotasks)

/** A world over virtual time: simulated hosts, and programs on the simulated kernel. */
export class SimulatedWorld implements BackendWorld {
  readonly backend = 'simulated'
  readonly capabilities = SIMULATED_CAPABILITIES
  readonly time = 'virtual'
  /** Programs cost some microseconds of virtual time; a test need not know how many. */
  readonly tolerance = { ms: 1, share: 0 }
  readonly network: SimulatedNetwork
  readonly control: Clock
  readonly files: WorldFiles = {
    read: (hostName, path) => this.#filesOf(hostName).read(path),
    write: (hostName, path, bytes) => this.#filesOf(hostName).write(path, bytes),
  }
  readonly #kernel: Kernel
  readonly #world: World
  readonly #start: ProcessStarter
  #channels = 0

  constructor(network: SimulatedNetwork, kernel: Kernel, start: ProcessStarter) {
    this.network = network
    this.control = network.clock
    this.#kernel = kernel
    this.#world = new World(network, kernel, breath)
    this.#start = start
  }

  async runUntil(done: () => boolean, limit: Nanoseconds): Promise<'done' | 'limit' | 'idle'> {
    const result = await this.#world.runUntil(done, limit)
    const { clock } = this.network
    if (result === 'idle' && Number.isFinite(limit) && limit > clock.now) clock.advanceTo(limit)
    return result
  }

  get before() {
    return this.#world.before
  }

  captureLoopback(hostName: string, keepsPackets: boolean): LoopbackCapture {
    return captureLoopback(this.network, hostName, keepsPackets ? {} : { cap: 0 })
  }

  recordTables(): TableRecorder {
    return new TableRecorder(this.network)
  }

  start(hostName: string, program: Program, limits: Partial<ProcessLimits>): KernelProcess | Promise<KernelProcess> {
    return this.#start(this.#kernel, this.network.host(hostName), program, limits)
  }

  #filesOf(hostName: string) {
    return this.#kernel.files(this.network.host(hostName))
  }

  openChannel(hostName: string): ProgramChannel {
    const names = this.#kernel.unixNames(this.network.host(hostName))
    return new LocalChannel(names, `/run/lab-${++this.#channels}.sock`)
  }

  /** A piece that waits behind others in the send buffer would leave together with them. */
  delivered(socket: TcpSocket): boolean {
    return socket.stats().notsentBytes === 0
  }

  isQuiet(quiet: Nanoseconds): boolean {
    const { clock } = this.network
    const next = clock.peek()
    return next === undefined || next.at > clock.now + quiet
  }

  sendPacket(hostName: string, packet: Uint8Array, destination: IpAddress): number {
    const { ip } = this.network.host(hostName)
    const path = ip.path(destination)
    if (typeof path === 'number') return path
    const frame = new Uint8Array(ETHERNET_HEADER_LENGTH + packet.length)
    frame.set(packet, ETHERNET_HEADER_LENGTH)
    ip.transmit(path, path.source, frame)
    return 0
  }

  isListeningLocally(hostName: string, path: string): boolean {
    return this.#kernel.unixNames(this.network.host(hostName)).get(path)?.state === 'LISTEN'
  }

  pidOf(hostName: string, inode: number): number | undefined {
    return this.#kernel.ownerOf(this.network.host(hostName), inode)?.pid
  }

  readonly losePower = (hostName: string): void => this.network.host(hostName).losePower()

  mappings(hostName: string): MappingRow[] {
    const { clock } = this.network
    const rows = this.network.host(hostName).mappings()
    return rows.flatMap(({ protocol, expiresAt, ...ends }) => {
      const proto = MAPPED_PROTOCOLS[protocol]
      return proto === undefined ? [] : [{ proto, ...ends, expiresMs: (expiresAt - clock.now) / MILLISECOND }]
    })
  }

  lagMs(): number {
    return 0
  }

  othersShare(): number {
    return 0
  }

  forgetLag(): void {}

  close(): void {
    for (const process of this.#kernel.processes) if (process.exit === null) process.kill('SIGKILL')
  }
}
