/**
 * The system-call interface between a process and its kernel: numbers, strings and bytes, never an object with behaviour.
 *
 * In the page both sides live in one worker and a call is a function call; for a graded run the process lives in another, jailed
 * operating-system process and the same calls go over a pipe (see `frame.ts`). Nothing that a program patches in its own realm
 * can therefore forge a packet, a clock or a result.
 *
 * Numbers are safe integers. A negative result is `-errno` (Linux numbers, which libuv's `UV_E*` are too). Times are virtual
 * nanoseconds since the world's start.
 */
import type { Ancillary, Endpoint, GroupRow, InterfaceRow, Nanoseconds, NeighborRow, RouteRow, RuleRow } from '#network'
import type { Op } from './operations.ts'

export { BindFlag, Ready, Shutdown, SocketOption } from '#network'

/** Metadata of a datagram. */
export interface MessageFacts {
  from: Endpoint | null
  ancillary: Ancillary
}

/** Reason for which `Op.standStill` ended. */
export const Stood = { childEnded: 1, ready: 2 } as const

/** Process that holds a socket, as `ss -p` shows it. */
export interface SocketOwner {
  pid: number
  fd: number
  /** The name of its main thread (/proc/PID/comm). */
  name: string
}

/** A host's tables, and the bytes that each interface received and sent. */
export interface HostTables {
  interfaces: InterfaceRow[]
  routes: RouteRow[]
  neighbors: NeighborRow[]
  groups: GroupRow[]
  rules: RuleRow[]
  bytes: Readonly<Record<string, readonly [received: number, sent: number]>>
}

/** What a descriptor refers to, as far as a program has to treat it differently. */
export const DescriptorKind = { file: 0, pipe: 1, tcp: 2, udp: 3, raw: 4, terminal: 5, packet: 6 } as const
export type DescriptorKind = (typeof DescriptorKind)[keyof typeof DescriptorKind]

/** Request of `Op.spawn`. Any other form fails with EINVAL. */
export interface SpawnRequest {
  /** A path, or a name that is looked up in the PATH of `env`. */
  file: string
  /** With the name by which the program is called in front. */
  args: string[]
  /** `NAME=value`. */
  env: string[]
  /** Default: the parent's. */
  cwd?: string
  /** The child's descriptors from 0 on: which of the parent's each is, -1 for none. */
  descriptors: number[]
  /** A group of its own: setsid(2). */
  detached: boolean
  uid?: number
  gid?: number
  /** The parent will stand still until it has ended. -ENOSYS where no process can run in the middle of another's turn. */
  awaited?: boolean
}

/** In place of a descriptor: the path in `str`. */
export const AT_PATH = -1
export const AT_LINK = -2

/** Numbers of `stat`: struct stat in the order in which Node's C++ hands it on, each time as seconds and nanoseconds. */
export const STAT_FIELDS = 18

/** Nanoseconds that mean the present time, or no change (utimensat(2)). */
export const UTIME_NOW = 0x3fffffff
export const UTIME_OMIT = 0x3ffffffe

/** In place of an event's horizon. */
export const MORE_IS_READY: Nanoseconds = -1

/** Interest bit of `watch`: perform the operation and push its result with the event. */
export const PUSH = 16
/** Interest bit of `watch`: take the descriptors that come with a local stream's bytes; without it they are closed. */
export const TAKE_DESCRIPTORS = 32

/** Resources that a process holds on its own side of the interface, invisible to the kernel. */
export const Gauge = {
  /** Bytes in user-space write queues: written by the program, not yet taken by a socket. */
  queuedBytes: 0,
  /** Timers that would still fire. */
  timers: 1,
} as const
export type Gauge = (typeof Gauge)[keyof typeof Gauge]

/** Second results of the last call. */
export interface SyscallResult {
  a: number
  b: number
  str: string
  bytes: Uint8Array | null
}

