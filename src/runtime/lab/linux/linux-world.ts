import {
  addressFamily,
  Errno,
  errnoName,
  type Family,
  type IpAddress,
  LoopbackCapture,
  type Nanoseconds,
  type Network,
  type NetworkDescription,
  type TcpSocket,
} from '#network'
import type { ProcessLimits, Program } from '#node'
import { encodeAddress, libc, linux } from '#sockets/linux/index.ts'
import type { Capability, MappingRow } from '../api/index.ts'
import type { BackendWorld, ProgramChannel } from '../backend/index.ts'
import { readMappings } from './connection-table.ts'
import { DescriptorChannel } from './descriptor-channel.ts'
import { withKernelFeatures } from './kernel-feature.ts'
import { Lag, programsCpuMs } from './lag.ts'
import { buildLinuxNetwork, type LinuxNetwork } from './linux-network.ts'
import { LinuxProcess, type LinuxProcessOptions, type ProgramLauncher } from './linux-process.ts'
import { MachineShare } from './machine.ts'
import type { PacketPort } from './packet-port.ts'
import { Poller } from './poller.ts'
import { RealClock } from './real-clock.ts'

/** Options of a world of real kernels. */
export interface LinuxWorldOptions {
  description: NetworkDescription
  seed: number
  launcher: ProgramLauncher
  /** Whether programs may have raw and packet sockets. */
  rawSockets: boolean
  /** Bytes kept of one program's output, and the most that it may write in total. */
  outputBytes: number
  writtenBytes: number
}

export const LINUX_CAPABILITIES: readonly Capability[] = [
  'segments',
  'hold',
  'raw',
  'multicast',
  'nat',
  'firewall',
  'policy-routing',
  'sysctl',
]
const LONGEST_PATIENCE_MS = 5

/** A world on real kernels and real time, driven by the same operations as the simulated one. */
export class LinuxWorld implements BackendWorld {
  readonly backend = 'linux'
  readonly capabilities = LINUX_CAPABILITIES
  readonly tolerance = { ms: 40, share: 0.25 }
  readonly time = 'real'
  readonly control = null
  readonly before = null
  readonly network: Network<RealClock>
  readonly processes: LinuxProcess[] = []
  readonly #launcher: ProgramLauncher
  readonly #programOptions: Omit<LinuxProcessOptions, 'now'>
  readonly #linux: LinuxNetwork
  readonly #poller: Poller
  readonly #clock = new RealClock()
  readonly #lag: Lag
  readonly #share: MachineShare
  /** Sockets for packets with their own headers, by host. */
  readonly #headers = { 4: new Map<string, number>(), 6: new Map<string, number>() }
  readonly #loopbacks: PacketPort[] = []
  #wake: (() => void) | null = null
  #lastActivity: Nanoseconds = 0
  #activityMark = ''

  constructor({ description, seed, launcher, ...programOptions }: LinuxWorldOptions) {
    this.#launcher = launcher
    this.#programOptions = programOptions
    const noticed = () => this.#wake?.()
    this.#poller = new Poller(noticed)
    this.#clock.onEvent = noticed
    this.#linux = withKernelFeatures(() => buildLinuxNetwork(description, seed, this.#clock, this.#poller))
    this.network = this.#linux.network
    this.#lag = new Lag(() => this.processes)
    this.#share = new MachineShare(() => programsCpuMs(this.processes))
    this.#clock.start()
  }

  captureLoopback(hostName: string): LoopbackCapture {
    const capture = new LoopbackCapture(hostName)
    const port = this.#host(hostName).watchLoopback()
    port.onReceive = (frame) => capture.record(frame, this.#clock.now, this.#clock.now)
    this.#loopbacks.push(port)
    return capture
  }

  recordTables(): null {
    return null
  }

  start(hostName: string, program: Program, limits: Partial<ProcessLimits>): LinuxProcess {
    const { outputBytes = this.#programOptions.outputBytes } = limits
    const process = new LinuxProcess(this.#host(hostName), program, this.#launcher, {
      ...this.#programOptions,
      outputBytes,
      now: () => this.#clock.now,
    })
    process.onChange = () => this.#wake?.()
    this.processes.push(process)
    return process
  }

  /** A program's folder is mounted for it alone, and read-only. */
  readonly files = null

  openChannel(): ProgramChannel {
    return new DescriptorChannel()
  }

  /**
   * Real time passes until `done()` is true, looked at after everything that happens here: a descriptor became ready, a frame
   * arrived, a process wrote or ended. What happens inside the kernels alone is looked for every few milliseconds, less often the
   * longer nothing was found.
   */
  async runUntil(done: () => boolean, limit: Nanoseconds): Promise<'done' | 'limit'> {
    for (let idleLooks = 0; !done(); ) {
      const left = limit - this.#clock.now
      if (left <= 0) return 'limit'
      const patience = Math.min(LONGEST_PATIENCE_MS, 1 + idleLooks / 20)
      idleLooks = (await this.#somethingHappens(Math.min(patience, left / 1e6))) ? 0 : idleLooks + 1
    }
    return 'done'
  }

  /** Returns false if nothing happened for this long. */
  async #somethingHappens(patienceMs: number): Promise<boolean> {
    this.#lag.sleep()
    const happened = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, patienceMs, false)
      this.#wake = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })
    this.#wake = null
    this.#lag.wake(happened)
    return happened
  }

