import { type Host, type Nanoseconds, type RandomStream, Ready, type ScheduledEvent } from '#network'
import type { FileView } from '../files/index.ts'
import { Gauge, type Op, type ProcessStart, type SyscallResult } from '../syscalls/index.ts'
import { type Descriptor, DescriptorTable, type OpenFile } from './descriptors.ts'
import type { Connect, Inheritance, KernelServices, Process, ProcessPort } from './kernel-services.ts'
import type { ProcessLimits } from './limits.ts'
import { OutputFlood } from './output-flood.ts'
import { DeferredCalls } from './posted.ts'
import type {
  HeldSocket,
  KernelProcess,
  ProcessCounters,
  ProcessExit,
  ProcessHandles,
  Program,
} from './process-types.ts'
import { holdFile, leaveFile, shareFile } from './shared-files.ts'
import { Signal, type SignalName } from './signals.ts'
import { StandardInput, type StandardOutput, standardOutputs } from './stdio.ts'
import { systemCall } from './system-call.ts'
import { noteChange, TurnQueue } from './turn-queue.ts'

/** A process with its descriptors, its events and its side of the system calls. */
export class HostProcess implements Process {
  readonly pid: number
  readonly host: Host
  readonly name: string
  readonly program: ProcessStart
  readonly kernel: KernelServices
  readonly limits: ProcessLimits
  readonly random: RandomStream
  readonly descriptors: DescriptorTable
  /** The files of its host as it sees them. */
  readonly files: FileView
  /** Process group: decides which group signals reach it. */
  readonly group: number
  /** The process notified of its end; null if the world's driver started it, or if its parent has ended. */
  parent: Process | null
  readonly children = new Set<Process>()
  readonly queue: TurnQueue = new TurnQueue(this)
  readonly deferred: DeferredCalls = new DeferredCalls(this)
  /** Runs its next turn: the action of its clock events. */
  readonly takeTurn = () => this.kernel.takeTurn(this)
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
  /** Another process has started it. */
  readonly inherited: boolean
  exit: ProcessExit | null = null
  stopped = false
  onOutput: ((fd: 1 | 2, bytes: Uint8Array) => void) | null = null
  onExit: ((process: KernelProcess) => void) | null = null

  /** The process is computing until then: its events wait. */
  busyUntil: Nanoseconds = 0
  turnStart: Nanoseconds = 0
  turnCost: Nanoseconds = 0
  turnCalls = 0
  turns = 0
  /** Number of the packet whose arrival caused this turn's event; 0: another cause, or unknown. */
  turnAfter = 0
  /** System calls since the start: with the pid it names the cause of a packet. */
  calls = 0
  /** When its next turn is due, in the world's clock. */
  wakeUp: ScheduledEvent | null = null

  readonly #calls = new Map<string, number>()
  readonly #input = new StandardInput()
  readonly #output: StandardOutput
  readonly #errorOutput: StandardOutput

