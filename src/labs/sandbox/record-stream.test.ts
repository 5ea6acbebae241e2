import { expect, test } from 'vitest'
import type { WorldRecord } from '#lab'
import { RecordStream } from './record-stream.ts'

const output = (bytes: number): WorldRecord => ({
  kind: 'output',
  pid: 1,
  stream: 'stdout',
  bytes: new Uint8Array(bytes),
  at: 0,
})
const tables = (bytes: number): WorldRecord => ({
  kind: 'tables',
  bytes: new Uint8Array(bytes),
  at: 0,
  isKeyframe: false,
})
const exited: WorldRecord = { kind: 'process', pid: 1, host: 'server', name: 'server.ts', state: 'exited', at: 5 }

function stream(options: Partial<ConstructorParameters<typeof RecordStream>[0]> = {}) {
  const sent: WorldRecord[][] = []
  const world = { time: 0, truncations: 0 }
  const stream = new RecordStream({
    cap: 10_000,
    outputCap: 10_000,
    chunkBytes: 1000,
    chunkTime: 50,
    realNow: () => world.time,
    send: (records) => sent.push(records),
    truncated: () => world.truncations++,
    ...options,
  })
  return { stream, sent, world }
}

test('records wait until a chunk is full', () => {
  const { stream: records, sent } = stream()
  records.push([tables(100)])
  expect(sent).toEqual([])
  records.push([tables(900)])
  expect(sent.map((chunk) => chunk.length)).toEqual([2])
})

test('a small chunk goes out when real time has passed, even inside an endless loop', () => {
  const { stream: records, sent, world } = stream()
  records.push([tables(10)])
  world.time = 60
  records.push([tables(10)])
  expect(sent.map((chunk) => chunk.length)).toEqual([2])
})

test('output goes out at once, after earlier records: the program may never return', () => {
  const { stream: records, sent } = stream()
  records.push([tables(10)])
  records.push([output(10)])
  expect(sent.flat().map(({ kind }) => kind)).toEqual(['tables', 'output'])
})

test('beyond the cap output is dropped and this is reported once, but the end of a process still gets through', () => {
  const { stream: records, sent, world } = stream({ outputCap: 2000 })
  for (let i = 0; i < 100; i++) records.push([output(500)])
  records.push([exited])
  records.flush()
  const kept = sent.flat()
  expect(kept.filter((record) => record.kind === 'output').length).toBe(3)
  expect(kept.at(-1)).toBe(exited)
  expect(world.truncations).toBe(1)
})

test('a hundred thousand short lines are within the cap of 4 MB', () => {
  const { stream: records, sent, world } = stream({ outputCap: 4 * 2 ** 20 })
  for (let i = 0; i < 100_000; i++) records.push([output(11)])
  expect(sent.flat()).toHaveLength(100_000)
  expect(world.truncations).toBe(0)
})
