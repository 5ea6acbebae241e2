/** The program that a process runs: its files, its loader and its entry. */
import { createBareModuleLoader, type ModuleFiles, type ModuleLoader } from '../modules/index.ts'
import type { RealmContext } from './context.ts'
import { ExitCode } from './exit.ts'
import { uncaughtException } from './fatal.ts'
import { loaderServices, moduleBuiltin } from './module-builtin.ts'
import { programFiles } from './program-files.ts'
import { writeError } from './standard-error.ts'
import type { Any } from './types.ts'

const pathOf = (file: string): string =>
  file.startsWith('file://') ? decodeURIComponent(file.slice('file://'.length)) : file

/** A statement that only a module can contain. */
const MODULE_SYNTAX = /^\s*(?:import\b(?!\s*\()|export\b)/m

export class Program {
  readonly #realm: RealmContext
  readonly #loader: ModuleLoader
  readonly entry: string
  /** Whether the entry is an ES module whose top level has not ended. */
  unsettled = false
  /** Module code from the command line, which the loader finds in place of a file. */
  #code: { file: string; text: string } | null = null
  #moduleBuiltin: Any = null

  constructor(realm: RealmContext) {
    const { start, platform } = realm
    const { global } = platform
    this.#realm = realm
    this.entry = realm.code === null ? (start.argv[1] ?? '') : '[eval]'
    this.#loader = createBareModuleLoader({
      files: this.#files(),
      builtins: {
        has: (specifier) => realm.isBuiltin(specifier),
        load: (specifier) => realm.requireBuiltin(specifier),
      },
      compile: platform.compileModule,
      compileFunction: platform.compileFunction,
      globals: global,
      services: loaderServices(realm),
      ...(platform.firstLineColumns && { firstLineColumns: platform.firstLineColumns }),
    })
    this.#loader.Module.runMain = (entry = this.entry) => this.#enter(entry)
  }

  #files(): ModuleFiles {
    const files = programFiles(this.#realm)
    return {
      ...files,
      read: (path) => (path === this.#code?.file ? this.#code.text : files.read(path)),
      isFile: (path) => path === this.#code?.file || files.isFile(path),
    }
  }

  /** `node:module`. */
  get moduleBuiltin(): Any {
    this.#moduleBuiltin ??= moduleBuiltin(this.#realm, this.#loader.Module)
    return this.#moduleBuiltin
  }

  /** Runs the entry, as `node entry` does. */
  run(): void {
    this.#preload()
    const { code } = this.#realm
    if (code === null) this.#loader.Module.runMain(this.#entryFile())
    else if (code.kind === 'input')
      this.#realm.require('internal/process/execution').readStdin((text: string) => this.#evaluate(text))
    else this.#evaluate(code.text)
  }

  /** `--require`. */
  #preload(): void {
    const { getOptionValue } = this.#realm.require('internal/options')
    this.#loader.Module._preloadModules(getOptionValue('--require'))
  }

  #requireHere(): (specifier: string) => unknown {
    return this.#loader.createRequire(`${this.#realm.process.cwd()}/[eval]`)
  }

  /** Returns the file that the entry names: `node program` also finds `program.js` and `program/index.js`. */
  #entryFile(): string {
    const files = programFiles(this.#realm)
    if (files.isFile(this.entry)) return this.entry
    try {
      return this.#loader.createRequire(this.entry).resolve(this.entry)
    } catch {
      return this.entry
    }
  }

  /** `node --eval` and `node --print`: a script with `require` and the built-in modules in its global scope. */
  #evaluate(text: string): void {
    const { global, compileFunction } = this.#realm.platform
    const file = `${this.#realm.process.cwd()}/[eval1]`
    const isModule = this.#realm.require('internal/options').getOptionValue('--input-type') === 'module'
    if (isModule || MODULE_SYNTAX.test(text)) {
      this.#code = { file, text }
      this.#enter(file)
      return
    }
    this.#defineBuiltins(global)
    const module: Any = { exports: {}, id: '[eval]', filename: file, loaded: false, children: [], paths: [] }
    const parameters = ['exports', 'require', 'module', '__filename', '__dirname', '__code']
    const isPrinted = this.#realm.code?.kind === 'print'
    const run = compileFunction(isPrinted ? 'return eval(__code)' : text, parameters, '[eval]')
    const value = run(module.exports, this.#requireHere(), module, '[eval]', '.', text)
    if (isPrinted) this.#realm.require('internal/console/global').log(value)
  }

  /** addBuiltinLibsToObject. */
  #defineBuiltins(global: Any): void {
    const { BuiltinModule } = this.#realm.require('internal/bootstrap/realm')
    for (const id of BuiltinModule.getAllBuiltinModuleIds()) {
      if (/[_:/]/.test(id) || id in global) continue
      Object.defineProperty(global, id, {
        get: () => this.#realm.requireBuiltin(id),
        set: (value) =>
          Object.defineProperty(global, id, { value, writable: true, configurable: true, enumerable: true }),
        configurable: true,
        enumerable: false,
      })
    }
  }

  #enter(file: string): void {
    const main = this.#loader.enterMain(file)
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

  /** Maps a place in the compiled text to its source; null where the text is not the program's. */
  originalPlace(file: string, line: number, column: number): { line: number; column: number } | null {
    return this.#loader.originalPosition(file, line, column)
  }

  /** Returns a line of a file's source. */
  line(file: string, line: number): string | null {
    return this.#textOf(file)?.split(/\r?\n/)[line - 1] ?? null
  }

  /** Returns a file's source; for a file that could not be compiled, reads the file. */
  #textOf(file: string): string | undefined {
    return this.#loader.sourceText(file) ?? programFiles(this.#realm).read(pathOf(file))
  }

  /** The frames that Node's loader leaves below the top level of an entry. */
  entryFrames(file: string): string[] {
    return this.#realm.data.entryFrames[file.startsWith('file://') ? '.mjs' : '.cjs'] ?? []
  }

  /** Prints Node's warning about an entry that waits for something that can no longer happen. */
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
