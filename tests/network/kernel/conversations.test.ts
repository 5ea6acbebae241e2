/** What else two stacks do to each other, each in both roles: opening and closing at once, refusing, filling up, going silent. */
import { spawn } from 'node:child_process'
import { afterEach, describe, expect, test } from 'vitest'
import { BindFlag, errnoName, type PacketRecord, Ready, Shutdown, SocketOption, type TcpSocket } from '#network'
import { collect, pump, randomBytes } from '#network/host/transfer.fixture.ts'
import { FULL } from '../../support/proof.ts'
import { connectAcross, until, whyNoNamespaces } from '../beside-linux.ts'
import { surprises } from './counters.ts'
import { DIRECTIONS, type Direction, FAMILIES, type Family, openSides, type Sides } from './sides.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: conversations with the Linux kernel: ${problem}`)

const MILLISECOND = 1_000_000
let sides: Sides
let isOpen = false
afterEach(async () => {
  if (isOpen) await sides.world.close()
  isOpen = false
})

function open(direction: Direction, family: Family, options: Parameters<typeof openSides>[2] = {}): Sides {
  sides = openSides(direction, family, options)
  isOpen = true
  return sides
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const anyAddress = (family: Family) => (family === 4 ? '0.0.0.0' : '::')
/** Both families in the full form, one of them for each direction in the quick one. */
const WAYS = DIRECTIONS.flatMap((direction, turn) =>
  FAMILIES.filter((_family, index) => FULL || index === turn).map((family) => ({ direction, family })),
)

function listen(on: Sides['to'], family: Family, port: number, backlog: number): TcpSocket {
  const listener = on.tcp.socket(family)
  expect(listener.bind(anyAddress(family), port, BindFlag.REUSEADDR)).toBe(0)
  expect(listener.listen(backlog)).toBe(0)
  return listener
}

function accepted(listener: TcpSocket): TcpSocket {
  const socket = listener.accept()
  if (typeof socket === 'number') throw new Error(`accept: ${errnoName(socket)}`)
  return socket
}

async function errorOf(socket: TcpSocket, limit?: number): Promise<string> {
  await until(() => (socket.readiness() & Ready.ERR) !== 0, 'the error', limit)
  return errnoName(socket.takeError())
}

/** The window field of a TCP segment that one side sent over the cable; undefined for other packets. */
function windowOf({ bytes }: PacketRecord, family: Family): number | undefined {
  const at = 14 + (family === 4 ? 20 : 40)
  const protocol = bytes[family === 4 ? 23 : 20]
  return protocol === 6 && bytes.length > at + 16 ? bytes[at + 14]! * 256 + bytes[at + 15]! : undefined
}

describe.skipIf(problem !== null).each(WAYS)('$direction, IPv$family', { timeout: 60_000 }, ({ direction, family }) => {
  test('both may open at once: one connection, bytes in both directions', async () => {
    const { from, to, address, ownAddress, world } = open(direction, family, {
      impairment: { delay: 50 * MILLISECOND },
    })
    // Otherwise the side that is first asked for its link address would be late.
    const warm = await connectAcross(from, to, address, 7100)
    for (const socket of [warm.near, warm.far, warm.listener]) socket.close()
    const [one, two] = [from.tcp.socket(family), to.tcp.socket(family)]
    expect([one.bind(anyAddress(family), 5000), two.bind(anyAddress(family), 6000)]).toEqual([0, 0])
    one.connect(address, 6000)
    two.connect(ownAddress, 5000)
    await until(() => one.state === 'ESTABLISHED' && two.state === 'ESTABLISHED', 'the simultaneous open')
    const sent = { one: randomBytes(2000, 1), two: randomBytes(3000, 2) }
    expect([one.send(sent.one), two.send(sent.two)]).toEqual([2000, 3000])
    one.shutdown(Shutdown.WRITE)
    two.shutdown(Shutdown.WRITE)
    const [left, right] = [collect(one), collect(two)]
    await until(() => left.ended && right.ended, 'all of it, both ways')
    expect([Buffer.compare(left.bytes, sent.two), Buffer.compare(right.bytes, sent.one)]).toEqual([0, 0])
    // A SYN ACK repeats the SYN, and both sides report that as a D-SACK of one number. Linux sends that block and discards ours.
    const others = surprises(world.namespace).filter((one) => one !== 'TcpExtTCPSACKDiscard 1')
    expect(others).toEqual([])
  })

  test('a port in TIME-WAIT at the server takes the same client again', async () => {
    const { from, to, address, world } = open(direction, family)
    const listener = listen(to, family, 7200, 4)
    for (let round = 0; round < 3; round++) {
      const client = from.tcp.socket(family)
      expect(client.bind(anyAddress(family), 5555, BindFlag.REUSEADDR)).toBe(0)
      client.connect(address, 7200)
      await until(() => (listener.readiness() & Ready.IN) !== 0, `connection ${round + 1}`)
      const server = accepted(listener)
      // The server closes first, so that it is the one that waits.
      server.close()
      await until(() => client.state === 'CLOSE_WAIT', 'the FIN')
      client.close()
      await until(() => to.sockets().some(({ state }) => state === 'TIME_WAIT'), 'TIME-WAIT at the server')
      // Its timestamp must be newer than the last one of the connection before.
      await pause(20)
    }
    expect(surprises(world.namespace)).toEqual([])
  })

  test('a full accept queue holds further clients back until there is room, and none is lost', async () => {
    // With cookies nothing would be left of a client whose last step found no room.
    const options = { tcp: { synCookies: false }, sysctls: { 'net/ipv4/tcp_syncookies': 0 } }
    const { from, to, address } = open(direction, family, options)
    const listener = listen(to, family, 7300, 1)
    const clients = Array.from({ length: 4 }, () => {
      const client = from.tcp.socket(family)
      client.connect(address, 7300)
      return client
    })
    await pause(500)
    // With a backlog of 1 two wait (listen(2)); the others are not refused.
    expect(listener.receiveQueueLength()).toBe(2)
    for (const client of clients) expect(client.readiness() & Ready.ERR).toBe(0)
    let taken = 0
    await until(
      () => {
        while (typeof listener.accept() !== 'number') taken++
        return taken === 4
      },
      'all four clients',
      30_000,
    )
    for (const client of clients) expect(client.state).toBe('ESTABLISHED')
  })

  test('a reader that stops closes its window; the sender probes it, and goes on when it opens', async () => {
    const { from, to, address, world } = open(direction, family)
    const { near, far } = await connectAcross(from, to, address, 7400)
    const data = randomBytes(8_000_000)
    pump(near, data)
    const reader = direction === 'simulated to linux' ? 'linux:eth0' : 'simulated:eth0'
    const closed = () =>
      world.recorder.packets.filter((packet) => packet.from === reader && windowOf(packet, family) === 0)
    // The window that closed, and the answers to probes 200 ms, 400 ms, 800 ms later.
    await until(() => closed().length > 2, 'the answers to probes')
    const got = collect(far)
    await until(() => got.ended, 'the rest', 30_000)
    expect(Buffer.compare(got.bytes, data)).toBe(0)
    expect(surprises(world.namespace)).toEqual([])
  })

  test('keep-alive probes are answered, and without an answer the connection is given up', async () => {
    const { from, to, address, world } = open(direction, family)
    const { near, far } = await connectAcross(from, to, address, 7500)
    near.setOption(SocketOption.KEEPALIVE, 1)
    near.setOption(SocketOption.KEEPALIVE_INTERVAL, 1)
    near.setOption(SocketOption.KEEPALIVE_COUNT, 2)
    const before = world.recorder.count
    await pause(2500)
    expect(world.recorder.count).toBeGreaterThanOrEqual(before + 4)
    expect([near.state, far.state]).toEqual(['ESTABLISHED', 'ESTABLISHED'])
    world.link.impair({ loss: 1 })
    expect(await errorOf(near, 8000)).toBe('ETIMEDOUT')
  })

  test('there is no route: the same error at once', () => {
    const { from } = open(direction, family)
    const socket = from.tcp.socket(family)
    const nowhere = family === 4 ? '203.0.113.1' : '2001:db8:ffff::1'
    expect(errnoName(socket.connect(nowhere, 80))).toBe('ENETUNREACH')
    socket.close()
  })

  test('nobody has the address: the same error after the same time', async () => {
    const { from } = open(direction, family)
    const socket = from.tcp.socket(family)
    const started = Date.now()
    socket.connect(family === 4 ? '10.99.0.77' : '2001:db8:99::77', 80)
    expect(await errorOf(socket)).toBe('EHOSTUNREACH')
    expect(Date.now() - started).toBeGreaterThan(2500)
  })
})

/** What real Node prints of a client's error. */
const CLIENT = `
  const socket = require('node:net').connect({ host: process.argv[1], port: Number(process.argv[2]) })
  socket.on('error', ({ code, syscall }) => console.log([code, syscall].join(' ')))
  socket.on('connect', () => socket.write('hello'))
  socket.resume()`

describe.skipIf(problem !== null).each(FAMILIES)('real Node as a client of the simulated host, IPv%i', (family) => {
  async function printed(address: string, port: number): Promise<string> {
    const child = sides.world.namespace.inside(() => spawn(process.execPath, ['-e', CLIENT, address, String(port)]))
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk))
    await new Promise((resolve) => child.on('close', resolve))
    return output.trim()
  }

  test('is refused, reset and told that there is no way with the errors that the simulated one has', async () => {
    const { address, to } = open('linux to simulated', family)
    expect(await printed(address, 9)).toBe('ECONNREFUSED connect')
    expect(await printed(family === 4 ? '203.0.113.1' : '2001:db8:ffff::1', 9)).toBe('ENETUNREACH connect')
    const listener = listen(to, family, 7600, 1)
    listener.onReadiness = () => {
      const socket = listener.accept()
      if (typeof socket === 'number') return
      socket.onReadiness = () => {
        if ((socket.readiness() & Ready.IN) !== 0) socket.reset()
      }
    }
    expect(await printed(address, 7600)).toBe('ECONNRESET read')
  })
})
