/** Counts the bytes that this process copies from one buffer to another. To be imported before what is to be counted. */
let copied = 0

/** Bytes copied so far. */
export const bytesCopied = (): number => copied

/** Does what is not to be counted. */
export function uncounted<R>(act: () => R): R {
  const before = copied
  try {
    return act()
  } finally {
    copied = before
  }
}

type Copies = (...args: never[]) => unknown
/** Puts a function in the place of `of[name]` that does the same and counts. */
function count<K extends string>(of: Record<K, Copies>, name: K, bytesOf: (result: never, args: never[]) => number) {
  const call = of[name]
  const counted = function (this: unknown, ...args: never[]): unknown {
    const result = Reflect.apply(call, this, args) as never
    copied += bytesOf(result, args)
    return result
  }
  Object.defineProperty(of, name, { ...Object.getOwnPropertyDescriptor(of, name), value: counted })
}

const lengthOf = (bytes: Uint8Array) => bytes.length

count(Buffer, 'concat', lengthOf)
count(Buffer, 'from', (made: Uint8Array, [source]) => ((source as unknown) instanceof Uint8Array ? made.length : 0))
count(Buffer.prototype, 'copy', (n: number) => n)
count(Uint8Array, 'from', lengthOf)
count(Uint8Array.prototype, 'slice', lengthOf)
count(Uint8Array.prototype, 'set', (_, [source]) => (source as unknown as ArrayLike<number>).length)
