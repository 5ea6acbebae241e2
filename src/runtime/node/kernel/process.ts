import { type Host, type Nanoseconds, type RandomStream, Ready } from '#network'
import type { FileView } from '../files/index.ts'
import { Gauge, type Op, type ProcessStart } from '../syscalls/index.ts'
import { type Descriptor, DescriptorTable, type OpenFile } from './descriptors.ts'
import { type Inheritance, type KernelServices, type Process, ProcessState } from './kernel-services.ts'
import type { ProcessLimits } from './limits.ts'
import { OutputFlood } from './output-flood.ts'
import { DeferredCalls } from './posted.ts'
import type { HeldSocket, KernelProcess, ProcessCounters, ProcessHandles, Program } from './process-types.ts'
import { holdFile, leaveFile, shareFile } from './shared-files.ts'
import { Signal, type SignalName } from './signals.ts'
import { StandardInput, type StandardOutput, standardOutputs } from './stdio.ts'
import { systemCall } from './system-call.ts'
import { noteChange, TurnQueue } from './turn-queue.ts'

/** A process with its descriptors, its events and its side of the system calls. */
export class HostProcess extends ProcessState implements Process {
  readonly pid: number
  readonly host: Host
  readonly name: string
  readonly program: ProcessStart
  readonly kernel: KernelServices
  readonly limits: ProcessLimits
  readonly random: RandomStream
  readonly descriptors: DescriptorTable
  readonly files: FileView
  readonly group: number
  readonly inherited: boolean
  readonly queue: TurnQueue = new TurnQueue(this)
  readonly deferred: DeferredCalls = new DeferredCalls(this)
  readonly takeTurn = () => this.kernel.takeTurn(this)
  onOutput: ((fd: 1 | 2, bytes: Uint8Array) => void) | null = null
  onExit: ((process: KernelProcess) => void) | null = null

  /** Whether the world's driver started it as a line of a terminal. */
  readonly #isJob: boolean
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
    super()
    const { name, files: _, ownFolder: __, command, ...start } = program
    this.kernel = kernel
    this.pid = pid
    this.host = host
    this.name = name
    this.program = start
    this.#isJob = command !== undefined && inheritance === null
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

  /** A line of a terminal is a job: a signal reaches its whole process group, as one from the keyboard does (termios(3), ISIG). */
  kill(signal: SignalName): void {
    const reached = this.#isJob
      ? this.kernel.processesOf(this.host).filter(({ group }) => group === this.group)
      : [this]
    for (const process of reached) if (process.exit === null) this.kernel.signal(process, Signal[signal])
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
