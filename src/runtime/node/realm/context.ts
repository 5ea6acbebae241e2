import { type AddOnName, addOnOf, type BindingConstants, type NodeLibraryData } from '../library/index.ts'
import type { ProcessStart, SystemCalls } from '../syscalls/index.ts'
import { ActiveResources } from './active-resources.ts'
import { AsyncContext } from './async-context.ts'
import { ContinuationFrame } from './continuation-frame.ts'
import { HeldReport } from './held-report.ts'
import { EXITED, KernelPort } from './kernel-port.ts'
import { Loop, type LoopEvents } from './loop.ts'
import { ProxyRecord } from './proxy-record.ts'
import { TaskQueue } from './task-queue.ts'
import { ThreadPool } from './thread-pool.ts'
import type { AddOn, Any, LibraryCallbacks, Platform, ProgramCode } from './types.ts'

const notYet = () => {
  throw new Error('The library called back before it had booted')
}

/** A module that isn't Node's (`src/runtime/sockets`). */
export const SOCKETS = 'ackademy:sockets'

/** The program of the process, as its errors, its exit and `node:module` need it. */
export interface RunningProgram {
  /** `node:module`. */
  readonly moduleBuiltin: Any
  /** The entry is an ES module whose top level has not ended. */
  readonly unsettled: boolean
  readonly exitCode: number
  has(file: string): boolean
  originalPlace(file: string, line: number, column: number): { line: number; column: number } | null
  line(file: string, line: number): string | null
  entryFrames(file: string): string[]
  warnOfUnsettled(): void
}

const BEFORE_START: ProcessStart = {
  argv: [],
  env: {},
  cwd: '/',
  hostname: 'localhost',
  epochMs: 0,
  hosts: {},
}

/** State that the parts of one realm share. A program never gets it, nor anything that leads to it. */
export class RealmContext {
  readonly platform: Platform
  readonly data: NodeLibraryData
  /** Constants by binding, from the binary. */
  readonly constants: BindingConstants
  readonly kernel: KernelPort
  readonly asyncContext: AsyncContext
  readonly frame: ContinuationFrame
  readonly loop: Loop
  readonly taskQueue: TaskQueue
  readonly threadPool = new ThreadPool(this)
  readonly held = new HeldReport(this)
  readonly active = new ActiveResources(this)
  readonly process: Any
  readonly callbacks: LibraryCallbacks = {
    tick: notYet,
    rejection: notYet,
    processImmediate: notYet,
    processTimers: notYet,
    enhanceBeforePrint: notYet,
    enhanceForPrint: notYet,
  }
  /** Values of `internalBinding('symbols')` and of the private symbols, made before anything of the library runs. */
  symbols: Record<string, symbol> = {}
  privateSymbols: Record<string, symbol> = {}
  /** Without a prototype, as C++ makes it: V8 then keeps its 1,800 properties in a table from the first. */
  primordials: Any = Object.create(null)
  /** Node's internal `require` and `internalBinding`; set while booting. */
  require: (id: string) => Any = notYet
  internalBinding: (name: string) => Any = notYet
  /** Returns a module of the library as a program gets it. Throws a clear error if it isn't supported. */
  requireBuiltin: (specifier: string) => Any = notYet
  DOMException: Any = Error
  /** messageport.js: hands a message to a port's listeners. */
  emitMessage: (this: unknown, data: unknown, ports: unknown[], type: string) => void = notYet
  /** Take a stream's received bytes in place of the library's `onread`: node::StreamListener. */
  readonly streamReaders = new WeakMap<object, (bytes: Uint8Array) => void>()
  /** Ends a request of this runtime's main part, for add-ons, which have a class AsyncWrap of their own. */
  completeRequest: (request: Any, callback: unknown, ...parameters: unknown[]) => void = notYet
  /** Objects of bindings that a structured clone shares with the original, as C++ shares the native objects below them. */
  readonly shared = new WeakSet<object>()
  start: ProcessStart = BEFORE_START
  /** Node's options of this process: those of NODE_OPTIONS, then those of the command line. */
  options: readonly string[] = []
  /** Code that the command line gives in place of a program's file. */
  code: ProgramCode | null = null
  /** Start of the process in ns since the world's start. */
  startedAt = 0
  pid = 0
  /** Proxies in place of objects that are C++ in Node. */
  readonly native = new WeakSet<object>()
  readonly proxies: ProxyRecord
  /** `process.env` as first created. */
  environment: object | null = null
  program: RunningProgram | null = null
  /** File names of code that the program has evaluated (`node:vm`): frames in them are its own. */
  readonly evaluatedFiles = new Set<string>()
  /** [exiting, exit code, has exit code], shared with the library. */
  readonly exitInfo = new Int32Array(3)

