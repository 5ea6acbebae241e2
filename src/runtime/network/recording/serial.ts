import type { PacketFate, PacketRecord } from '../capture/index.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import type { RecordedOutput, RecordedProcess } from './moment.ts'
import { Recording } from './recording.ts'

/** First bytes of the format, and its version. */
const MAGIC = 'AckademyRecording'
const VERSION = 1

const FATES: readonly PacketFate[] = ['under way', 'delivered', 'loss', 'queue', 'rule', 'cut', 'mtu', 'filter']
const STREAMS = ['stdout', 'stderr'] as const

/** Data in a recording's file beside the recording. */
export interface RecordingNotes {
  /** Versions of the software that wrote it, to report differences. */
  readonly platform?: string
  /** Names of all ends of links, in order: the interfaces of a capture file. */
  readonly endpoints: readonly string[]
  /** Additional plain data: a recipe, the exercise. */
  readonly more?: unknown
}

/** Serializes a recording, from which another process shows the same moments. Not compressed. */
export function writeRecording(recording: Recording, notes: RecordingNotes): Uint8Array {
  const writer = new ByteWriter()
  writer.text(MAGIC)
  writer.number(VERSION)
  writer.text(JSON.stringify(notes))
  for (const value of [recording.begin, recording.now, recording.dropped]) writer.number(value)
  writeAll(writer, recording.packets, writePacket())
  writeAll(writer, recording.segments, (segment) => {
    writer.number(segment.at)
    writeAll(writer, segment.pieces, (piece) => writer.bytes(piece))
  })
  writeAll(writer, recording.outputs, ({ at, pid, stream, bytes }) => {
    for (const value of [at, pid, STREAMS.indexOf(stream)]) writer.number(value)
    writer.bytes(bytes)
  })
  writeAll(writer, recording.processes, (process) => writer.text(JSON.stringify(process)))
  return writer.slice(0)

  function writePacket() {
    let before = 0
    return ({
      number: _,
      at,
      arrives,
      link,
      from,
      to,
      bytes,
      fate,
      cause,
      isDamaged,
      changedBy,
      delayedBy,
      heldUntil,
      duplicateOf,
    }: PacketRecord) => {
      const call = cause !== null && 'call' in cause ? cause : null
      // A cause that earlier versions did not know goes where they skip it.
      const rest = call === null ? (cause ?? undefined) : call.after === undefined ? undefined : call
      const more = { isDamaged, changedBy, delayedBy, heldUntil, duplicateOf, cause: rest }
      writer.signed(at - before)
      before = at
      writer.number(arrives === null ? 0 : arrives - at + 1)
      writer.number(link)
      writer.number(FATES.indexOf(fate))
      writer.number(call === null ? 0 : call.pid + 1)
      if (call !== null) writer.number(call.call)
      for (const end of [from, to]) writer.number(notes.endpoints.indexOf(end) + 1)
      const json = JSON.stringify(more)
      writer.text(json === '{}' ? '' : json)
      writer.bytes(bytes)
    }
  }
}

/** Reads the output of `writeRecording`. Throws RangeError with the reason for other, damaged or newer data. */
export function readRecording(bytes: Uint8Array): { recording: Recording; notes: RecordingNotes } {
  const reader = new ByteReader(bytes)
  if (readMagic(reader) !== MAGIC) throw new RangeError('This is no recording')
  const version = reader.number()
  if (version !== VERSION) throw new RangeError(`A recording of version ${version} cannot be read, only of ${VERSION}`)
  const notes = readNotes(reader)
  const [begin, now, dropped] = [reader.number(), reader.number(), reader.number()]
  const recording = new Recording({ cap: Number.POSITIVE_INFINITY })
  const packets = readPackets(reader, notes, dropped)
  for (const packet of packets) recording.addPacket(packet)
  readAll(reader, () => {
    const at = reader.number()
    readAll(reader, (index) => recording.addTables({ at, isKeyframe: index === 0, bytes: reader.bytes().slice() }))
  })
  readAll(reader, () => recording.addOutput(readOutput(reader)))
  readAll(reader, () => recording.addProcess(readProcess(reader)))
  recording.beginAt(begin, dropped)
  recording.advanceTo(now)
  return { recording, notes }
}

function readPackets(reader: ByteReader, { endpoints }: RecordingNotes, dropped: number): PacketRecord[] {
  const packets: PacketRecord[] = []
  let at = 0
  readAll(reader, (index) => {
    at += reader.signed()
    const travel = reader.number()
    const [link, fate, pid] = [reader.number(), FATES[reader.number()], reader.number()]
    const cause = pid === 0 ? null : { pid: pid - 1, call: reader.number() }
    const [from, to] = [endpoints[reader.number() - 1], endpoints[reader.number() - 1]]
    const more = reader.text()
    if (fate === undefined || from === undefined || to === undefined)
      throw new RangeError(`A recording is damaged: packet ${dropped + index + 1} comes from nowhere`)
    const arrives = travel === 0 ? null : at + travel - 1
    const packet = {
      number: dropped + index + 1,
      at,
      arrives,
      link,
      from,
      to,
      bytes: reader.bytes().slice(),
      fate,
      cause,
    }
    packets.push(more === '' ? packet : { ...packet, ...parsedObject(more) })
  })
  return packets
}

function readOutput(reader: ByteReader): RecordedOutput {
  const [at, pid, stream] = [reader.number(), reader.number(), STREAMS[reader.number()]]
  return { at, pid, stream: stream ?? 'stdout', bytes: reader.bytes().slice() }
}

function readMagic(reader: ByteReader): string {
  try {
    return reader.text()
  } catch {
    return ''
  }
}

function readNotes(reader: ByteReader): RecordingNotes {
  const notes = parsedObject(reader.text())
  const endpoints: unknown = notes.endpoints
  if (!Array.isArray(endpoints) || !endpoints.every((name) => typeof name === 'string'))
    throw new RangeError('A recording is damaged: it does not name the ends of its links')
  return { ...notes, endpoints }
}

function readProcess(reader: ByteReader): RecordedProcess {
  const process = parsedObject(reader.text())
  if (!Number.isSafeInteger(process.at) || !Number.isSafeInteger(process.pid))
    throw new RangeError('A recording is damaged: a program has no time or no number')
  return process as unknown as RecordedProcess
}

function parsedObject(json: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    value = null
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new RangeError('A recording is damaged: a value in it cannot be read')
}

function writeAll<T>(writer: ByteWriter, all: readonly T[], write: (one: T) => void): void {
  writer.number(all.length)
  for (const one of all) write(one)
}

function readAll(reader: ByteReader, read: (index: number) => void): void {
  const count = reader.number()
  for (let i = 0; i < count; i++) read(i)
}
