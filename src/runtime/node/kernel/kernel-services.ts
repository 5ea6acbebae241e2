/**
 * The kernel and a process as the parts of the kernel see them: system calls, turns, signals, the trace. `Kernel` and `HostProcess` are
 * these, and join the parts.
 */
import type { Clock, Host, Nanoseconds, PacketCause, RandomStream, ScheduledEvent } from '#network'
import type { FileView } from '../files/index.ts'
import type { CallFrame, KernelEvent, ProcessStart, SyscallResult, SystemCalls, TurnEnd } from '../syscalls/index.ts'
import type { Descriptor, DescriptorTable, OpenFile } from './descriptors.ts'
import type { ProcessLimits } from './limits.ts'
import type { KernelProcess, ProcessExit, Program } from './process-types.ts'
import type { UnixNames } from './unix-socket.ts'

/** A process's side, in the same thread or behind a pipe. */
export interface ProcessPort {
  /** Its turns end before `turn` returns: it can run in the middle of another process's turn. */
  readonly isSynchronous?: boolean
  /** Runs one turn of the process. Throws, or rejects, with `ProcessFailure` when the process has broken. */
  turn(event: KernelEvent): TurnEnd | Promise<TurnEnd>
  /** The process has ended, for whatever reason: called once. Frees what it took; a turn under way must end soon. */
  kill(reason: string): void
}

/**
 * Makes a process's side of the system calls. `synchronous`: one whose turns end before `turn` returns is wanted, if there is any.
 */
export type Connect = (calls: SystemCalls, synchronous?: boolean) => ProcessPort

/** Parts of a network that the kernel needs. */
export interface KernelNetwork {
  readonly clock: Clock
  readonly seed: number
  /** Cause of the packets sent now; null if unknown. */
  cause: PacketCause | null
}

/** Properties that a process inherits from its parent. */
export interface Inheritance {
  parent: Process
  files: FileView
  /** The parent's descriptors in the order in which the child has them; null for a number that is not open. */
  descriptors: (Descriptor | null)[]
  detached: boolean
}

/** A process's request: `CallFrame` without the fields that only the pipe needs. */
export type SystemCall = Omit<CallFrame, 'posted'>

/** A result below 0 is `-errno`; second results go to `process.out`. */
export type CallHandler = (process: Process, call: SystemCall) => number

/** Receives everything that passes between the kernel and its processes. */
export interface KernelTrace {
  event(process: Process, event: KernelEvent): void
  call(process: Process, call: SystemCall, result: number): void
  post(process: Process, call: SystemCall): void
  end(process: Process): void
}

/** Kernel functions for a process and its system calls. */
export interface KernelServices {
  readonly network: KernelNetwork
  readonly trace: KernelTrace | null
  readonly unprivilegedPortStart: number
  readonly rawSockets: boolean
  /** The process whose turn it is. */
  running: Process | null
  process(pid: number): Process | undefined
  /** Processes of a host, as counted by the limit: includes ended ones whose parent has not been notified. */
  processesOf(host: Host): Process[]
  spawn(
    host: Host,
    connect: Connect,
    program: Program,
    limits?: Partial<ProcessLimits>,
    inheritance?: Inheritance | null,
  ): KernelProcess
  /** Forgets a child that has ended: its parent has been notified, or has ended. */
  reap(process: Process): void
  signal(process: Process, signal: number): void
  end(process: Process, how: Omit<ProcessExit, 'at'>): void
  filesFor(host: Host, program: Program): FileView
  /** The bound AF_UNIX paths of a host. */
  unixNames(host: Host): UnixNames
  /** Runs the world's own events up to `time` and moves the clock there, but never past another process's turn. */
  advance(time: Nanoseconds): void
  requestTurn(process: Process): void
  takeTurn(process: Process): void | Promise<void>
}

/** Events that wait for a process (`TurnQueue`). */
export interface EventQueue {
  readonly hasEvents: boolean
  readonly hasMoreInBatch: boolean
  /** When the process's next timer is due, -1 for none. */
  deadline: Nanoseconds | -1
  childEnded(child: Process): void
  forgetChild(child: Process): void
  signal(signal: number): void
  consider(descriptor: Descriptor): void
  grew(descriptor: Descriptor): void
  forget(descriptor: Descriptor): void
  clear(): void
  take(now: Nanoseconds): KernelEvent | null
  takeCredit(fd: number): number[] | null
  turnEnded(): void
}

/** What a process keeps between its turns. */
export class ProcessState {
  /** The process notified of its end; null if the world's driver started it, or if its parent has ended. */
  parent: Process | null = null
  readonly children = new Set<Process>()
  /** Signals that are delivered as events. */
  readonly handled = new Set<number>()
  /** Signals that came while it was stopped. */
  readonly heldBack: number[] = []
  /** Values it sent with `report`. */
  readonly gauges = new Map<number, number>()
  /** Second results of the last call, as `SystemCalls` has them. */
  readonly out: SyscallResult = { a: 0, b: 0, str: '', bytes: null }
  port: ProcessPort | null = null
  /** Makes a process's side of the system calls: its own, and that of its children. */
  connect: Connect | null = null
  exit: ProcessExit | null = null
  stopped = false
  /** The process is computing until then: its events wait. */
  busyUntil: Nanoseconds = 0
  turnStart: Nanoseconds = 0
  turnCost: Nanoseconds = 0
  turnCalls = 0
  turns = 0
  /** Number of the packet whose arrival caused this turn's event; 0: another cause, or unknown. */
  turnAfter = 0
  /** System calls since the start: with the pid, the number names the cause of a packet. */
  calls = 0
  /** When its next turn is due, in the world's clock. */
  wakeUp: ScheduledEvent | null = null
}

/** A process as its kernel sees it. */
export interface Process extends ProcessState, Omit<KernelProcess, keyof ProcessState>, SystemCalls {
  readonly program: ProcessStart
  readonly kernel: KernelServices
  readonly limits: ProcessLimits
  readonly random: RandomStream
  readonly descriptors: DescriptorTable
  /** The files of its host as it sees them. */
  readonly files: FileView
  /** Process group: decides which group signals reach it. */
  readonly group: number
  /** Another process has started it. */
  readonly inherited: boolean
  readonly queue: EventQueue
  readonly deferred: { add(call: SystemCall): void; flush(): void; clear(): void }
  /** Runs its next turn: the action of its clock events. */
  readonly takeTurn: () => void | Promise<void>
  /** Its own clock, which runs ahead of the world's within a turn. */
  readonly time: Nanoseconds
  /** Gives it a descriptor for `file`, or -EMFILE. */
  open(file: OpenFile): Descriptor | number
  close(descriptor: Descriptor, reset: boolean): void
  holds(inode: number): boolean
  /** Counts a system call by name. */
  count(name: string): void
}