  /** Times of the milestones that `perf_hooks` reads; shared with the library. */
  readonly milestones = new Float64Array(8)
  /** StreamBase's results besides the return value, shared with the library. */
  readonly streamState = new Int32Array(5)

  readonly #addOns = new Map<AddOnName, AddOn>()

  /** `events`: handlers of the loop's events. */
  constructor(
    platform: Platform,
    data: NodeLibraryData,
    calls: SystemCalls,
    events: (realm: RealmContext) => LoopEvents,
  ) {
    this.platform = platform
    this.proxies = new ProxyRecord(platform.global)
    this.native.add(this.proxies.constructorOfProgram)
    this.data = data
    this.constants = data.bindings
    this.kernel = new KernelPort(calls)
    this.frame = new ContinuationFrame(platform.frameCarrier)
    this.asyncContext = new AsyncContext(data.bindings.async_wrap.constants)
    this.loop = new Loop(this, events(this))
    this.taskQueue = new TaskQueue(this)
    // Two levels of prototypes, as node::CreateProcessObject makes them; the upper one becomes an EventEmitter.
    const { process: Process } = { process: class {} as new () => Any }
    Object.setPrototypeOf(Process.prototype, {})
    this.process = new Process()
  }

  /** Returns a part of the library and of this runtime that is loaded on first use. */
  addOn(name: AddOnName): AddOn {
    let addOn = this.#addOns.get(name)
    if (!addOn) {
      const made = this.platform.addOn(name)
      // Evaluating it may have asked for it again: a library looks for `globalThis.crypto` while it is loaded.
      addOn = this.#addOns.get(name) ?? made
      this.#addOns.set(name, addOn)
    }
    return addOn
  }

  /** Returns a module of the library as a function; its parameters are the names that its source may use. */
  libraryFunction(id: string): Platform['library'][string] | undefined {
    const addOn = addOnOf(id)
    return addOn === undefined ? this.platform.library[id] : this.addOn(addOn).library[id]
  }

  /** Returns whether the program sees a value as a proxy: not one in place of an object that is C++ in Node. */
  readonly isProxy = (value: unknown): boolean =>
    !this.native.has(value as object) && (this.platform.isProxy?.(value) ?? this.proxies.detailsOf(value) !== undefined)

  /** Returns the number of an error by its name, positive (libuv's is negative). */
  errno(name: string): number {
    return -this.constants.uv[`UV_${name}`]
  }

  /** Makes one of Node's own errors: `nodeError('ERR_INVALID_ARG_TYPE', 'buffer', …)`. */
  nodeError(code: string, ...parameters: unknown[]): Error {
    const { [code]: NodeError } = this.require('internal/errors').codes
    return new NodeError(...parameters)
  }

  /** Returns whether a program may load this module, with or without `node:`. */
  isBuiltin(specifier: string): boolean {
    if (specifier === SOCKETS) return true
    return this.require('internal/bootstrap/realm').BuiltinModule.normalizeRequirableId(specifier) !== undefined
  }

  /** Leaves the program for good: only the `finally` and `catch` blocks around the call still run. */
  unwind(): never {
    throw EXITED
  }
}
