import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WorldRecord } from '#lab'
import { restoreRecords, storeRecords } from './stored-recording.ts'

const output = (bytes: Uint8Array): WorldRecord => ({ kind: 'output', at: 1, pid: 1, stream: 'stdout', bytes })

test('any bytes survive storing and restoring, whatever the length of the run at their end', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(255), fc.nat(300), (head, value, length) => {
      const bytes = Uint8Array.from([...head, ...new Array(length).fill(value)])
      const stored = JSON.parse(JSON.stringify(storeRecords([output(bytes)])))
      expect(restoreRecords(stored)).toMatchObject([{ kind: 'output', at: 1, pid: 1, bytes }])
    }),
  )
})

test('a segment of one letter takes a few characters', () => {
  const bytes = new Uint8Array(1514).fill(120)
  expect(JSON.stringify(storeRecords([output(bytes)])).length).toBeLessThan(120)
})
