import { describe, expect, test } from 'vitest'
import { buildNetwork, type NetworkDescription, Shutdown, writePcapng } from '../../../runtime/network/index.ts'
import { compareCaptures } from './index.ts'

const network: NetworkDescription = {
  name: 'pair',
  nodes: ['client', 'server'].map((name, i) => ({
    kind: 'host' as const,
    name,
    interfaces: [{ name: 'eth0', addresses: [{ address: `10.0.9.${i + 1}`, length: 24 }] }],
    routes: [],
  })),
  links: [{ endpoints: ['client:eth0', 'server:eth0'] }],
} as unknown as NetworkDescription

interface Life {
  seed?: number
  replies?: string[]
  /** Bytes that the server hands over at once; default whole replies. */
  pieces?: number
  end?: 'fin' | 'reset'
  connections?: number
  datagrams?: string[]
}

/** The recording of a server that answers each line of a client with the next reply. */
function recordingOf({
  seed = 1,
  replies = ['PONG\n', 'BYE\n'],
  pieces = 1_000,
  end = 'fin',
  connections = 1,
  datagrams = [],
}: Life): Uint8Array {
  const world = buildNetwork(network, { seed })
  const [client, server] = [world.host('client'), world.host('server')]
  const { clock } = world
  const listener = server.tcp.socket(4)
  listener.bind('0.0.0.0', 9000)
  listener.listen(8)
  for (let n = 0; n < connections; n++) {
    const socket = client.tcp.socket(4)
    socket.connect('10.0.9.2', 9000)
    clock.runUntil(clock.now + 50e6)
    const accepted = listener.accept()
    if (typeof accepted === 'number') throw new Error('nothing to accept')
    for (const reply of replies) {
      socket.send(new TextEncoder().encode('PING\n'))
      clock.runUntil(clock.now + 50e6)
      const bytes = new TextEncoder().encode(reply)
      for (let at = 0; at < bytes.length; at += pieces) {
        accepted.send(bytes.subarray(at, at + pieces))
        clock.runUntil(clock.now + 50e6)
      }
    }
    if (end === 'fin') accepted.shutdown(Shutdown.WRITE)
    else accepted.reset()
    clock.runUntil(clock.now + 50e6)
  }
  const udp = client.udp.socket(4)
  for (const text of datagrams) udp.send(new TextEncoder().encode(text), { address: '10.0.9.2', port: 53 })
  clock.runUntil(clock.now + 50e6)
  return writePcapng(world.endpoints, world.recorder.packets)
}

const compare = (left: Life, right: Life) =>
  compareCaptures(recordingOf(left), recordingOf(right), { left: 'the simulated world', right: 'Linux' })

describe('two recordings', () => {
  test('are one when only numbers, ports, times and the cutting of segments differ', () => {
    expect(compare({}, {})).toBeNull()
    expect(compare({ seed: 1 }, { seed: 99 })).toBeNull()
    expect(compare({ replies: ['hello world\n'] }, { replies: ['hello world\n'], pieces: 1 })).toBeNull()
    expect(compare({ connections: 3 }, { connections: 3, seed: 5 })).toBeNull()
  })

  test('differ in the first message that is another', () => {
    const difference = compare({ replies: ['PONG\n', 'BYE\n'] }, { replies: ['PONG\n', 'BYTE\n'] })!
    expect(difference).toMatchObject({ conversation: 'client > server:9000', about: 'stream' })
    expect(difference.sentence).toBe(
      'The 2nd message of server in client > server:9000 differs at byte 2: the simulated world has "BYE\\n", Linux "BYTE\\n".',
    )
    expect(difference.left.packet).toBeGreaterThan(0)
  })

  test('differ in a stream that ends earlier', () => {
    expect(compare({ replies: ['one\n', 'two\n'] }, { replies: ['one\n', ''] })!.sentence).toBe(
      'What server sends in client > server:9000 differs at byte 4: the simulated world has "one\\ntwo\\n", Linux only 4 bytes.',
    )
  })

  test('differ in the order of flags', () => {
    expect(compare({ end: 'fin' }, { end: 'reset' })).toMatchObject({
      about: 'flags',
      sentence:
        'In client > server:9000 the order of flags is > SYN < SYN ACK < FIN in the simulated world, but > SYN < SYN ACK < RST in Linux.',
    })
  })

  test('differ in a conversation that only one has', () => {
    expect(compare({ connections: 2 }, {})!.sentence).toBe(
      'The simulated world has a conversation client > server:9000 #2, Linux has none.',
    )
  })

  test('differ in datagrams', () => {
    expect(compare({ datagrams: ['a', 'b'] }, { datagrams: ['a', 'b'], seed: 2 })).toBeNull()
    expect(compare({ datagrams: ['a', 'b'] }, { datagrams: ['a', 'c'] })!.sentence).toBe(
      'The 2nd datagram of client in client > server:53 is "b" in the simulated world, but "c" in Linux.',
    )
  })

  test('that cannot be read are no recordings', () => {
    expect(compareCaptures(new Uint8Array(3), recordingOf({}), { left: 'yours', right: 'theirs' })!.sentence).toBe(
      'The recording of yours cannot be read.',
    )
  })
})
