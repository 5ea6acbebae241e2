/** Counts the bytes that this process copies from one buffer to another. To be imported before what is to be counted. */
let copied = 0

export function copiedBy(run: () => void): number {
  copied = 0
  run()
  return copied
}

/** The same function, which counts as many bytes as `bytesOf` says of its result, its `this` and its arguments. */
const counted = <A extends unknown[], R>(call: (...args: A) => R, bytesOf: (result: R, args: A) => number) =>
  function (this: unknown, ...args: A): R {
    const result = Reflect.apply(call, this, args) as R
    copied += bytesOf(result, args)
    return result
  }

type Copies = (...args: never[]) => unknown
const count = <K extends string>(of: Record<K, Copies>, name: K, bytesOf: (result: never, args: never[]) => number) => {
  of[name] = counted(of[name] as (...args: never[]) => never, bytesOf)
}
const lengthOf = (bytes: Uint8Array) => bytes.length

count(Buffer, 'concat', lengthOf)
count(Buffer, 'from', (made: Uint8Array, [source]) => ((source as unknown) instanceof Uint8Array ? made.length : 0))
count(Buffer.prototype, 'copy', (n: number) => n)
count(Uint8Array, 'from', lengthOf)
count(Uint8Array.prototype, 'slice', lengthOf)
count(Uint8Array.prototype, 'set', (_, [source]) => (source as unknown as ArrayLike<number>).length)
