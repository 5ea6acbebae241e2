import { SECOND } from '#network'
import { Op } from '../../syscalls/index.ts'
import { type AsyncWrap, providerOf } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import { environmentObject, loadEnvironmentFile } from '../environment.ts'
import { endProcess } from '../exit.ts'
import { writeError } from '../standard-error.ts'
import type { Any, Binding } from '../types.ts'
import { uvException } from './fs/index.ts'

const SIGABRT = 6
const SIGSEGV = 11
const HIGH_WORD = 2 ** 32
/** Memory of a small process on a small machine: constants, since real numbers would differ from run to run. */
const MEMORY = { rss: 48 << 20, heapTotal: 6 << 20, heapUsed: 4 << 20, external: 1 << 20, arrayBuffers: 16 << 10 }
const CWD_REMOVED =
  'process.cwd failed with error no such file or directory, the current working directory was likely removed ' +
  'without changing the working directory'
const FREE_MEMORY = 2 ** 31

/** `internalBinding('process_methods')`: node_process_methods.cc. */
export function processMethodsBinding(realm: RealmContext): Binding {
  return {
    ...clocks(realm),
    ...memoryAndTime(realm),
    ...endings(realm),
    ...workingDirectory(realm),
    _getActiveRequests: () => [...realm.active.requests],
    _getActiveHandles: () => realm.active.owners(),
    getActiveResourcesInfo: () => realm.active.names((wrap) => providerOf(wrap as AsyncWrap)),
    _rawDebug: (text: string) => writeError(realm, `${text}\n`),
    setEmitWarningSync() {},
    loadEnvFile: (path?: string) => loadEnvironmentFile(realm, path),
    dlopen() {
      throw new Error('Native add-ons cannot be loaded in a simulated process')
    },
    execve() {
      throw new Error('process.execve() is not supported here yet')
    },
    _debugProcess() {},
    _debugEnd() {},
    patchProcessObject: (process: Any) => patchProcessObject(realm, process),
  }
}

/** `hrtime` writes [seconds' high word, low word, ns], `hrtimeBigInt` one 64-bit number, into the same memory. */
function clocks(realm: RealmContext): Binding {
  const memory = new ArrayBuffer(16)
  const words = new Uint32Array(memory, 0, 3)
  const big = new BigUint64Array(memory, 0, 1)
  return {
    hrtimeBuffer: words,
    hrtime() {
      const now = realm.kernel.clock()
      const seconds = Math.floor(now / SECOND)
      words[0] = Math.floor(seconds / HIGH_WORD)
      words[1] = seconds
      words[2] = now - seconds * SECOND
    },
    hrtimeBigInt() {
      big[0] = BigInt(realm.kernel.clock())
    },
    uptime: () => (realm.kernel.clock() - realm.startedAt) / SECOND,
  }
}

function memoryAndTime(realm: RealmContext): Binding {
  const microseconds = () => Math.floor((realm.kernel.time - realm.startedAt) / 1000)
  return {
    memoryUsage(values: Float64Array) {
      values.set([MEMORY.rss, MEMORY.heapTotal, MEMORY.heapUsed, MEMORY.external, MEMORY.arrayBuffers])
    },
    rss: () => MEMORY.rss,
    constrainedMemory: () => 0,
    availableMemory: () => FREE_MEMORY,
    cpuUsage(values: Float64Array) {
      values.set([microseconds(), 0])
    },
    threadCpuUsage(values: Float64Array) {
      values.set([microseconds(), 0])
    },
    resourceUsage(values: Float64Array) {
      values.fill(0)
      values[0] = microseconds()
      values[2] = MEMORY.rss / 1024
    },
  }
}

function endings(realm: RealmContext): Binding {
  const end = (code: number): never => {
    endProcess(realm, code)
    return realm.unwind()
  }
  const die = (signal: number): never => {
    realm.kernel.call(Op.sigmask, signal, 0)
    realm.kernel.call(Op.kill, realm.pid, signal)
    return realm.unwind()
  }
  return {
    reallyExit: (code: number) => end(code),
    abort: () => die(SIGABRT),
    causeSegfault: () => die(SIGSEGV),
    _kill(pid: number, signal: number) {
      if (pid === realm.pid) realm.loop.targets.expectSignal(signal)
      return realm.kernel.call(Op.kill, pid, signal)
    },
  }
}

function workingDirectory(realm: RealmContext): Binding {
  const { kernel } = realm
  return {
    cwd() {
      const result = kernel.call(Op.getcwd)
      if (result < 0) throw uvException(realm, result, { syscall: 'uv_cwd', message: CWD_REMOVED })
      return kernel.out.str
    },
    chdir(path: string) {
      const result = kernel.call(Op.chdir, 0, 0, 0, path)
      if (result >= 0) return
      const from = kernel.call(Op.getcwd) < 0 ? '' : kernel.out.str
      throw uvException(realm, result, { syscall: 'chdir', path: from, dest: path })
    },
    umask: (mask?: number) => kernel.call(Op.umask, mask ?? -1),
  }
}

/** Sets the properties of `process` that C++ sets when the process starts; the rest was set when the library booted. */
function patchProcessObject(realm: RealmContext, process: Any): void {
  const { start } = realm
  const value = (name: string, content: unknown, writable = false) =>
    Object.defineProperty(process, name, { value: content, enumerable: true, configurable: true, writable })
  process.title = realm.require('internal/options').getOptionValue('--title') || (start.commandLine?.[0] ?? 'node')
  process.argv = [...start.argv]
  process.execArgv = [...(start.execArgv ?? [])]
  value('env', environmentObject(realm, start.env), true)
  value('pid', realm.pid)
  Object.defineProperty(process, 'ppid', {
    get: () => realm.kernel.call(Op.getppid),
    enumerable: true,
    configurable: true,
  })
  process.execPath = start.argv[0]
  process.debugPort = 9229
}
