/** The program that a process runs: its files, its loader and its entry. */
import { createBareModuleLoader, type ModuleLoader } from '../modules/index.ts'
import type { RealmContext } from './context.ts'
import { ExitCode } from './exit.ts'
import { uncaughtException } from './fatal.ts'
import { programFiles } from './program-files.ts'
import { writeError } from './standard-error.ts'
import type { Any } from './types.ts'

const pathOf = (file: string): string =>
  file.startsWith('file://') ? decodeURIComponent(file.slice('file://'.length)) : file

export class Program {
  readonly #realm: RealmContext
  readonly #loader: ModuleLoader
  readonly entry: string
  /** The entry is an ES module whose top level has not ended. */
  unsettled = false

  constructor(realm: RealmContext) {
    const { start, platform } = realm
    const { global } = platform
    this.#realm = realm
    this.entry = start.argv[1] ?? ''
    this.#loader = createBareModuleLoader({
      files: programFiles(realm),
      builtins: { has: (specifier) => realm.isBuiltin(specifier), load: (specifier) => this.#builtin(specifier) },
      compile: platform.compileModule,
      compileFunction: platform.compileFunction,
      globals: global,
      ...(platform.firstLineColumns && { firstLineColumns: platform.firstLineColumns }),
    })
  }

  #builtin(specifier: string): unknown {
    return /^(?:node:)?module$/.test(specifier) ? this.#moduleBuiltin() : this.#realm.requireBuiltin(specifier)
  }

  /** `node:module`, as far as it makes sense for files that are loaded from memory. */
  #moduleBuiltin(): Any {
    const { BuiltinModule } = this.#realm.require('internal/bootstrap/realm')
    return {
      createRequire: (from: unknown) => this.#loader.createRequire(String(from)),
      builtinModules: BuiltinModule.getAllBuiltinModuleIds().filter((id: string) => !id.startsWith('node:')),
      isBuiltin: (specifier: unknown) => this.#realm.isBuiltin(String(specifier)),
    }
  }

  /** Runs the entry, as `node entry` does. */
  run(): void {
    const main = this.#loader.enterMain(this.entry)
    if (main === null) return
    this.unsettled = true
    this.#realm.taskQueue.beganInMicrotask = true
    const settled = () => {
      this.unsettled = false
    }
    const { then } = this.#realm.platform.global.Promise.prototype
    then.call(main, settled, (error: unknown) => {
      settled()
      this.#realm.taskQueue.enter(() => uncaughtException(this.#realm, error, 'made', true))
    })
  }

  /** Whether a stack frame's file is one of the program's. */
  has(file: string): boolean {
    return this.#loader.sourceText(file) !== undefined
  }

  /** The place in the source of a place in the compiled text; null where the text is not the program's. */
  originalPlace(file: string, line: number, column: number): { line: number; column: number } | null {
    return this.#loader.originalPosition(file, line, column)
  }

  /** A line of a file, as its source has it. */
  line(file: string, line: number): string | null {
    return this.#textOf(file)?.split(/\r?\n/)[line - 1] ?? null
  }

  /** Of a file that could not be compiled there is nothing but the file. */
  #textOf(file: string): string | undefined {
    return this.#loader.sourceText(file) ?? programFiles(this.#realm).read(pathOf(file))
  }

  /** The frames that Node's loader leaves below the top level of an entry. */
  entryFrames(file: string): string[] {
    return this.#realm.data.entryFrames[file.startsWith('file://') ? '.mjs' : '.cjs'] ?? []
  }

  /** What Node says of an entry that waits for something that can no longer come. */
  warnOfUnsettled(): void {
    const excerpt = this.#loader.unsettledTopLevelAwait()
    const place = excerpt === null ? `file://${this.entry}` : `${excerpt}\n`
    writeError(this.#realm, `Warning: Detected unsettled top-level await at ${place}\n\n\n`)
  }

  /** The exit code of a process that ends by itself. */
  get exitCode(): number {
    return this.unsettled ? ExitCode.unsettledTopLevelAwait : ExitCode.success
  }
}
