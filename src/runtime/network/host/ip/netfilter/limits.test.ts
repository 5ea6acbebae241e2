import { describe, expect, test } from 'vitest'
import { Clock, type Nanoseconds, SECOND } from '../../../clock.ts'
import { IpProtocol } from '../../../wire/index.ts'
import { TrackedConnection } from './connection.ts'
import { ConnectionTable } from './connection-table.ts'
import { Mappings } from './mappings.ts'
import type { Tuple } from './tuple.ts'

const [ACK, SYN, SYN_ACK] = [0x10, 0x02, 0x12]
const segment = (flags: number) => Uint8Array.of(...new Array(13).fill(0), flags)

/** A clock, a table, and connections from 10.0.0.1, one a source port. */
function boxWith(maximum?: number) {
  const clock = new Clock()
  const table = new ConnectionTable(clock, maximum === undefined ? {} : { maximum })
  const connect = (port: number, protocol: number = IpProtocol.UDP) => {
    const tuple: Tuple = {
      protocol,
      source: { address: `10.0.${port >> 16}.1`, port: port & 0xffff },
      destination: { address: '192.0.2.1', port: 7 },
    }
    return new TrackedConnection(tuple, {}, clock.now)
  }
  const establish = (connection: TrackedConnection) => {
    connection.note('reply', segment(SYN_ACK), clock.now)
    connection.note('original', segment(ACK), clock.now)
    return connection
  }
  const waitUntil = (time: Nanoseconds) => void clock.runUntil(time)
  return { clock, table, connect, establish, waitUntil }
}

describe('a connection table', () => {
  test('that forwards a flood holds 65,536 connections at most, the newest', () => {
    const { table, connect } = boxWith()
    for (let port = 0; port < 70_000; port++) table.add(connect(port))
    expect(table.size).toBe(65_536)
    expect(table.find(connect(0).original)).toBeNull()
    expect(table.find(connect(69_999).original)).not.toBeNull()
  })

  test('that is full drops the oldest entry that is not assured', () => {
    const { table, connect, establish } = boxWith(3)
    const [first, second, third, fourth] = [1, 2, 3, 4].map((port) => connect(port, IpProtocol.TCP))
    for (const connection of [first!, second!, third!]) table.add(connection)
    establish(first!)
    expect(table.add(fourth!)).toBe(true)
    expect(table.live()).toEqual([first, third, fourth])
  })

  test('that is full of assured connections refuses new ones, until one of them has expired', () => {
    const { table, connect, establish, waitUntil } = boxWith(2)
    for (const port of [1, 2]) table.add(establish(connect(port, IpProtocol.TCP)))
    expect(table.add(connect(3))).toBe(false)
    waitUntil(432_001 * SECOND)
    expect(table.add(connect(3))).toBe(true)
    expect(table.size).toBe(1)
  })

  test('that is full makes room from what has expired before it drops what has not', () => {
    const { table, connect, waitUntil } = boxWith(2)
    const slow = connect(1, IpProtocol.TCP)
    table.add(slow)
    table.add(connect(2))
    waitUntil(31 * SECOND)
    table.add(connect(3))
    expect(table.has(slow)).toBe(true)
  })
})

test('the connections of one sender are its live ones of that protocol, not those of others', () => {
  const { table, connect, waitUntil } = boxWith()
  table.add(connect(1))
  waitUntil(31 * SECOND)
  const [late, last] = [connect(2), connect(3)]
  for (const connection of [late, last, connect(4, IpProtocol.TCP), connect(0x1_0000)]) table.add(connection)
  table.remove(late)
  expect(table.liveFrom('10.0.0.1', IpProtocol.UDP)).toEqual([last])
})

describe('a tracked connection', () => {
  test('of TCP is assured by the third segment of its handshake', () => {
    const connection = boxWith().connect(1, IpProtocol.TCP)
    const assured = (['original', 'reply', 'original'] as const).map((direction, index) => {
      connection.note(direction, segment([SYN, SYN_ACK, ACK][index]!), 0)
      return connection.isAssured
    })
    expect(assured).toEqual([false, false, true])
  })

  test('of UDP is assured once answered datagrams go on after two seconds', () => {
    const connection = boxWith().connect(1)
    const assured = [0, 1, 3].map((time) => {
      connection.note('reply', new Uint8Array(), time * SECOND)
      return connection.isAssured
    })
    expect(assured).toEqual([false, false, true])
  })
})

test('mappings whose connections are gone leave the memory', () => {
  const { clock, table, connect, waitUntil } = boxWith()
  const mappings = new Mappings(table)
  const largest = Array.from({ length: 1000 }, (_, port) => {
    const connection = connect(port)
    const outside = { address: '203.0.113.1', port }
    mappings.add(IpProtocol.UDP, '', connection.original.source, outside).connections.add(connection)
    table.add(connection)
    waitUntil(clock.now + SECOND)
    return mappings.size
  }).reduce((most, size) => Math.max(most, size))
  // 30 live mappings at a time, each in two maps.
  expect(largest).toBeLessThanOrEqual(2 * 64)
  expect(mappings.fromOutside(IpProtocol.UDP, { address: '203.0.113.1', port: 999 })).not.toBeNull()
  expect(mappings.fromOutside(IpProtocol.UDP, { address: '203.0.113.1', port: 0 })).toBeNull()
})
