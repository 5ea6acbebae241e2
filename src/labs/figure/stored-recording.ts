import type { WorldRecord } from '../../runtime/lab/index.ts'

/** A record as JSON: bytes as base64. */
export type StoredRecord = Omit<WorldRecord, 'bytes'> & { bytes?: string }

/** For a file. The time records are left out: they say when something was seen, not what happened. */
export function storeRecords(records: readonly WorldRecord[]): StoredRecord[] {
  return records
    .filter((record) => record.kind !== 'time' && record.kind !== 'tables')
    .map((record) => ('bytes' in record ? { ...record, bytes: toBase64(record.bytes) } : record))
}

export function restoreRecords(stored: readonly StoredRecord[]): WorldRecord[] {
  return stored.map((record) =>
    record.bytes === undefined ? record : { ...record, bytes: fromBase64(record.bytes) },
  ) as WorldRecord[]
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
