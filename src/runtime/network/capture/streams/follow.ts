import type { TcpPosition } from '../analysis/index.ts'
import { tcpFrame } from '../analysis/index.ts'
import type { PacketRecord } from '../packet-record.ts'
import { dataStart, joined, StreamAssembler, type StreamPiece } from './stream-assembler.ts'

/** Turn of a conversation: bytes of one side, until the other sends. */
export interface StreamTurn {
  readonly isFromOpener: boolean
  readonly bytes: Uint8Array
  /** Number of the packet that brought its first byte in order. */
  readonly frame: number
  /** Bytes before it that were never seen. */
  readonly missing: number
}

export interface FollowedStream {
  /** `10.0.0.1 40000`: the end seen first, and the other one. */
  readonly opener: string
  readonly peer: string
  readonly turns: readonly StreamTurn[]
}

/**
 * Returns the data of both sides of one TCP connection in order: late segments fill their gaps, retransmissions count once.
 * `packets` are all of one link, with their positions (from a `CaptureAnalysis`). Returns null if the stream isn't among
 * them.
 */
export function followStream(
  packets: Iterable<readonly [PacketRecord, TcpPosition | null]>,
  stream: number,
): FollowedStream | null {
  const sides = [new StreamAssembler(), new StreamAssembler()] as const
  const turns: MutableTurn[] = []
  let ends: [string, string] | null = null
  for (const [record, position] of packets) {
    if (position?.stream !== stream) continue
    const { source, destination, segment } = tcpFrame(record.bytes, position.datagram)!
    const names: [string, string] = [`${source} ${segment.sourcePort}`, `${destination} ${segment.destinationPort}`]
    ends ??= position.isFromOpener ? names : [names[1], names[0]]
    const side = sides[position.isFromOpener ? 0 : 1]
    addTurns(
      turns,
      position.isFromOpener,
      side.add(dataStart(position, segment.flags, side), segment.payload, record.number),
      0,
    )
  }
  for (const [index, side] of sides.entries()) addRest(turns, index === 0, side)
  if (ends === null) return null
  return {
    opener: ends[0],
    peer: ends[1],
    turns: turns.map(({ parts, ...turn }) => ({ ...turn, bytes: joined(parts) })),
  }
}

interface MutableTurn extends Omit<StreamTurn, 'bytes'> {
  readonly parts: Uint8Array[]
}

function addTurns(turns: MutableTurn[], isFromOpener: boolean, pieces: readonly StreamPiece[], missing: number): void {
  for (const { bytes, frame } of pieces) {
    const last = turns.at(-1)
    if (last?.isFromOpener === isFromOpener && missing === 0) last.parts.push(bytes)
    else turns.push({ isFromOpener, frame, missing, parts: [bytes] })
  }
}

function addRest(turns: MutableTurn[], isFromOpener: boolean, side: StreamAssembler): void {
  let next = side.length
  for (const piece of side.rest()) {
    addTurns(turns, isFromOpener, [piece], piece.start - next)
    next = piece.start + piece.bytes.length
  }
}

/**
 * Returns the conversation as text: unprintable bytes are dots, the other side's turns are indented, missing bytes are
 * noted.
 */
export function streamText({ turns }: FollowedStream): string {
  const shown = turns.map(({ isFromOpener, bytes, missing }) => {
    const gap = missing > 0 ? `[${missing} bytes missing]\n` : ''
    const text = gap + printable(bytes)
    return isFromOpener ? text : text.replace(/^(?=[^\n])/gm, '    ')
  })
  return shown.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('')
}

function printable(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    if (byte === 13) continue
    text += byte === 10 || byte === 9 || (byte >= 32 && byte < 127) ? String.fromCharCode(byte) : '.'
  }
  return text
}

/**
 * Returns the conversation as a hex dump, 16 bytes a line with their offset in their side's stream; the other side's lines
 * are indented.
 */
export function streamHex({ turns }: FollowedStream): string {
  const places = [0, 0]
  const lines: string[] = []
  for (const { isFromOpener, bytes, missing } of turns) {
    const side = isFromOpener ? 0 : 1
    places[side]! += missing
    for (let at = 0; at < bytes.length; at += 16) {
      const row = bytes.subarray(at, at + 16)
      const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
      const text = printable(row).replace(/[\n\t]/g, '.')
      lines.push(
        `${isFromOpener ? '' : '    '}${(places[side]! + at).toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${text}`,
      )
    }
    places[side]! += bytes.length
  }
  return lines.map((line) => `${line}\n`).join('')
}
