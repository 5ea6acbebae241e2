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
import type { Ancillary, Endpoint, Nanoseconds } from '../../network/index.ts'

export { BindFlag, Ready, Shutdown, SocketOption } from '../../network/index.ts'

export const Op = {
  /**
   * a: domain 4 | 6 | 1 (unix) | 17 (packet); b: type 1 stream | 2 datagram | 3 raw; c: IP protocol of a raw socket, EtherType of a packet socket.
   * Returns a descriptor; -EPERM for a raw or packet socket where only the superuser may have one.
   */
  socket: 1,
  /** a: descriptor; b: port; c: `BindFlag`s; str: address or path. */
  bind: 2,
  /** a: descriptor; b: backlog. */
  listen: 3,
  /** a: descriptor. Returns a descriptor or -EAGAIN; out.str, out.a: the peer; out.b: its send space. */
  accept: 4,
  /** a: descriptor; b: port; str: address or path ('' dissolves a datagram socket's association). 0, -EINPROGRESS or -errno. */
  connect: 5,
  /**
   * a: descriptor (1 and 2: stdio); b: port, str: address of a datagram; c: of a local stream, 1 + a descriptor that goes with the first byte
   * (SCM_RIGHTS of unix(7)); bytes. Returns n or -EAGAIN; out.b: send space left.
   */
  send: 6,
  /** a: descriptor; b: most bytes. Returns n, 0 at the end of a stream, or -EAGAIN; out.bytes; out.str, out.a: the sender. */
  recv: 7,
  /** a: descriptor; b: `Shutdown`. */
  shutdown: 8,
  /** a: descriptor; b: 1 = reset the connection (SO_LINGER 0). */
  close: 9,
  /** a: descriptor; b: 0 own name, 1 peer's. out.str: address; out.a: port; out.b: domain. */
  getname: 10,
  /** a: descriptor; b: `SocketOption`; c: value; str; bytes: the program of a filter. */
  setopt: 11,
  /** a: descriptor; b: `SocketOption`. Returns the value; of PACKET_STATISTICS 0, with out.a: frames seen, out.b: dropped. */
  getopt: 12,
  /**
   * a: descriptor; b: interest, `Ready.IN | Ready.OUT | PUSH`, with the largest piece wanted in bits 8 and up; c: wanted send space.
   * With PUSH the kernel performs the accept or recv and attaches the result to the event (libuv's read_start), and takes a
   * pending SO_ERROR into `event.error`; without it, it is poll: the process asks for itself. OUT is one-shot; 0 stops watching.
   */
  watch: 13,
  /** a: n. out.bytes: n random bytes of the process's own stream. */
  random: 14,
  /** Returns the time in ns. */
  clock: 15,
  /** a: exit code. No answer comes. */
  exit: 16,
  /** a: pid on the same host, 0 or negative a group as kill(2) says; b: signal, 0 only asks whether it is there. */
  kill: 17,
  /** a: signal; b: 1 = deliver as an event, 0 = default action. */
  sigmask: 18,
  /** a: a `Gauge`; b: its value now. Posted when it changed in a turn; costs no time. The process's own word, for hints only. */
  report: 19,
  /** Ends a turn, as epoll_wait does. a: deadline in ns, or -1 for none; b: number of the event that this answers. */
  wait: 20,

  // Files. Where `a` is "descriptor or place", it is a descriptor, `AT_PATH` (str is a path) or `AT_LINK` (the same, but a symbolic
  // link at its end is not followed). Two paths come as one text with a NUL between them.

  /** a: flags as open(2); b: mode of a new file; str: path. Returns a descriptor. */
  open: 32,
  /** a: descriptor; b: most bytes; c: position, -1 for where the last read ended. Returns n, 0 at the end; out.bytes. */
  read: 33,
  /** a: descriptor; c: position, -1 for where the last write ended; bytes. Returns n. */
  write: 34,
  /** a: descriptor or place; str. out.bytes: `STAT_FIELDS` numbers as f64. */
  stat: 35,
  /** a: descriptor of a folder; b: most entries. Returns how many; out.str: names with NUL between them; out.bytes: `FileType` >> 12 of each. */
  readdir: 36,
  /** a: mode; str: path. */
  mkdir: 37,
  /** a: 1 = a folder; str: path. */
  unlink: 38,
  /** str: from NUL to. */
  rename: 39,
  /** str: existing NUL new. */
  link: 40,
  /** str: target NUL path. */
  symlink: 41,
  /** str: path. out.str: the target. */
  readlink: 42,
  /** a: descriptor or place; b: mode; str. */
  chmod: 43,
  /** a: descriptor or place; b: user, c: group, -1 to leave it; str. */
  chown: 44,
  /** a: descriptor or place; str; bytes: seconds and nanoseconds of access and modification as f64; `UTIME_NOW`, `UTIME_OMIT`. */
  utimes: 45,
  /** a: descriptor or AT_PATH; b: size; str. */
  truncate: 46,
  /** a: what is wanted, as access(2); str: path. */
  access: 47,
  /** str: path. out.str: the same without links and dots. */
  realpath: 48,
  /** a: descriptor. */
  fsync: 49,
  /** str: path. out.bytes: type, block size, fragment size, blocks, free, available, files, free files as f64. */
  statfs: 50,
  /** str: path. */
  chdir: 51,
  /** out.str: the path. */
  getcwd: 52,
  /** a: the new mask, -1 only asks. Returns the old one. */
  umask: 53,
  /** A descriptor that gives events of files, as inotify_init(2): each read gives one, watch and mask as u32, then the name. */
  inotify: 54,
  /** a: that descriptor; b: mask; str: path. Returns the number of the watch. */
  watchFile: 55,
  /** a: that descriptor; b: the number. */
  unwatchFile: 56,

  // Processes.

  /**
   * fork(2), the descriptors' arrangement and execve(2) in one, as posix_spawn(3). str: a `SpawnRequest` as JSON. Returns the pid, and the
   * end comes as an event; -EAGAIN beyond the host's number of processes.
   */
  spawn: 57,
  /** a: type, 1 a stream. out.a, out.b: two descriptors of connected local sockets (socketpair(2)). */
  socketpair: 58,
  /** a: descriptor. Returns its `DescriptorKind`; out.b: the domain of a socket. */
  kind: 59,
  /** Returns the pid of the parent: 1 once that has ended. */
  getppid: 60,
  /**
   * The world goes on while the process stands still in this call: until its child `a` has ended (waitpid(2)), a descriptor is ready
   * (poll(2)), or the deadline `b` in ns has come, -1 for none. bytes: a descriptor and its `Ready` bits as two u16 each. Returns `Stood` bits, 0 at
   * the deadline, -EDEADLK when nothing is left in the world that could end it. A child that has ended is reaped: out.a its exit code, out.b the
   * signal, and out.str is empty.
   */
  standStill: 61,

  /**
   * recvmsg(2). a: descriptor; b: most bytes; c: `ReceiveFlag`s. Returns n or -EAGAIN; out.bytes; out.a: bytes of the whole datagram; out.str: a `MessageFacts`
   * as JSON.
   */
  recvmsg: 62,
  /** Returns how many interfaces the host has; out.str: an array of `InterfaceRow`s as JSON, in the order of their numbers. */
  interfaces: 63,
  /** poll(2) without waiting. bytes: a descriptor and its `Ready` bits as two u16 each. Returns how many are ready; out.bytes: the bits that hold, one u16 each. */
  poll: 64,
} as const
export type Op = (typeof Op)[keyof typeof Op]

