/** Types that the realm's folders share. */
import type { AddOnName, LibraryDataParts } from '../library/index.ts'
import type { CompiledModule, CompileError, CompileInput } from '../modules/index.ts'
import type { KernelEvent, SystemCalls, TurnEnd } from '../syscalls/index.ts'
import type { FrameCarrier } from './continuation-frame.ts'

// biome-ignore lint/suspicious/noExplicitAny: what Node's own library passes to and expects from C++ has no types.
export type Any = any

/** A binding as `internalBinding(name)` gives it to Node's library. */
export type Binding = Record<string | symbol, Any>

/** Where an uncaught exception was thrown, in the compiled text; null where the environment cannot tell. */
export interface ThrowPlace {
  filename: string
  line: number
  /** 1-based column of the first character that the caret marks. */
  column: number
  length: number
}

export type Outcome = { ok: true } | { ok: false; error: unknown; place: ThrowPlace | null }

/** A digest in progress. */
export interface HashState {
  update(bytes: Uint8Array): void
  /** `length`: output bytes of a function with variable output (XOF). */
  digest(length?: number): Uint8Array
  copy(): HashState
}

/** A part of the library and of this runtime, evaluated for one process. */
export interface AddOn {
  /** Like `Platform.library`. */
  readonly library: Platform['library']
  /** Exports of the runtime's part. */
  readonly runtime: Any
}

/** The environment's own URLPattern: https://urlpattern.spec.whatwg.org. */
export interface EngineUrlPattern
  extends Record<'protocol' | 'username' | 'password' | 'hostname' | 'port' | 'pathname' | 'search' | 'hash', string> {
  readonly hasRegExpGroups: boolean
  exec(...subject: unknown[]): object | null
  test(...subject: unknown[]): boolean
}

/** Where a script of `node:vm` begins, as its stack frames show it. */
export interface ScriptPlace {
  filename: string
  /** Lines and columns before its first character. */
  lineOffset: number
  columnOffset: number
}

export interface RunOptions {
  /** Limit of real time; 0 or less for none. */
  timeoutMs: number
  /** Called when the limit has passed; throws the program's error. */
  timedOut(): never
  /** Whether the stack of a thrown error begins with its place. */
  displayErrors: boolean
}

/** A script that can be run in any global object. */
export interface EngineScript {
  /** Runs it and returns its completion value. `context`: from `createContext`, or null for the process's own global object. */
  run(context: object | null, options: RunOptions): unknown
  /** V8's code cache of it; null where the environment has none. */
  cachedData(): Uint8Array | null
}

export interface EngineContextOptions {
  name: string
  strings: boolean
  wasm: boolean
  /** Whether promises of the context settle when a script in it has ended, not later. */
  ownMicrotasks: boolean
}

/** V8's hooks on promises: when one is made (from `parent`, if it is chained), around its callback, and when it is settled. */
export interface PromiseHooks {
  init?: ((promise: object, parent?: object) => void) | undefined
  before?: ((promise: object) => void) | undefined
  after?: ((promise: object) => void) | undefined
  settled?: ((promise: object) => void) | undefined
}

/** The engine below `node:vm`: scripts, and global objects besides the process's own. Thrown errors are of the process's realm. */
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
  /** Whether the language's prototypes are shared with other processes; they then follow the host's locale already. */
  readonly sharesPrototypes?: boolean
  /** The functions of `bundleLibrary`, by module id. */
  readonly library: Record<string, (...parameters: Any[]) => unknown>
  /** `NodeLibraryData` in parts, each as JSON or as a function of this realm, so that the resulting objects have this realm's prototypes. */
  readonly libraryData: LibraryDataParts
  /** Returns an add-on, loaded on first use. Throws an error that says what is missing if the environment doesn't have it. */
  addOn(name: AddOnName): AddOn
  /** Module id, its line and that line's text for a line of one of the library's scripts; null for a line of the wrapper. */
  libraryPlace(filename: string, line: number): { id: string; line: number; text: string } | null
  /** Text of a line of a library module. */
  libraryLine(id: string, line: number): string | null
  /**
   * Names of scripts as stack frames show them: the library's, this runtime's, and the one through which `run` enters. Names of add-ons
   * begin with the first or the second.
   */
  readonly libraryFilename: string
  readonly runtimeFilename: string
  readonly entryFilename: string
  /** Whether scripts have these names by a `sourceURL` comment, because the environment loads them from addresses. */
  readonly namesBySourceUrl?: boolean
  /** Compiles a function with these parameters and this body, whose frames carry `filename`. */
  compileFunction(code: string, parameters: readonly string[], filename: string): (...parameters: Any[]) => unknown
  /** Compiles a file of the program; the platform caches the code for other processes with the same files. */
  compileModule(input: CompileInput): CompiledModule | CompileError
  /** Number of columns that `compileFunction` puts before the code's first line. */
  firstLineColumns?(parameters: readonly string[]): number
  /** The engine below `node:vm`. */
  readonly scripts: ScriptEngine
  /** Calls `entry` and returns how it ended. */
  run(entry: () => void): Outcome
  /** Calls `then` and resolves when every microtask has run and unhandled rejections have been announced: in a later macrotask. */
  hop(then?: () => void): Promise<void>
  /** Runs microtasks and announces rejections at once, where the environment can do so while a hop's `then` is called; returns whether it did. */
  runMicrotasks?(): boolean
  encodeUtf8(text: string): Uint8Array
  /** Writes as many whole characters as fit; returns [UTF-16 units read, bytes written]. */
  encodeUtf8Into(text: string, into: Uint8Array): [number, number]
  /** Decodes UTF-8 and keeps a byte order mark. */
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
  /** Carries a frame through promises, where the environment supports it. */
  readonly frameCarrier?: FrameCarrier
  /** Enqueues a microtask that the promise hooks don't see. */
  enqueueMicrotask?(callback: () => void): void
  /** V8's hooks on the program's promises, where the environment has them; null for none. They must not throw. */
  setPromiseHooks?(hooks: PromiseHooks | null): void
  /** Whether a value is a proxy, where the environment can tell. */
  isProxy?(value: unknown): boolean
  /** V8's `gc`, where the environment has it, for programs that ask for it by `--expose-gc`. */
  exposeGc?(): unknown
  /** Heap sizes to report to this process, in bytes: [total, used, external], plausible and steady. */
  memory?(): [number, number, number]
  /** Frees what the platform holds for this realm. */
  dispose(): void
}

/** Options of a realm. It boots when it is created; the start event's `ProcessStart` says what it runs. */
export interface RealmOptions {
  platform: Platform
  calls: SystemCalls
}

/** The process's side of the system-call interface, which the kernel drives. */
export interface Realm {
  turn(event: KernelEvent): Promise<TurnEnd>
  /** Ends the realm from outside; nothing of it runs afterwards. */
  kill(reason: string): void
}

/** Code from a command line in place of a file: to run, to print the value of, or to read from standard input. */
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
  /** These two decorate the stack of an error that ends the process. */
  enhanceBeforePrint(error: unknown): Any
  enhanceForPrint(error: unknown): Any
}
