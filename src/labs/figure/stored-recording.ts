import type { WorldRecord } from '#lab'
import { Recording } from '../recording/index.ts'
import type { Finishes } from './heat-map.ts'

/** Encodes a record as JSON: bytes as base64; a trailing run of one value as value and length. */
export type StoredRecord = Omit<WorldRecord, 'bytes'> & {
  bytes?: string
  run?: readonly [value: number, length: number]
}

/** Stored data of a figure: its run, and those of its variants by name. */
export interface RecordedFigure {
  main: StoredRecord[]
  variants: Readonly<Record<string, StoredRecord[]>>
  /** Results of its heat map, row by row. */
  map: readonly (readonly Finishes[])[]
  /** Numbers of its curves, point by point. */
  curves: readonly (readonly (number | null)[])[]
}

/** Encodes for a file. Time records are left out: they say when something was observed, not what happened. */
export function storeRecords(records: readonly WorldRecord[]): StoredRecord[] {
  return records
    .filter((record) => record.kind !== 'time')
    .map((record) => ('bytes' in record ? { ...record, ...storeBytes(record.bytes) } : record))
}

export function restoreRecords(stored: readonly StoredRecord[]): WorldRecord[] {
  return stored.map((record) =>
    record.bytes === undefined ? record : { ...record, bytes: restoreBytes(record.bytes, record.run) },
  ) as WorldRecord[]
}

/** Decodes a stored recording. */
export function restoreRecording(stored: readonly StoredRecord[]): Recording {
  const recording = new Recording()
  recording.add(restoreRecords(stored))
  return recording
}

/** Shorter runs are stored as they are. */
const SHORTEST_RUN = 16

/** Figures send kilobytes of one letter: most segments are one run of equal bytes. */
function storeBytes(bytes: Uint8Array): { bytes: string; run?: readonly [number, number] } {
  const value = bytes.at(-1) ?? 0
  const length = bytes.length - 1 - bytes.findLastIndex((byte) => byte !== value)
  if (length < SHORTEST_RUN) return { bytes: toBase64(bytes) }
  return { bytes: toBase64(bytes.subarray(0, bytes.length - length)), run: [value, length] }
}

function restoreBytes(text: string, run: StoredRecord['run']): Uint8Array {
  const head = fromBase64(text)
  if (!run) return head
  const bytes = new Uint8Array(head.length + run[1]).fill(run[0])
  bytes.set(head)
  return bytes
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