  constructor(
    kernel: KernelServices,
    pid: number,
    host: Host,
    program: Program,
    limits: ProcessLimits,
    random: RandomStream,
    inheritance: Inheritance | null = null,
  ) {
    const { name, files: _, ownFolder: __, ...start } = program
    this.kernel = kernel
    this.pid = pid
    this.host = host
    this.name = name
    this.program = start
    this.limits = limits
    this.random = random
    this.files = inheritance?.files ?? kernel.filesFor(host, program)
    this.parent = inheritance?.parent ?? null
    this.inherited = inheritance !== null
    this.group = inheritance === null || inheritance.detached ? pid : inheritance.parent.group
    this.descriptors = new DescriptorTable(limits.descriptors)
    // A process may write to the output of the one that started it.
    const end = (reason: string) => kernel.end(kernel.running ?? this, { code: null, signal: 'SIGKILL', reason })
    const flood = new OutputFlood(limits.writtenBytes, end)
    const outputs = standardOutputs(limits.outputBytes, (fd, bytes) => this.onOutput?.(fd, bytes), flood)
    ;[this.#output, this.#errorOutput] = outputs
    if (inheritance !== null) this.#inherit(inheritance)
    else for (const file of [this.#input, this.#output, this.#errorOutput]) this.open(file)
  }

  #inherit({ parent, descriptors }: Inheritance): void {
    parent.children.add(this)
    for (const [fd, inherited] of descriptors.entries()) {
      if (inherited === null) continue
      shareFile(inherited.file, inherited)
      this.#attach(this.descriptors.place(fd, inherited.file))
    }
  }

  // Text is made well-formed, as UTF-8 on a pipe would make it.
  call(cost: Nanoseconds, op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): number {
    return systemCall(this, false, { cost, op, a, b, c, str: str.toWellFormed(), bytes })
  }

  post(cost: Nanoseconds, op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): void {
    systemCall(this, true, { cost, op, a, b, c, str: str.toWellFormed(), bytes })
  }

  /** Its own clock, which runs ahead of the world's within a turn. */
  get time(): Nanoseconds {
    return this.turnStart + this.turnCost
  }

  /** Gives it a descriptor for `file`, or -EMFILE. */
  open(file: OpenFile): Descriptor | number {
    const descriptor = this.descriptors.add(file)
    if (typeof descriptor === 'number') return descriptor
    this.#attach(descriptor)
    return descriptor
  }

  #attach(descriptor: Descriptor): void {
    descriptor.listening = descriptor.stream?.state === 'LISTEN'
    holdFile(descriptor.file, descriptor, () => {
      noteChange(this.queue, descriptor)
      this.kernel.requestTurn(this)
    })
  }

  close(descriptor: Descriptor, reset: boolean): void {
    this.descriptors.remove(descriptor)
    this.queue.forget(descriptor)
    descriptor.interest = 0
    if (!leaveFile(descriptor.file, descriptor)) return
    if (reset && descriptor.stream !== null) descriptor.stream.reset()
    else descriptor.file.close()
  }

  holds(inode: number): boolean {
    return this.descriptors
      .all()
      .some(({ socket }) => socket !== null && socket.kind !== 'unix' && socket.inode === inode)
  }

  count(name: string): void {
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1)
  }

  get stdout(): string {
    return this.#output.text
  }

  get stderr(): string {
    return this.#errorOutput.text
  }

  get counters(): ProcessCounters {
    return { syscalls: Object.fromEntries(this.#calls), turns: this.turns }
  }

  get queuedBytes(): number {
    return this.gauges.get(Gauge.queuedBytes) ?? 0
  }

  write(bytes: Uint8Array): void {
    this.#input.write(bytes)
  }

  endInput(): void {
    this.#input.end()
  }

  kill(signal: SignalName): void {
    this.kernel.signal(this, Signal[signal])
  }

  handles(): ProcessHandles {
    const held = this.descriptors.all().flatMap((descriptor) => heldSocket(descriptor) ?? [])
    return {
      sockets: held.filter((socket) => socket.state !== 'LISTEN'),
      listeners: held.filter((socket) => socket.state === 'LISTEN'),
      timers: this.exit === null ? (this.gauges.get(Gauge.timers) ?? 0) : 0,
      files: this.descriptors.all().flatMap(({ file }) => (file.kind === 'file' ? (file.path ?? []) : [])),
      readsInput: this.exit === null && this.#waitsForInput(),
    }
  }

  #waitsForInput(): boolean {
    const reading = this.descriptors.all().find(({ file }) => file === this.#input)
    return reading !== undefined && (reading.interest & Ready.IN) !== 0 && !this.#input.ended
  }
}

function heldSocket(descriptor: Descriptor): HeldSocket | null {
  const { socket, stream, fd } = descriptor
  if (socket === null) return null
  const remote = socket.remoteEndpoint()
  return {
    proto: socket.kind,
    state: stream?.state ?? (remote === null ? 'UNCONN' : 'ESTABLISHED'),
    fd,
    local: socket.localEndpoint() ?? { address: socket.family === 6 ? '::' : '0.0.0.0', port: 0 },
    ...(remote === null ? {} : { remote }),
    recvQ: stream?.receiveQueueLength() ?? 0,
    sendQ: stream?.sendQueueLength() ?? 0,
  }
}
