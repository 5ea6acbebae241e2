import type {
  Clock,
  IpAddress,
  LoopbackCapture,
  Nanoseconds,
  Network,
  Scheduler,
  TableRecorder,
  TcpSocket,
} from '../../network/index.ts'
import type { KernelProcess, ProcessLimits, Program } from '../../node/index.ts'
import type { Backend, Capability, MappingRow, Moment } from '../api/index.ts'

/**
 * A world as the operations of Lab see it: a network of hosts with sockets, links and a recording, programs on the hosts, and a
 * way to let time pass. A provider gives one: `simulated` over virtual time and the simulated kernel, `linux` over namespaces
 * and the real one. Where the two kinds differ the provider answers a small question; no operation exists twice.
 */
export interface BackendWorld {
  readonly backend: Backend
  readonly capabilities: readonly Capability[]
  /** `virtual`: time stands still while nobody waits. */
  readonly time: 'virtual' | 'real'
  /** What a comparison of times must allow: the larger of `ms` and `share` of the time. */
  readonly tolerance: { ms: number; share: number }
  /** The clock of a world that can stand still at an exact event; null where real kernels run, which cannot. */
  readonly control: Clock | null
  /** Begins to log its tables; null where they are real kernels'. */
  recordTables(): TableRecorder | null
  /** The operations take over the callbacks of its recorder. */
  readonly network: Network<Scheduler>
  /** Begins to record what a host sends to itself. */
  captureLoopback(hostName: string, keepsPackets: boolean): LoopbackCapture

  /**
   * Lets the world run to the end of the first event after which `done()` is true, but no further than `limit`. `idle`: nothing
   * will ever happen by itself; the world then stands at `limit`, if that is finite.
   */
  runUntil(done: () => boolean, limit: Nanoseconds): Promise<'done' | 'limit' | 'idle'>
  /** The last place before what happens now at which the world stood, and can stand again; null where `control` is. */
  readonly before: Moment | null
  /** Starts a program; its first instruction runs when the world does. */
  start(hostName: string, program: Program, limits: Partial<ProcessLimits>): KernelProcess | Promise<KernelProcess>
  /** A stream of bytes to a program that is about to be started on a host, beside its standard streams; null where there is none. */
  openChannel(hostName: string): ProgramChannel | null
  /** Could the program at the other end read all that was sent, so that the next piece will be read by itself? */
  delivered(socket: TcpSocket): boolean
  /** Is nothing under way, and nothing due within `quiet`: no packet in flight, no process runnable, no timer? */
  isQuiet(quiet: Nanoseconds): boolean
  /** Sends a whole IP packet from a host, exactly as it is. 0 or -errno. */
  sendPacket(hostName: string, packet: Uint8Array, destination: IpAddress): number
  /** Does a program of this host listen on a local (Unix) path? */
  isListeningLocally(hostName: string, path: string): boolean
  /** The files of its hosts; null where each program has its own. */
  readonly files: WorldFiles | null
  /** Process of a socket, by the socket's inode. */
  pidOf(hostName: string, inode: number): number | undefined
  /** Whom a NAT hides how; null where it cannot be asked yet. */
  readonly mappings: ((hostName: string) => MappingRow[]) | null
  /** A host's connections end at once and nobody is told; null where real kernels would tell. */
  readonly losePower: ((hostName: string) => void) | null
  /** Real milliseconds by which the world is late because the machine had no processor for it; 0 where time is virtual. */
  lagMs(): number
  /** The share of this machine's processors, from 0 to 1, that others than this world used meanwhile; 0 where time is virtual. */
  othersShare(): number
  /** A program that was waited for is up: how late that was matters to nothing that comes. */
  forgetLag(): void
  /** Kills what runs and frees everything. */
  close(): void | Promise<void>
}

/** Files by absolute path: results are bytes, 0 or -errno. */
export interface WorldFiles {
  read(hostName: string, path: string): Uint8Array | number
  write(hostName: string, path: string, bytes: Uint8Array): number
}

/** How a test's calls reach a program that the Lab itself wrote (the driver of `load`). */
export interface ProgramChannel {
  /** What the program is told: `fd:3,4`, or the path of a local socket. */
  readonly address: string
  onBytes: ((bytes: Uint8Array) => void) | null
  /** The program has been started. */
  attach(process: KernelProcess): void
  write(bytes: Uint8Array): void
}
