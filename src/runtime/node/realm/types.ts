/** The types that the realm's rooms share. */
import type { AddOnName, LibraryDataParts } from '../library/index.ts'
import type { CompiledModule, CompileError, CompileInput } from '../modules/index.ts'
import type { KernelEvent, SystemCalls, TurnEnd } from '../syscalls/index.ts'
import type { FrameCarrier } from './continuation-frame.ts'

// biome-ignore lint/suspicious/noExplicitAny: what Node's own library passes to and expects from C++ has no types.
export type Any = any

/** A binding as `internalBinding(name)` gives it to Node's library. */
export type Binding = Record<string | symbol, Any>

/** Where an exception that nobody caught was thrown, in the compiled text; null where the environment cannot tell. */
export interface ThrowPlace {
  filename: string
  line: number
  /** 1-based column of the first character that the caret marks. */
  column: number
  length: number
}

export type Outcome = { ok: true } | { ok: false; error: unknown; place: ThrowPlace | null }

/** A digest in the making. */
export interface HashState {
  update(bytes: Uint8Array): void
  /** `length`: bytes of a function that gives as many as are asked for. */
  digest(length?: number): Uint8Array
  copy(): HashState
}

/** A part of the library and of this runtime, evaluated for one process. */
export interface AddOn {
  /** As `Platform.library`. */
  readonly library: Platform['library']
  /** What the runtime's part exports. */
  readonly runtime: Any
}

/** A URLPattern of the environment's own: https://urlpattern.spec.whatwg.org. */
export interface EngineUrlPattern
  extends Record<'protocol' | 'username' | 'password' | 'hostname' | 'port' | 'pathname' | 'search' | 'hash', string> {
  readonly hasRegExpGroups: boolean
  exec(...subject: unknown[]): object | null
  test(...subject: unknown[]): boolean
}

/** Where a text of `node:vm` begins, as its stack frames say it. */
export interface ScriptPlace {
  filename: string
  /** How many lines and columns stand before its first character. */
  lineOffset: number
  columnOffset: number
}

export interface RunOptions {
  /** Of real time; 0 or less for as long as it takes. */
  timeoutMs: number
  /** Called when it took longer: throws what the program is to see. */
  timedOut(): never
  /** The place of what is thrown stands before its stack. */
  displayErrors: boolean
}

/** A text that can be run in any global object. */
export interface EngineScript {
  /** Its completion value. `context`: what `createContext` gave, or null for the process's own global object. */
  run(context: object | null, options: RunOptions): unknown
  /** V8's own form of it; null where the environment does not give that away. */
  cachedData(): Uint8Array | null
}

export interface EngineContextOptions {
  name: string
  strings: boolean
  wasm: boolean
  /** Promises of the context settle when a script in it has ended, not later. */
  ownMicrotasks: boolean
}

/** What V8 calls of a promise: when it is made (from `parent`, if it follows one), around its callback, and when it is settled. */
export interface PromiseHooks {
  init?: ((promise: object, parent?: object) => void) | undefined
  before?: ((promise: object) => void) | undefined
  after?: ((promise: object) => void) | undefined
  settled?: ((promise: object) => void) | undefined
}

/** What `node:vm` stands on: texts, and global objects besides the process's own. What is thrown is an error of the process. */
export interface ScriptEngine {
  script(code: string, place: ScriptPlace, context: object | null): EngineScript
  /** Makes `sandbox` the global object of a new context, or a global object of its own; `global` is what the context's code sees. */
  createContext(sandbox: object | null, options: EngineContextOptions): { context: object; global: Any }
  compileFunction(
    code: string,
    parameters: readonly string[],
    place: ScriptPlace,
    scope: { context: object | null; extensions: readonly object[] },
  ): (...parameters: Any[]) => unknown
}

/**
 * What differs between a page and Node. Its functions belong to the environment: bindings call them and pass on numbers, strings
 * and copied bytes only, so that a program never holds an object through which it could reach the environment's globals.
 */