  /** Acknowledged by the other kernel, and read by the program there: its receive queue is empty. */
  delivered(socket: TcpSocket): boolean {
    if (socket.sendQueueLength() > 0) return false
    const [own, other] = [socket.localEndpoint(), socket.remoteEndpoint()]
    if (!own || !other) return true
    const isOtherEnd = (row: {
      local: { address: string; port: number }
      remote?: { address: string; port: number }
    }) => row.local.port === other.port && row.remote?.port === own.port && sameAddress(row.remote.address, own.address)
    return [...this.#linux.hosts.values()].every((host) =>
      host
        .tcpSockets()
        .filter(isOtherEnd)
        .every((row) => row.recvQ === 0),
    )
  }

  /** No frame on any link and no process that computed or wrote, for this long. */
  isQuiet(quiet: Nanoseconds): boolean {
    const { packets } = this.network.recorder
    const alive = this.processes.filter((process) => process.exit === null)
    const mark = [
      this.network.recorder.count,
      ...this.processes.map((process) => process.stdout.length + process.stderr.length),
      ...alive.map((process) => process.cpuMs()),
    ].join(' ')
    if (mark !== this.#activityMark || packets.some((packet) => packet.fate === 'under way')) {
      this.#activityMark = mark
      this.#lastActivity = this.#clock.now
    }
    return this.#clock.now - this.#lastActivity >= quiet
  }

  /**
   * Sends a packet with its own header (raw(7), IP_HDRINCL). The kernel fills in the IPv4 checksum, and the
   * identification if it is 0.
   */
  sendPacket(hostName: string, packet: Uint8Array, destination: IpAddress): number {
    const family = addressFamily(destination)
    const socket = this.#headers[family].get(hostName) ?? this.#openRawSocket(hostName, family)
    const address = encodeAddress(family, destination, 0)
    if (!address) return -Errno.EAFNOSUPPORT
    return Math.min(0, libc.send(socket, packet, linux.MSG_DONTWAIT, address))
  }

  isListeningLocally(hostName: string, path: string): boolean {
    return this.#host(hostName).namespace.procNet('unix').includes(` ${path}\n`)
  }

  pidOf(hostName: string, inode: number): number | undefined {
    const here = this.processes.filter((process) => process.host.name === hostName && process.exit === null)
    return here.find((process) => process.socketInodes().has(inode))?.pid
  }

  lagMs(): number {
    return this.#lag.ms()
  }

  othersShare(): number {
    return this.#share.ofOthers()
  }

  mappings(hostName: string): MappingRow[] {
    return readMappings(this.#host(hostName).namespace.procNet('nf_conntrack'))
  }

  readonly losePower = null

  forgetLag(): void {
    this.#lag.forget()
  }

  /** Ends every process and frees the namespaces. */
  async close(): Promise<void> {
    for (const process of this.processes) process.kill('SIGKILL')
    await Promise.all(this.processes.map((process) => process.ended))
    this.#clock.stop()
    for (const family of [4, 6] as const) for (const socket of this.#headers[family].values()) libc.close(socket)
    for (const port of this.#loopbacks) port.close()
    await this.#poller.close()
    this.#linux.close()
  }

  #openRawSocket(hostName: string, family: Family): number {
    const { namespace } = this.#host(hostName)
    const domain = family === 4 ? linux.AF_INET : linux.AF_INET6
    const socket = namespace.inside(() => libc.socket(domain, linux.SOCK_RAW | linux.SOCK_CLOEXEC, linux.IPPROTO_RAW))
    if (socket < 0) throw new Error(`a raw socket on ${hostName}: ${errnoName(-socket)}`)
    this.#headers[family].set(hostName, socket)
    return socket
  }

  #host(name: string) {
    const host = this.#linux.hosts.get(name)
    if (!host) throw new RangeError(`Unknown host ${name}`)
    return host
  }
}

function sameAddress(a: string, b: string): boolean {
  return a.replace(/^::ffff:/, '') === b.replace(/^::ffff:/, '')
}
