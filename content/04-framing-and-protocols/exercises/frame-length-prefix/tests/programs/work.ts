/** Counts what a frame reader does with memory: bytes copied, and the largest piece asked for. Loaded in a process of its own. */
import { params } from './params.ts'

/** Who asks for more gets no more than this: the process has to go on. */
const MOST_REALLY_ALLOCATED = 16 << 20

let copied = 0
let largest = 0

for (const name of ['alloc', 'allocUnsafe', 'allocUnsafeSlow'] as const) {
  const original = Buffer[name] as (size: number, ...rest: unknown[]) => Buffer
  Object.assign(Buffer, {
    [name](size: number, ...rest: unknown[]) {
      largest = Math.max(largest, size)
      return original(Math.min(size, MOST_REALLY_ALLOCATED), ...rest)
    },
  })
}
const counted = <A extends unknown[], R>(
  call: (...args: A) => R,
  bytesOf: (result: R, self: Uint8Array, args: A) => number,
) =>
  function (this: unknown, ...args: A): R {
    const result = Reflect.apply(call, this, args) as R
    copied += bytesOf(result, this as Uint8Array, args)
    return result
  }
Buffer.concat = counted(Buffer.concat, (all) => all.length)
Buffer.from = counted(Buffer.from as (...args: unknown[]) => Buffer, (made, _, [source]) =>
  source instanceof Uint8Array ? made.length : 0,
) as typeof Buffer.from
Buffer.prototype.copy = counted(Buffer.prototype.copy as (target: Uint8Array) => number, (n) => n)
Uint8Array.prototype.set = counted(
  Uint8Array.prototype.set as (source: ArrayLike<number>, at?: number) => void,
  (_, __, [source]) => source.length,
)
Uint8Array.prototype.slice = counted(Uint8Array.prototype.slice, (made) => made.length)

const { encodeFrame, FrameReader } = (await import(
  './framing.ts' as string
)) as typeof import('../../solution/framing.ts')

/** Bytes copied for one long message that comes in pieces, and for many short ones that come at once; the bytes there were. */
export function copiesOf(): { bytes: number; longInPieces: number; manyAtOnce: number } {
  const long = encodeFrame(Buffer.alloc(params.maxFrame, 'x'))
  const longInPieces = copiedBy(pieces(long, 16))
  const short = encodeFrame(Buffer.from('short'))
  const many = Buffer.alloc(Math.floor(long.length / short.length) * short.length, short)
  return { bytes: long.length, longInPieces, manyAtOnce: copiedBy([many]) }
}

/** The largest piece of memory asked for while a reader gets these bytes. */
export function largestPieceFor(bytes: Uint8Array): number {
  largest = 0
  new FrameReader().push(Buffer.from(bytes))
  return largest
}

function copiedBy(chunks: Buffer[]): number {
  const reader = new FrameReader()
  copied = 0
  for (const chunk of chunks) reader.push(chunk)
  return copied
}

const pieces = (whole: Buffer, size: number) =>
  Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.subarray(i * size, (i + 1) * size))
