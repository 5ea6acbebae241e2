import { expect, test } from 'vitest'
import { type PortHolder, PortTable, tcpConflict } from './port-table.ts'

const HOLDER: PortHolder = {
  device: null,
  address: '0.0.0.0',
  onlyIpv6: false,
  reuseAddress: false,
  reusePort: false,
  listening: false,
}

function fill(table: PortTable<PortHolder>, count: number): Set<number> {
  const ports = new Set<number>()
  for (let taken = 0; taken < count; taken++) {
    const port = table.chooseForBind(HOLDER)!
    table.take(port, { ...HOLDER })
    ports.add(port)
  }
  return ports
}

test('28,232 find a port each, odd ones first, and the next finds none', () => {
  const table = new PortTable<PortHolder>(tcpConflict, 1, 'ports')
  const half = fill(table, 14_116)
  expect(half.size).toBe(14_116)
  expect(new Set([...half].map((port) => port % 2))).toEqual(new Set([1]))
  expect(fill(table, 14_116).size).toBe(14_116)
  expect(table.chooseForBind({ ...HOLDER })).toBe(null)
})

test('one that is given back is found again', () => {
  const table = new PortTable<PortHolder>(tcpConflict, 1, 'ports')
  fill(table, 28_232)
  table.release(40_000, table.holders(40_000)[0]!)
  expect(table.chooseForBind({ ...HOLDER })).toBe(40_000)
})
