/** The world's clock and chance instead of the machine's, and nothing that takes real time: replaced before the library captures them. */
import { Op } from '../syscalls/index.ts'
import type { RealmContext } from './context.ts'
import type { Any } from './types.ts'

const MILLISECOND = 1_000_000

export function installDeterminism(realm: RealmContext): void {
  const { global } = realm.platform
  define(global, 'Date', hostDate(realm))
  define(global.Math, 'random', hostRandom(realm))
  makeWebAssemblySynchronous(global.WebAssembly)
  // Both wait in real time.
  for (const name of ['wait', 'waitAsync']) delete global.Atomics[name]
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: false, writable: true })
}

/** The host's clock in place of the machine's; everything else, and the prototype, is the original's. */
function hostDate(realm: RealmContext): DateConstructor {
  const OriginalDate = realm.platform.global.Date as DateConstructor
  const now = () => realm.start.epochMs + Math.floor(realm.kernel.clock() / MILLISECOND)
  function HostDate(...parameters: unknown[]): Date | string {
    if (!new.target) return new OriginalDate(now()).toString()
    return Reflect.construct(OriginalDate, parameters.length === 0 ? [now()] : parameters, new.target)
  }
  define(HostDate, 'now', { now: () => now() }.now)
  define(HostDate, 'parse', OriginalDate.parse)
  define(HostDate, 'UTC', OriginalDate.UTC)
  Object.defineProperty(HostDate, 'prototype', { value: OriginalDate.prototype, writable: false })
  Object.defineProperty(HostDate, 'name', { value: 'Date', configurable: true })
  Object.defineProperty(HostDate, 'length', { value: 7, configurable: true })
  define(OriginalDate.prototype, 'constructor', HostDate)
  return HostDate as unknown as DateConstructor
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
 * Compiling in another thread ends some real time later, at no certain place among the world's events; here it ends at once. The
 * streaming functions need fetch.
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