/**
 * A process's way into its kernel. `cost`: virtual ns that the process used since its last message (or since the event that
 * began the turn), other than what the kernel adds itself: `TURN_COST` at the begin of a turn and `CALL_COST` for each call.
 * Both sides thus know the same time of the process: `event.time + TURN_COST`, plus the costs, plus `CALL_COST` for each call.
 *
 * Once the process has ended (by `exit`, or because the kernel ended it within a call), `call` and `post` throw `ProcessEnded`.
 */
export interface SystemCalls {
  readonly out: SyscallResult
  call(cost: Nanoseconds, op: Op, a?: number, b?: number, c?: number, str?: string, bytes?: Uint8Array | null): number
  /** The same without a result: may be batched until the next `call` or the end of the turn. */
  post(cost: Nanoseconds, op: Op, a?: number, b?: number, c?: number, str?: string, bytes?: Uint8Array | null): void
}

/** `child`: a child has ended. */
export const EventType = { start: 1, ready: 2, timeout: 3, signal: 4, child: 5 } as const
export type EventType = (typeof EventType)[keyof typeof EventType]

/** Event that begins a turn of a process. Fields that a type does not use are 0, '' or null. */
export interface KernelEvent {
  type: EventType
  /** When the turn starts: the later of the event's time and the process's `busyUntil`. */
  time: Nanoseconds
  /**
   * Nothing else happens in the world before: the process may run its own timers and immediates up to here without a call. `MORE_IS_READY`: the
   * next event was there as early as this one, and comes before anything else that the process does.
   */
  horizon: Nanoseconds
  fd: number
  /** `Ready` bits; child: the signal that ended it, or 0. */
  mask: number
  /** Positive errno, or 0; child: its exit code. */
  error: number
  /** start, child: pid; ready on a listener with PUSH: the new descriptor; signal: its number; otherwise the length of `bytes`. */
  value: number
  /**
   * Peer of an accepted connection, sender of a datagram; 1 + the descriptor that came with the bytes of a local stream, for
   * `TAKE_DESCRIPTORS`. start: `str` is a `ProcessStart` as JSON.
   */
  port: number
  str: string
  /** Send space of `fd` now; of a listener with PUSH, that of the accepted connection. */
  sendSpace: number
  /** [fd, space, …] of other descriptors whose send space grew since the last turn: a send can then be posted with an exact result. */
  credit: number[] | null
  /**
   * Received data, pushed: the kernel's until the turn ends, so a process copies what it keeps. null is not empty: with PUSH, IN without bytes and without
   * error is the end of the stream.
   */
  bytes: Uint8Array | null
}

/** How a turn ends. `deadline` -1: only events wake the process. */
export interface TurnEnd {
  deadline: Nanoseconds | -1
  cost: Nanoseconds
}

/** Start data of a process. */
export interface ProcessStart {
  /** The program's path and what it is given, behind that of Node; without options of Node's. */
  argv: string[]
  /** All that stands on the command line, of a process that another has started: Node itself tells its options from the program's. */
  commandLine?: string[]
  /** Options of Node itself, such as `--no-warnings`: what stands before the program on a command line. */
  execArgv?: string[]
  env: Record<string, string>
  cwd: string
  hostname: string
  /** Milliseconds since the Unix epoch at the world's start. */
  epochMs: number
  /** Names that `dns.lookup` finds without a server, as /etc/hosts would. */
  hosts: Record<string, string[]>
}

/** Cost of one turn of an event loop: makes a `setImmediate` loop move the clock. */
export const TURN_COST: Nanoseconds = 1_000
/** Cost of a system call or a clock reading: makes `while (Date.now() < end)` end. */
export const CALL_COST: Nanoseconds = 100

/** Thrown by `SystemCalls` to a process that has ended, so that whatever it is doing unwinds. */
export class ProcessEnded extends Error {
  constructor() {
    super('This process has ended')
    this.name = 'ProcessEnded'
  }
}

export function emptyEvent(type: EventType): KernelEvent {
  return {
    type,
    time: 0,
    horizon: 0,
    fd: -1,
    mask: 0,
    error: 0,
    value: 0,
    port: 0,
    str: '',
    sendSpace: 0,
    credit: null,
    bytes: null,
  }
}
