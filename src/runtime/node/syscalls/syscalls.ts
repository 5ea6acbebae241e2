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
import type { Nanoseconds } from '../../network/index.ts'

export { BindFlag, Ready, Shutdown, SocketOption } from '../../network/index.ts'

export const Op = {
  /** a: domain 4 | 6 | 1 (unix); b: type 1 stream | 2 datagram | 3 raw; c: IP protocol of a raw socket. Returns a descriptor. */
  socket: 1,
  /** a: descriptor; b: port; c: `BindFlag`s; str: address or path. */
  bind: 2,
  /** a: descriptor; b: backlog. */
  listen: 3,
  /** a: descriptor. Returns a descriptor or -EAGAIN; out.str, out.a: the peer; out.b: its send space. */
  accept: 4,
  /** a: descriptor; b: port; str: address or path ('' dissolves a datagram socket's association). 0, -EINPROGRESS or -errno. */
  connect: 5,
  /** a: descriptor (1 and 2: stdio); b: port, str: address of a datagram; bytes. Returns n or -EAGAIN; out.b: send space left. */
  send: 6,
  /** a: descriptor; b: most bytes. Returns n, 0 at the end of a stream, or -EAGAIN; out.bytes; out.str, out.a: the sender. */
  recv: 7,
  /** a: descriptor; b: `Shutdown`. */
  shutdown: 8,
  /** a: descriptor; b: 1 = reset the connection (SO_LINGER 0). */
  close: 9,
  /** a: descriptor; b: 0 own name, 1 peer's. out.str: address; out.a: port; out.b: domain. */
  getname: 10,
  /** a: descriptor; b: `SocketOption`; c: value; str. */
  setopt: 11,
  /** a: descriptor; b: `SocketOption`. Returns the value. */
  getopt: 12,
  /**
   * a: descriptor; b: interest, `Ready.IN | Ready.OUT | PUSH`, with the largest piece wanted in bits 8 and up; c: wanted send space.
   * With PUSH the kernel performs the accept or recv and attaches the result to the event (libuv's read_start); without it, it
   * is poll. OUT is one-shot.
   */
  watch: 13,
  /** a: n. out.bytes: n random bytes of the process's own stream. */
  random: 14,
  /** Returns the time in ns. */
  clock: 15,
  /** a: exit code. No answer comes. */
  exit: 16,
  /** a: pid on the same host; b: signal. */
  kill: 17,
  /** a: signal; b: 1 = deliver as an event, 0 = default action. */
  sigmask: 18,
  /** Ends a turn, as epoll_wait does. a: deadline in ns, or -1 for none; b: number of the event that this answers. */
  wait: 20,
} as const
export type Op = (typeof Op)[keyof typeof Op]

/** Interest bit of `watch`: perform the operation and push its result with the event. */
export const PUSH = 16

/** Second results of the last call. */
export interface SyscallResult {
  a: number
  b: number
  str: string
  bytes: Uint8Array | null
}

/**
 * A process's way into its kernel. `cost`: virtual ns that the process used since its last message, other than the
 * `CALL_COST` that the kernel adds itself for each call.
 */
export interface SystemCalls {
  readonly out: SyscallResult
  call(cost: Nanoseconds, op: Op, a?: number, b?: number, c?: number, str?: string, bytes?: Uint8Array | null): number
  /** The same without a result: may be batched until the next `call` or the end of the turn. */
  post(cost: Nanoseconds, op: Op, a?: number, b?: number, c?: number, str?: string, bytes?: Uint8Array | null): void
}

export const EventType = { start: 1, ready: 2, timeout: 3, signal: 4, end: 5 } as const
export type EventType = (typeof EventType)[keyof typeof EventType]

/** What begins a turn of a process. Fields that a type does not use are 0, '' or null. */
export interface KernelEvent {
  type: EventType
  /** When the turn starts: the later of the event's time and the process's `busyUntil`. */
  time: Nanoseconds
  /** Nothing else happens in the world before: the process may run its own timers and immediates up to here without a call. */
  horizon: Nanoseconds
  fd: number
  /** `Ready` bits. */
  mask: number
  /** Positive errno, or 0. */
  error: number
  /** start: pid; ready on a listener with PUSH: the new descriptor; signal: its number; otherwise the length of `bytes`. */
  value: number
  /** Peer of an accepted connection, sender of a datagram. start: `str` is a `ProcessStart` as JSON. */
  port: number
  str: string
  /** Send space of `fd` now. */
  sendSpace: number
  /** [fd, space, …] of other descriptors whose send space grew since the last turn: a send can then be posted with an exact result. */
  credit: number[] | null
  /** Received data, pushed; null is not empty. */
  bytes: Uint8Array | null
}

/** How a turn ends. `deadline` -1: only events wake the process. */
export interface TurnEnd {
  deadline: Nanoseconds | -1
  cost: Nanoseconds
}

/** What a process is told at its start. */
export interface ProcessStart {
  argv: string[]
  env: Record<string, string>
  cwd: string
  hostname: string
  /** Milliseconds since the Unix epoch at the world's start. */
  epochMs: number
  /** Names that `dns.lookup` finds without a server, as /etc/hosts would. */
  hosts: Record<string, string[]>
  /** The program's files by absolute path (text). */
  files: Record<string, string>
}

/** Default costs of DESIGN §3: what makes a `setImmediate` loop move the clock. */
export const TURN_COST: Nanoseconds = 1_000
export const CALL_COST: Nanoseconds = 100