export interface Platform {
  /** The global object of the JavaScript realm that this process's code runs in. */
  readonly global: Any
  /** The prototypes of the language are those of other processes too, and follow the host's locale already. */
  readonly sharesPrototypes?: boolean
  /** The functions of `bundleLibrary`, by module id. */
  readonly library: Record<string, (...parameters: Any[]) => unknown>
  /** `NodeLibraryData` in parts, each as JSON or as a function of this realm: so what programs see has this realm's prototypes. */
  readonly libraryData: LibraryDataParts
  /** What a process gets when it first asks for it. Throws an error that says what is missing where the environment has not got it. */
  addOn(name: AddOnName): AddOn
  /** Module id, its line and that line's text for a line of one of the library's scripts; null for a line of the wrapping. */
  libraryPlace(filename: string, line: number): { id: string; line: number; text: string } | null
  /** Text of a line of a library module. */
  libraryLine(id: string, line: number): string | null
  /**
   * Names of scripts as stack frames say them: the library's, this runtime's, and the one through which `run` enters. Those of add-ons begin
   * with the first or the second.
   */
  readonly libraryFilename: string
  readonly runtimeFilename: string
  readonly entryFilename: string
  /** Scripts have these names by a `sourceURL` comment, because the environment loads them from addresses. */
  readonly namesBySourceUrl?: boolean
  /** A function with these parameters and this body, whose frames carry `filename`. */
  compileFunction(code: string, parameters: readonly string[], filename: string): (...parameters: Any[]) => unknown
  /** Compiles a file of the program; the platform keeps what it compiled for other processes with the same files. */
  compileModule(input: CompileInput): CompiledModule | CompileError
  /** Columns that `compileFunction` puts before the code's first line. */
  firstLineColumns?(parameters: readonly string[]): number
  /** What `node:vm` stands on. */
  readonly scripts: ScriptEngine
  /** Calls `entry` and says how it ended. */
  run(entry: () => void): Outcome
  /** Calls `then` and resolves when every microtask has run and unhandled rejections have been announced: in a later macrotask. */
  hop(then?: () => void): Promise<void>
  /** Has microtasks run and rejections announced at once, where the environment can do that while a hop's `then` is called; says whether it has. */
  runMicrotasks?(): boolean
  encodeUtf8(text: string): Uint8Array
  /** Writes as many whole characters as fit; returns [UTF-16 units read, bytes written]. */
  encodeUtf8Into(text: string, into: Uint8Array): [number, number]
  /** Without a byte order mark taken off. */
  decodeUtf8(bytes: Uint8Array): string
  createTextDecoder(label: string, options: { fatal: boolean; ignoreBOM: boolean }): TextDecoder
  /** The WHATWG URL parser. */
  readonly URL: typeof URL
  /** The WHATWG URL pattern; an older browser has none. */
  readonly URLPattern?: (new () => EngineUrlPattern) | undefined
  /** A hash function, or its HMAC with a key, faster than one in JavaScript; null for a name that is not known. */
  createHash?(name: string, key: Uint8Array | null): HashState | null
  /** Compiles llhttp when a process first asks for it, once for all of them. */
  httpParser(): WebAssembly.Module
  /** Called when the environment finds a rejected promise of this realm without a handler, and when one is handled later. */
  onRejection(
    unhandled: (promise: Promise<unknown>, reason: unknown) => void,
    handled: (promise: Promise<unknown>) => void,
  ): void
  /** What carries a frame through promises, where the environment has it. */
  readonly frameCarrier?: FrameCarrier
  /** Enqueues a microtask of which the promise hooks see nothing. */
  enqueueMicrotask?(callback: () => void): void
  /** V8's hooks on the program's promises, where the environment has them; null for none. They must not throw. */
  setPromiseHooks?(hooks: PromiseHooks | null): void
  /** Whether a value is a proxy, where the environment can tell. */
  isProxy?(value: unknown): boolean
  /** V8's `gc`, where the environment has it, for programs that ask for it by `--expose-gc`. */
  exposeGc?(): unknown
  /** Bytes of heap that this process may believe to hold: [total, used, external], plausible and steady. */
  memory?(): [number, number, number]
  /** Frees what the platform holds for this realm. */
  dispose(): void
}

/** A realm boots when it is created; what it runs is in the start event's `ProcessStart`. */
export interface RealmOptions {
  platform: Platform
  calls: SystemCalls
}

/** The process's side of the system-call interface: what the kernel drives. */
export interface Realm {
  turn(event: KernelEvent): Promise<TurnEnd>
  /** Ends the realm from outside; nothing of it runs afterwards. */
  kill(reason: string): void
}

/** What a command line gives in place of a file: code to run or to print the value of, or that it comes on standard input. */
export interface ProgramCode {
  kind: 'evaluate' | 'print' | 'input'
  text: string
}

/** Node's functions that the runtime calls: given by the library through its bindings while it boots. */
export interface LibraryCallbacks {
  /** `processTicksAndRejections`. */
  tick(): void
  rejection(type: number, promise: unknown, reason: unknown): void
  processImmediate(): void
  /** Returns when the next timer is due, in ms; negative if no timer keeps the process alive; 0 for none. */
  processTimers(nowMs: number): number
  /** Put their marks on the stack of an error that ends the process. */
  enhanceBeforePrint(error: unknown): Any
  enhanceForPrint(error: unknown): Any
}
