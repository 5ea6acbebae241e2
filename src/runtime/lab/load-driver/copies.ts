/** Counts the bytes that calls into the module copy from one buffer to another. To be imported before the module. */
import { AsyncLocalStorage } from 'node:async_hooks'

const calls = new AsyncLocalStorage<true>()
let copied = 0

/** Bytes copied so far. */
export const bytesCopied = (): number => copied

/** Runs a function and counts its copies. In a page, the kernel and other processes copy with the same functions. */
export const counting = <R>(act: () => R): R => calls.run(true, act)

type Copies = (...args: never[]) => unknown
/** Replaces the function `of[name]` by one that does the same and counts. */
function count<K extends string>(of: Record<K, Copies>, name: K, bytesOf: (result: never, args: never[]) => number) {
  const call = of[name]
  const counted = function (this: unknown, ...args: never[]): unknown {
    if (!calls.getStore()) return Reflect.apply(call, this, args)
    const before = copied
    const result = Reflect.apply(call, this, args) as never
    // The functions it calls may have counted too.
    copied = before + bytesOf(result, args)
    return result
  }
  Object.defineProperty(of, name, { value: counted, writable: true, enumerable: false, configurable: true })
}

const lengthOf = (bytes: Uint8Array) => bytes.length

count(Buffer, 'concat', lengthOf)
count(Buffer, 'from', (made: Uint8Array, [source]) => ((source as unknown) instanceof Uint8Array ? made.length : 0))
count(Buffer.prototype, 'copy', (n: number) => n)
count(Uint8Array, 'from', lengthOf)
count(Uint8Array.prototype, 'slice', lengthOf)
count(Uint8Array.prototype, 'set', (_, [source]) => (source as unknown as ArrayLike<number>).length)
