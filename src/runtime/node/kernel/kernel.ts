import { type Clock, giveBackFrame, type Host, type Nanoseconds, RandomStream } from '#network'
import { CommandProcess } from '../commands/index.ts'
import type { FileView, HostFiles } from '../files/index.ts'
import { type KernelEvent, MORE_IS_READY, ProcessEnded, TURN_COST, type TurnEnd } from '../syscalls/index.ts'
import { type FileOptions, FileTrees } from './file-trees.ts'
import type { Connect, Inheritance, KernelNetwork, KernelServices, KernelTrace, Process } from './kernel-services.ts'
import { DEFAULT_LIMITS, LOOKAHEAD, type ProcessLimits } from './limits.ts'
import { HostProcess } from './process.ts'
import type { KernelProcess, ProcessExit, Program } from './process-types.ts'
import { installProgram } from './program-files.ts'
import { deliverSignal } from './signal-delivery.ts'
import { Signal } from './signals.ts'
import { finishTurn, ProcessFailure } from './turn-end.ts'
import { type UnixNames, UnixSocket } from './unix-socket.ts'

export interface KernelOptions extends FileOptions {
  /** Limits of processes that are started without their own. */
  limits?: Partial<ProcessLimits>
  /** Receives every event and call, to find where two runs diverge. */
  trace?: KernelTrace
  /** The first port that an ordinary user may bind (ip_unprivileged_port_start of ip-sysctl). Default: 0, as in a container. */
  unprivilegedPortStart?: number
  /** Whether an ordinary user may have raw and packet sockets, as with CAP_NET_RAW. Default: yes. */
  rawSockets?: boolean
}

const FIRST_PID = 1000

/** The operating system of every host: processes, their descriptors and their turns. One for a whole world. */
export class Kernel implements KernelServices {
  readonly network: KernelNetwork
  readonly trace: KernelTrace | null
  readonly unprivilegedPortStart: number
  readonly rawSockets: boolean
  readonly #limits: ProcessLimits
  readonly #processes = new Map<number, Process>()
  #nextPid = FIRST_PID
  /** How many processes each host has started. */
  readonly #started = new Map<Host, number>()
  readonly #unixNames = new Map<Host, UnixNames>()
  readonly #files: FileTrees
  /** Whose turn it is. */
  running: Process | null = null

  constructor(network: KernelNetwork, options: KernelOptions = {}) {
    this.network = network
    this.trace = options.trace ?? null
    this.unprivilegedPortStart = options.unprivilegedPortStart ?? 0
    this.rawSockets = options.rawSockets ?? true
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#files = new FileTrees(network, options)
  }

