import type { RandomStream } from '#network'
import { concatenate } from '#network'
import type { Schedule } from '../api/index.ts'
import { encode } from './byte-queue.ts'

/** Pieces to send, and how they differ from those given. Offsets count from the stream's first byte. */
export interface Segmentation {
  pieces: Uint8Array[]
  /** Boundaries added by the schedule. */
  cut: number[]
  /** Boundaries between pieces removed by the schedule. */
  join: number[]
}

/** Single bytes and small random pieces are used only at the start of a stream: long streams would take minutes. */
const FINE_UNTIL = 1024
const COARSE = 1024

/**
 * Applies a schedule to the pieces that a test sent since the world last ran. `start`: offset of their first byte in
 * the stream. Pure except for the draws of a random schedule.
 */
export function segment(schedule: Schedule, handed: Uint8Array[], start: number, random: RandomStream): Segmentation {
  const bytes = concatenate(handed)
  const given = boundaries(handed)
  const wanted = [...new Set(wantedBoundaries(schedule, bytes, given, start, random))]
    .filter((at) => at > 0 && at < bytes.length)
    .sort((a, b) => a - b)
  return {
    pieces: sliceAt(bytes, wanted),
    cut: wanted.filter((at) => !given.includes(at)).map((at) => at + start),
    join: given.filter((at) => !wanted.includes(at)).map((at) => at + start),
  }
}

function wantedBoundaries(
  schedule: Schedule,
  bytes: Uint8Array,
  given: number[],
  start: number,
  random: RandomStream,
): number[] {
  switch (schedule.kind) {
    case 'whole':
      return given
    case 'coalesce':
      return []
    case 'dribble':
      return [...given, ...dribble(bytes.length, start)]
    case 'split':
      return [...given, ...schedule.around.flatMap((delimiter) => around(bytes, encode(delimiter)))]
    case 'random':
      return [...given.filter(() => random.chance(0.5)), ...randomCuts(bytes.length, start, random)]
    case 'explicit': {
      const inside = (offsets: number[]) => offsets.map((offset) => offset - start)
      const joins = new Set(inside(schedule.join))
      return [...given.filter((at) => !joins.has(at)), ...inside(schedule.cut)]
    }
  }
}

/** After every byte at first, then every `COARSE` bytes. */
function dribble(length: number, start: number): number[] {
  const fine = Math.max(0, Math.min(length, FINE_UNTIL - start))
  const cuts = Array.from({ length: fine }, (_, i) => i + 1)
  for (let at = fine + COARSE; at < length; at += COARSE) cuts.push(at)
  return cuts
}

/** Before, within and after each occurrence of a delimiter. */
function around(bytes: Uint8Array, delimiter: Uint8Array): number[] {
  const cuts: number[] = []
  for (let at = indexOf(bytes, delimiter, 0); at >= 0; at = indexOf(bytes, delimiter, at + delimiter.length))
    for (let i = 0; i <= delimiter.length; i++) cuts.push(at + i)
  return cuts
}

function indexOf(bytes: Uint8Array, pattern: Uint8Array, from: number): number {
  if (pattern.length === 0) return -1
  for (let at = bytes.indexOf(pattern[0]!, from); at >= 0; at = bytes.indexOf(pattern[0]!, at + 1))
    if (pattern.every((byte, i) => bytes[at + i] === byte)) return at
  return -1
}

/** Short pieces, most of them shorter than a line; longer ones once the stream is long. */
function randomCuts(length: number, start: number, random: RandomStream): number[] {
  const cuts: number[] = []
  for (let at = 0; at < length; ) {
    at += 1 + random.below(start + at < FINE_UNTIL ? 16 : 2 * COARSE)
    cuts.push(at)
  }
  return cuts
}

function boundaries(pieces: Uint8Array[]): number[] {
  let at = 0
  return pieces.slice(0, -1).map((piece) => (at += piece.length))
}

function sliceAt(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  if (bytes.length === 0) return []
  return [0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length))
}
