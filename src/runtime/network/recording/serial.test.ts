import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lan, pattern, transfer } from '../../../../tests/network/worlds.ts'
import { MILLISECOND } from '../clock.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { Recording } from './recording.ts'
import { readRecording, writeRecording } from './serial.ts'
import { TABLES, type TableName } from './table.ts'
import { TableRecorder } from './table-recorder.ts'

function recorded(cap?: number) {
  const network = lan(3, { loss: 0.03, duplicate: 0.05 })
  const recording = new Recording(cap === undefined ? {} : { cap })
  const tables = new TableRecorder(network)
  network.recorder.onPacket = (packet) => recording.addPacket(packet)
  network.recorder.onFate = ({ number, fate, arrives }) => recording.settle(number, fate, arrives)
  transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(200_000))
  recording.addProcess({ at: 5, pid: 1000, host: 'client', name: 'a.ts', state: 'started' })
  recording.addOutput({ at: 7, pid: 1000, stream: 'stderr', bytes: Uint8Array.of(104, 105) })
  for (let ms = 1; ms < 400; ms++) {
    network.clock.runUntil(ms * MILLISECOND)
    for (const piece of tables.take()) recording.addTables(piece)
  }
  recording.advanceTo(network.clock.now)
  return { recording, notes: { platform: '1.2.3', endpoints: network.endpoints, more: { exercise: 'tcp-echo-line' } } }
}

describe('a recording as bytes', () => {
  test.each([undefined, 80_000])('shows the same moments when it is read again (cap %s)', (cap) => {
    const { recording, notes } = recorded(cap)
    const again = readRecording(writeRecording(recording, notes))
    expect(again.notes).toEqual(notes)
    expect(again.recording.packets).toEqual(recording.packets)
    const names = Object.keys(TABLES) as TableName[]
    const shown = (one: Recording, at: number) => {
      const moment = one.at(at)
      const { sent } = moment
      return [sent, moment.flights(), names.map((name) => moment.rows(name)), moment.output(1000), moment.processes()]
    }
    for (let at = recording.begin; at <= recording.now; at += 13 * MILLISECOND)
      expect(shown(again.recording, at)).toEqual(shown(recording, at))
    expect([again.recording.begin, again.recording.now, again.recording.dropped]).toEqual([
      recording.begin,
      recording.now,
      recording.dropped,
    ])
  })

  test('that is none, of another version, or damaged is refused with the reason', () => {
    const { recording, notes } = recorded()
    const bytes = writeRecording(recording, notes)
    expect(() => readRecording(Uint8Array.of(1, 2, 3))).toThrow('This is no recording')
    const other = bytes.slice()
    other[18] = 9
    expect(() => readRecording(other)).toThrow('version 9')
    for (let length = 0; length < bytes.length; length += 997)
      expect(() => readRecording(bytes.subarray(0, length))).toThrow(RangeError)
  })

  test('asks for no memory for a text that cannot be there', () => {
    const lengthOf32Million = Uint8Array.of(0x80, 0x80, 0x80, 0x10)
    expect(() => new ByteReader(lengthOf32Million).text()).toThrow('it ends within a value')
  })
})

test('numbers and texts come back as they were written', () => {
  const number = fc.maxSafeInteger()
  const value = fc.oneof(number, fc.string({ unit: 'binary' }), fc.uint8Array())
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const writer = new ByteWriter()
      for (const one of values) {
        if (typeof one === 'number') writer.signed(one % 2 ** 51)
        else if (typeof one === 'string') writer.text(one)
        else writer.bytes(one)
      }
      const reader = new ByteReader(writer.slice(0))
      for (const one of values) {
        if (typeof one === 'number') expect(reader.signed()).toBe(one % 2 ** 51 || 0)
        else if (typeof one === 'string') expect(reader.text()).toBe(one)
        else expect(reader.bytes()).toEqual(one)
      }
      expect(reader.isAtEnd).toBe(true)
    }),
  )
})
