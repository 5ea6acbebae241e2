/** Replaces the machine's clock, calendar and randomness by the world's, and removes what takes real time, before the library captures them. */
import { MILLISECOND } from '#network'
import { Op } from '../syscalls/index.ts'
import type { RealmContext } from './context.ts'
import { define, hostDate, installDefaultLocale, replaceIntl } from './locale/index.ts'
import type { Any } from './types.ts'

/**
 * `global`: of the process, or of a context that it has made. Properties in `given` were put there by the program itself and are
 * deterministic already.
 */
export function installDeterminism(
  realm: RealmContext,
  global: Any = realm.platform.global,
  given: object = Object.create(null),
): void {
  const now = () => realm.start.epochMs + Math.floor(realm.kernel.clock() / MILLISECOND)
  const replacements: Record<string, () => void> = {
    Number: () => realm.platform.sharesPrototypes || installDefaultLocale(global),
    Date: () => define(global, 'Date', hostDate(global.Date, now, global.Intl)),
    Intl: () => replaceIntl(global.Intl, now),
    Math: () => define(global.Math, 'random', hostRandom(realm)),
    WebAssembly: () => makeWebAssemblySynchronous(global.WebAssembly),
    Atomics() {
      define(global.Atomics, 'wait', hostWait(realm, global.Atomics))
      delete global.Atomics.waitAsync // waits in real time
    },
  }
  for (const [name, replace] of Object.entries(replacements)) if (!(name in given)) replace()
}

/** Makes `Atomics.wait` for a process with one thread: nothing can wake it, so the whole timeout passes. */
function hostWait(realm: RealmContext, { load }: typeof Atomics) {
  return function wait(array: Int32Array, index: number, value: number, timeout = Number.POSITIVE_INFINITY): string {
    if (load(array, index) !== value) return 'not-equal'
    const ms = Number.isNaN(+timeout) ? Number.POSITIVE_INFINITY : Math.max(0, +timeout)
    if (ms === Number.POSITIVE_INFINITY)
      throw new Error('Atomics.wait() would wait for ever: a process has one thread here')
    realm.kernel.spend(Math.floor(ms * MILLISECOND))
    return 'timed-out'
  }
}

const DOUBLE_STEP = 2 ** -53

/** xoshiro128** (Blackman and Vigna) seeded from the process's own random stream, so that it disturbs no other. */
function hostRandom(realm: RealmContext): () => number {
  let state: Uint32Array | null = null
  const next = (s: Uint32Array) => {
    const product = Math.imul(s[1]!, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = s[1]! << 9
    s[2]! ^= s[0]!
    s[3]! ^= s[1]!
    s[1]! ^= s[2]!
    s[0]! ^= s[3]!
    s[2]! ^= shifted
    s[3] = (s[3]! << 11) | (s[3]! >>> 21)
    return result
  }
  const seeded = () => {
    realm.kernel.call(Op.random, 16)
    const bytes = realm.kernel.out.bytes
    const words = new Uint32Array(4)
    for (let i = 0; i < 16; i++) words[i >> 2] = (words[i >> 2]! << 8) | (bytes?.[i] ?? i)
    if (words.every((word) => word === 0)) words[0] = 1
    return words
  }
  return function random() {
    state ??= seeded()
    return ((next(state) >>> 5) * 2 ** 26 + (next(state) >>> 6)) * DOUBLE_STEP
  }
}

/**
 * Compiles at once: in another thread it would end some real time later, at an unpredictable place among the world's events. Removes
 * the streaming functions, which need fetch.
 */
function makeWebAssemblySynchronous(WebAssembly: Any): void {
  const { Module, Instance } = WebAssembly
  const compile = async (source: BufferSource) => new Module(source)
  const instantiate = async (source: unknown, imports?: object) => {
    if (source instanceof Module) return new Instance(source, imports)
    const module = new Module(source)
    return { module, instance: new Instance(module, imports) }
  }
  define(WebAssembly, 'compile', compile)
  define(WebAssembly, 'instantiate', instantiate)
  for (const name of ['compileStreaming', 'instantiateStreaming']) delete WebAssembly[name]
}
