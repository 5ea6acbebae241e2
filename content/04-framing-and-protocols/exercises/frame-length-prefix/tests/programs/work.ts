/** What a frame reader does with memory: the largest piece asked for, and work whose copies are counted. Loaded in a process of its own. */
import { params } from './params.ts'

/** Most memory given for one request, however much is asked for: the process must survive. */
const MOST_REALLY_ALLOCATED = 16 << 20

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

const { encodeFrame, FrameReader } = (await import(
  './framing.ts' as string
)) as typeof import('../../solution/framing.ts')

let long: Buffer = Buffer.alloc(0)
let many: Buffer = Buffer.alloc(0)

/** Makes one long message, and as many bytes of short ones; how many there are. */
export function prepare(): number {
  long = encodeFrame(Buffer.alloc(params.maxFrame, 'x'))
  const short = encodeFrame(Buffer.from('short'))
  many = Buffer.alloc(Math.floor(long.length / short.length) * short.length, short)
  return long.length
}

export const readLongInPieces = (): void => read(pieces(long, 16))
export const readManyAtOnce = (): void => read([many])

/** The largest piece of memory asked for while a reader gets these bytes. */
export function largestPieceFor(bytes: Uint8Array): number {
  largest = 0
  new FrameReader().push(Buffer.from(bytes))
  return largest
}

function read(chunks: Buffer[]): void {
  const reader = new FrameReader()
  for (const chunk of chunks) reader.push(chunk)
}

const pieces = (whole: Buffer, size: number) =>
  Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.subarray(i * size, (i + 1) * size))
