import type {
  Clock,
  IpAddress,
  LoopbackCapture,
  Nanoseconds,
  Network,
  Scheduler,
  TableRecorder,
  TcpSocket,
} from '#network'
import type { KernelProcess, ProcessLimits, Program } from '#node'
import type { Backend, Capability, MappingRow, Moment } from '../api/index.ts'

/**
 * A world, as Lab's operations see it: a network of hosts with sockets, links and a recording, programs on the hosts,
 * and a way to let time pass. Providers implement it: `simulated` on virtual time and the simulated kernel, `linux` on
 * namespaces and the real one. They answer the few questions in which the two differ; no operation exists twice.
 */
export interface BackendWorld {
  readonly backend: Backend
  readonly capabilities: readonly Capability[]
  /** `virtual`: time stops while no wait is pending. */
  readonly time: 'virtual' | 'real'
  /** Tolerance for comparing times: the larger of `ms` and `share` of the time. */
  readonly tolerance: { ms: number; share: number }
  /** Clock of a world that can stop at an exact event; null on real kernels, which cannot. */
  readonly control: Clock | null
  /** Starts logging its tables; null for those of real kernels. */
  recordTables(): TableRecorder | null
  /** The operations take over the callbacks of its recorder. */
  readonly network: Network<Scheduler>
  /** Starts recording a host's loopback traffic. */
  captureLoopback(hostName: string, keepsPackets: boolean): LoopbackCapture

  /**
   * Runs the world to the end of the first event after which `done()` is true, but no further than `limit`. `idle`:
   * nothing more will happen by itself; the world is then at `limit`, if that is finite.
   */
  runUntil(done: () => boolean, limit: Nanoseconds): Promise<'done' | 'limit' | 'idle'>
  /** The last stop before the current event, at which a replay can stop again; null if `control` is null. */
  readonly before: Moment | null
  /** Starts a program; its first instruction runs when the world does. */
  start(hostName: string, program: Program, limits: Partial<ProcessLimits>): KernelProcess | Promise<KernelProcess>
  /**
   * Opens a byte stream to a program about to be started on a host, in addition to its standard streams; null if
   * unsupported.
   */
  openChannel(hostName: string): ProgramChannel | null
  /**
   * Returns whether the program at the other end could read all data sent so far, so that the next piece is read by
   * itself.
   */
  delivered(socket: TcpSocket): boolean
  /**
   * Returns whether the world is idle and nothing is due within `quiet`: no packet in flight, no runnable process, no
   * timer.
   */
  isQuiet(quiet: Nanoseconds): boolean
  /** Sends a complete IP packet from a host, unchanged. Returns 0 or -errno. */
  sendPacket(hostName: string, packet: Uint8Array, destination: IpAddress): number
  /** Returns whether a program of this host listens on a local (Unix) path. */
  isListeningLocally(hostName: string, path: string): boolean
  /** Files of its hosts; null if each program has its own. */
  readonly files: WorldFiles | null
  /** Process of a socket, by the socket's inode. */
  pidOf(hostName: string, inode: number): number | undefined
  /** What a NAT translates at the moment. */
  mappings(hostName: string): MappingRow[]
  /** Drops a host's connections silently; null on real kernels, which would send packets. */
  readonly losePower: ((hostName: string) => void) | null
  /** Real milliseconds of delay because the machine had no processor for the world; 0 on virtual time. */
  lagMs(): number
  /** Share of this machine's processors, from 0 to 1, used by others in the meantime; 0 on virtual time. */
  othersShare(): number
  /** Called when an awaited program is up: its lateness does not matter from here on. */
  forgetLag(): void
  /** Kills all processes and frees everything. */
  close(): void | Promise<void>
}

/** Files by absolute path: results are bytes, 0 or -errno. */
export interface WorldFiles {
  read(hostName: string, path: string): Uint8Array | number
  write(hostName: string, path: string, bytes: Uint8Array): number
}

/** Channel between a test's calls and a program written by the Lab itself (the driver of `load`). */
export interface ProgramChannel {
  /** Its address for the program: `fd:3,4`, or the path of a local socket. */
  readonly address: string
  onBytes: ((bytes: Uint8Array) => void) | null
  /** Called when the program has been started. */
  attach(process: KernelProcess): void
  write(bytes: Uint8Array): void
}
