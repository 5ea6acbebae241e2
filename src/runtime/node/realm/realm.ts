import { EventType, type KernelEvent, Op, type ProcessStart, type TurnEnd } from '../syscalls/index.ts'
import { defaultOptions } from './bindings/index.ts'
import { bootLibrary, joinParent, prepareExecution } from './bootstrap.ts'
import { builtinModules } from './builtin-modules.ts'
import { parseCommandLine } from './command-line.ts'
import { RealmContext } from './context.ts'
import { installDeterminism } from './determinism.ts'
import { ExitCode, endProcess, finishIfDone } from './exit.ts'
import { uncaughtException } from './fatal.ts'
import { readLibraryData } from './library-data.ts'
import type { LoopEvents } from './loop.ts'
import { beginPerformance, passMilestone } from './milestones.ts'
import { Program } from './program.ts'
import { writeError } from './standard-error.ts'
import type { Realm, RealmOptions } from './types.ts'

/**
 * A Node process: Node's own library over the system calls. Boots at once, so that a realm can be made ahead of time; it becomes a
 * process at the start event.
 */
export function createRealm({ platform, calls }: RealmOptions): Realm {
  const realm = new RealmContext(platform, readLibraryData(platform.libraryData), calls, loopEvents)
  realm.requireBuiltin = builtinModules(realm)
  installDeterminism(realm)
  bootLibrary(realm)
  platform.onRejection(
    (promise, reason) => realm.taskQueue.rejected(promise, reason),
    (promise) => realm.taskQueue.handled(promise),
  )
  return {
    async turn(event: KernelEvent): Promise<TurnEnd> {
      if (event.type === EventType.start) start(realm, event)
      const end = await realm.loop.turn(event)
      if (realm.kernel.ended) platform.dispose()
      return end
    },
    kill() {
      realm.kernel.ended = true
      platform.dispose()
    },
  }
}

/** Handlers of the events of a process's loop. */
const loopEvents = (realm: RealmContext): LoopEvents => ({
  begins: () => passMilestone(realm, 'LOOP_START'),
  finishIfDone: () => finishIfDone(realm),
  uncaughtException: (error, place) => uncaughtException(realm, error, place),
})

function start(realm: RealmContext, event: KernelEvent): void {
  realm.pid = event.value
  realm.startedAt = event.time
  realm.kernel.time = event.time
  readCommandLine(realm, JSON.parse(event.str) as ProcessStart)
  beginPerformance(realm)
  prepareExecution(realm)
  const program = new Program(realm)
  realm.program = program
  realm.loop.main = () => {
    if (refusesOptions(realm)) return
    joinParent(realm)
    program.run()
  }
}

const REJECTION_MODES = ['', 'strict', 'warn', 'none', 'throw', 'warn-with-error-codes']

/** Returns whether an option keeps Node from starting (EnvironmentOptions::CheckOptions); the process then ends. */
function refusesOptions(realm: RealmContext): boolean {
  const { process } = realm
  const mode = realm.require('internal/options').getOptionValue('--unhandled-rejections') ?? ''
  if (REJECTION_MODES.includes(mode)) return false
  writeError(realm, `${process.execPath}: invalid value for --unhandled-rejections\n`)
  endProcess(realm, ExitCode.badOption)
  return true
}

/** Reads options, program and arguments from the command line of a process that another one started, and from its environment. */
function readCommandLine(realm: RealmContext, start: ProcessStart): void {
  realm.start = start
  const { commandLine, env } = start
  const inherited = (env.NODE_OPTIONS ?? '').split(/\s+/).filter((word) => word !== '')
  if (commandLine !== undefined) {
    const { options, program, words, evaluate, print, version } = parseCommandLine(
      commandLine.slice(1),
      defaultOptions(realm),
    )
    const entry = program === null ? [] : [absolutePath(realm, program)]
    realm.start = { ...start, execArgv: options, argv: [...start.argv, ...entry, ...words] }
    if (version) realm.code = { kind: 'print', text: 'process.version' }
    else if (evaluate !== null) realm.code = { kind: print ? 'print' : 'evaluate', text: evaluate }
    else if (program === null) realm.code = { kind: 'input', text: '' }
  }
  const redirected = env.NODE_REDIRECT_WARNINGS ? [`--redirect-warnings=${env.NODE_REDIRECT_WARNINGS}`] : []
  realm.options = [...redirected, ...inherited, ...(realm.start.execArgv ?? [])]
}

function absolutePath(realm: RealmContext, path: string): string {
  realm.kernel.call(Op.getcwd)
  return realm.require('path').resolve(realm.kernel.out.str, path)
}