/** What comes with a datagram besides its bytes. */
export interface MessageFacts {
  from: Endpoint | null
  ancillary: Ancillary
}

/** What has ended `Op.standStill`. */
export const Stood = { childEnded: 1, ready: 2 } as const

/** What a descriptor refers to, as far as a program has to treat it differently. */
export const DescriptorKind = { file: 0, pipe: 1, tcp: 2, udp: 3, raw: 4, terminal: 5, packet: 6 } as const
export type DescriptorKind = (typeof DescriptorKind)[keyof typeof DescriptorKind]

/** What `Op.spawn` is asked for. Whatever does not have this form is refused with EINVAL. */
export interface SpawnRequest {
  /** A path, or a name that is looked up in the PATH of `env`. */
  file: string
  /** With the name by which the program is called in front. */
  args: string[]
  /** `NAME=value`. */
  env: string[]
  /** That of the parent unless said. */
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

/** What a process holds on its own side of the interface, where the kernel cannot see it. */
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

/** What begins a turn of a process. Fields that a type does not use are 0, '' or null. */
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

/** What a process is told at its start. */
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

/** What a turn of an event loop costs: what makes a `setImmediate` loop move the clock. */
export const TURN_COST: Nanoseconds = 1_000
/** What a system call or a reading of a clock costs: what makes `while (Date.now() < end)` end. */
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