  /** All processes that the world's driver ever started, and the children that they have, in order of their start. */
  get processes(): readonly KernelProcess[] {
    return [...this.#processes.values()]
  }

  process(pid: number): Process | undefined {
    return this.#processes.get(pid)
  }

  /**
   * Starts a process on a host: its first turn comes at once in the world's time. `connect` is given the process's system calls
   * and returns its side of the interface.
   */
  spawn(
    host: Host,
    connect: Connect,
    program: Program,
    limits: Partial<ProcessLimits> = {},
    inheritance: Inheritance | null = null,
  ): KernelProcess {
    const pid = this.#nextPid++
    // Its index on its host, not its pid: processes on other hosts do not change its random numbers.
    const place = this.#started.get(host) ?? 0
    this.#started.set(host, place + 1)
    const random = new RandomStream(this.network.seed, `process ${host.name} ${place}`)
    const process = new HostProcess(this, pid, host, program, { ...this.#limits, ...limits }, random, inheritance)
    process.connect = connect
    this.#processes.set(pid, process)
    process.busyUntil = this.network.clock.now
    const { command } = program
    process.port = command === undefined ? connect(process) : new CommandProcess(process, command)
    this.requestTurn(process)
    return process
  }

  /** Processes of a host, as counted by its limit: includes ended ones whose parent has not been notified. */
  processesOf(host: Host): Process[] {
    return [...this.#processes.values()].filter(
      (process) => process.host === host && (process.exit === null || process.parent !== null),
    )
  }

  /** Forgets a child that has ended: its parent has been notified, or has ended. */
  reap(process: Process): void {
    process.parent?.children.delete(process)
    process.parent = null
    this.#processes.delete(process.pid)
  }

  /** Sends a signal, as the superuser would. */
  signal(process: Process, signal: number): void {
    deliverSignal(this, process, signal)
  }

  /** The process that holds a socket of a host, by the socket's inode, as `ss -p` shows. */
  ownerOf(host: Host, inode: number): KernelProcess | undefined {
    for (const process of this.#processes.values()) {
      if (process.host === host && process.holds(inode)) return process
    }
    return undefined
  }

  /** An AF_UNIX socket on a host that belongs to no process: lets the world's driver talk to programs. */
  localSocket(host: Host): UnixSocket {
    return new UnixSocket(this.unixNames(host))
  }

  /** The files of a host. */
  files(host: Host): HostFiles {
    return this.#files.of(host)
  }

  /** A new process's view of them, with the program's own files added. */
  filesFor(host: Host, program: Program): FileView {
    return installProgram(this.files(host), program)
  }

  /** The bound AF_UNIX paths of a host. */
  unixNames(host: Host): UnixNames {
    const names = this.#unixNames.get(host) ?? new Map()
    this.#unixNames.set(host, names)
    return names
  }

  /** Runs the world's own events up to `time` and moves the clock there, but never past another process's turn. */
  advance(time: Nanoseconds): void {
    const { clock } = this.network
    let next = clock.peek()
    for (; next !== undefined && next.owner === null && next.at <= time; next = clock.peek()) {
      if (clock.take()!.run() !== undefined) throw new Error("An event of the world's own has to be synchronous")
    }
    const until = next === undefined ? time : Math.min(time, next.at)
    if (until > clock.now) clock.advanceTo(until)
  }

  /** Schedules the process's next turn for when it has something to do and is not busy. */
  requestTurn(process: Process): void {
    if (this.running === process || process.exit !== null || process.stopped) return
    const { clock } = this.network
    const { queue, wakeUp } = process
    const wanted = queue.hasEvents ? clock.now : queue.deadline
    if (wanted < 0) return
    const at = Math.max(wanted, process.busyUntil, clock.now)
    if (wakeUp !== null) {
      if (wakeUp.at <= at) return
      clock.cancel(wakeUp)
    }
    process.wakeUp = clock.at(at, process.takeTurn, process)
  }

  /** Runs a turn of a process, if it has an event. */
  takeTurn(process: Process): void | Promise<void> {
    process.wakeUp = null
    // From here on: taking an event may make another of the process's sockets ready, which must not start a second turn at this time.
    this.running = process
    const event = process.queue.take(this.network.clock.now)
    if (event === null) {
      this.running = null
      return this.requestTurn(process)
    }
    this.#begin(process, event)
    try {
      const end = process.port!.turn(event)
      if ('then' in end) return this.#wait(process, event, end)
      this.#finish(process, event, end)
    } catch (error) {
      this.#fail(process, error)
    }
  }

  async #wait(process: Process, event: KernelEvent, end: Promise<TurnEnd>): Promise<void> {
    try {
      this.#finish(process, event, await end)
    } catch (error) {
      this.#fail(process, error)
    }
  }

  /** Ends a turn. The event's buffer is free again: the process has copied what it needs. */
  #finish(process: Process, event: KernelEvent, end: TurnEnd): void {
    if (event.bytes !== null) giveBackFrame(event.bytes)
    finishTurn(this, process, end)
  }

  #begin(process: Process, event: KernelEvent): void {
    const { clock } = this.network
    process.turnStart = clock.now
    process.turnCost = TURN_COST
    process.turnCalls = 0
    process.turns++
    event.time = clock.now
    event.horizon = horizonOf(process, clock)
    event.credit = process.queue.takeCredit(event.fd)
    this.trace?.event(process, event)
  }

  #fail(process: Process, error: unknown): void {
    this.running = null
    if (error instanceof ProcessEnded && process.exit !== null) return
    if (!(error instanceof ProcessFailure)) throw error
    this.end(process, { code: null, signal: error.signal, reason: error.message })
  }

  /** Ends a process: its descriptors are closed, as Linux does it, and its port is notified. */
  end(process: Process, how: Omit<ProcessExit, 'at'>): void {
    if (process.exit !== null) return
    const { clock } = this.network
    process.exit = { ...how, at: clock.now }
    if (process.wakeUp !== null) clock.cancel(process.wakeUp)
    process.wakeUp = null
    process.queue.clear()
    process.deferred.clear()
    this.network.cause = { pid: process.pid, call: process.calls }
    for (const descriptor of process.descriptors.all()) process.close(descriptor, false)
    this.network.cause = null
    this.trace?.end(process)
    process.port?.kill(how.reason ?? how.signal ?? `exit ${how.code}`)
    process.onExit?.(process)
    this.#tellFamily(process)
  }

  /** Its children become orphans, and its parent is notified of its end (wait(2), SIGCHLD). */
  #tellFamily(process: Process): void {
    for (const child of [...process.children]) {
      if (child.exit === null) child.parent = null
      else this.reap(child)
    }
    process.children.clear()
    const { parent, inherited } = process
    if (parent === null) {
      if (inherited) this.reap(process)
      return
    }
    parent.queue.childEnded(process)
    this.signal(parent, Signal.SIGCHLD)
    this.requestTurn(parent)
  }
}

/** Time until which nothing else can happen to a process that begins a turn now. */
function horizonOf({ queue }: Process, clock: Clock): Nanoseconds {
  if (queue.hasMoreInBatch) return MORE_IS_READY
  return queue.hasEvents ? clock.now : Math.min(clock.peek()?.at ?? Infinity, clock.now + LOOKAHEAD)
}
