import { expect, test } from 'vitest'
import { combinedEdit, type DoneEdit } from './done-edits.ts'
import type { PacketAct } from './packet-edits.ts'

const run = (name: string) => ({ recipe: name }) as unknown as DoneEdit['base']
const edit = (packet: number, act: PacketAct): DoneEdit => ({
  packet,
  act,
  undo: { ...run('with it'), at: 0 } as DoneEdit['undo'],
  base: run('without it'),
})
const length: PacketAct = { kind: 'edit', fields: { 'udp.length': 9 } }
const payload: PacketAct = { kind: 'edit', fields: { 'data.data': '68:69' } }

test('another packet is edited in the current run', () => {
  expect(combinedEdit([edit(5, length)], 6, payload)).toEqual({ act: payload, base: null })
})

test('a dropped packet was never edited', () => {
  expect(combinedEdit([edit(5, length)], 5, { kind: 'drop' })).toEqual({
    act: { kind: 'drop' },
    base: run('without it'),
  })
})

test('a second edit keeps the fields of the first', () => {
  const both = { kind: 'edit', fields: { 'udp.length': 9, 'data.data': '68:69' } }
  expect(combinedEdit([edit(5, length)], 5, payload)).toEqual({ act: both, base: run('without it') })
})

test.each<[string, DoneEdit[], PacketAct]>([
  ['an edited packet is not delayed', [edit(5, length)], { kind: 'delay', by: 100 }],
  ['a dropped packet is not edited', [edit(5, { kind: 'drop' })], payload],
  ['nor is a packet whose edit is older than another one', [edit(5, length), edit(6, payload)], payload],
])('%s', (_, done, act) => {
  expect(combinedEdit(done, 5, act)).toBeNull()
})
