import { describe, expect, test } from 'vitest'
import { Errno } from '../../../errno.ts'
import { GROUP, GROUP6, multicastLan } from './lan.fixture.ts'

const errno = (result: number) => Object.entries(Errno).find(([, number]) => number === -result)?.[0] ?? result

describe('delivery to a group', () => {
  test.each([
    ['IPv4', 4 as const, GROUP],
    ['IPv6', 6 as const, GROUP6],
  ])('over %s: members hear it, others do not, and the sender hears itself if it is one', (_, family, group) => {
    const { socket, option, send, texts, run } = multicastLan()
    const [a, b, other] = [socket('a', family), socket('b', family), socket('querier', family)]
    for (const member of [a, b]) expect(option(member, 'ADD_MEMBERSHIP', `${group}|`)).toBe(0)
    expect(send(a, group, 'hello')).toBe(5)
    run(1)
    expect([a, b, other].map(texts)).toEqual([['hello'], ['hello'], []])
    option(a, 'MULTICAST_LOOP', '', 0)
    send(a, group, 'again')
    run(1)
    expect([a, b].map(texts)).toEqual([[], ['again']])
    option(b, 'DROP_MEMBERSHIP', `${group}|`)
    send(a, group, 'nobody')
    run(1)
    expect(texts(b)).toEqual([])
  })

  test('goes one hop unless a TTL is given; with 0 it stays on the host', () => {
    const { socket, option, send, texts, run, network } = multicastLan()
    const [a, b] = [socket('a'), socket('b')]
    for (const member of [a, b]) option(member, 'ADD_MEMBERSHIP', `${GROUP}|`)
    for (const ttl of [1, 7, 0]) {
      option(a, 'MULTICAST_TTL', '', ttl)
      send(a, GROUP, `ttl ${ttl}`)
      run(0.1)
    }
    expect(texts(b)).toEqual(['ttl 1', 'ttl 7'])
    expect(texts(a)).toEqual(['ttl 1', 'ttl 7', 'ttl 0'])
    const sent = network.recorder.packets.filter(({ bytes, from }) => bytes[23] === 17 && from === 'a:eth0')
    expect(sent.map(({ bytes }) => bytes[22])).toEqual([1, 7])
    expect(sent[0]!.bytes.subarray(0, 6)).toEqual(Uint8Array.of(0x01, 0x00, 0x5e, 1, 2, 3))
    expect(errno(option(a, 'MULTICAST_TTL', '', 256))).toBe('EINVAL')
  })

  test('sockets that did not join receive what others of their host joined, unless they disable it', () => {
    const { socket, option, send, texts, run } = multicastLan()
    const [member, bystander, strict, sender] = [socket('a'), socket('a'), socket('a'), socket('b')]
    option(member, 'ADD_MEMBERSHIP', `${GROUP}|`)
    option(strict, 'MULTICAST_ALL', '', 0)
    send(sender, GROUP, 'x')
    run(0.1)
    expect([member, bystander, strict].map(texts)).toEqual([['x'], ['x'], []])
  })

  test('a socket bound to a group receives only that group; one bound to the host’s address none', () => {
    const { socket, option, send, texts, run } = multicastLan()
    const [bound, own, sender] = [socket('a', 4, GROUP), socket('a', 4, '10.0.0.1'), socket('b')]
    for (const group of [GROUP, '239.9.9.9']) option(bound, 'ADD_MEMBERSHIP', `${group}|`)
    for (const group of [GROUP, '239.9.9.9']) send(sender, group, group)
    run(0.1)
    expect([bound, own].map(texts)).toEqual([[GROUP], []])
  })

  test('the card accepts no frames of groups that nobody joined', () => {
    const { socket, option, send, run, network } = multicastLan()
    const received = () => network.host('a').interface('eth0')!.received
    const [a, b] = [socket('a'), socket('b')]
    const before = received()
    send(b, GROUP, 'x')
    run(0.1)
    expect(received()).toBe(before)
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|`)
    send(b, GROUP, 'x')
    // Another group with the same MAC address passes the card, but not IP.
    send(b, '239.129.2.3', 'x')
    run(0.1)
    expect(received()).toBe(before + 2)
  })
})

describe('sources', () => {
  test('a member for one source receives only that source', () => {
    const { socket, option, send, texts, run } = multicastLan()
    const [a, b, c] = [socket('a'), socket('b'), socket('querier')]
    const sendBoth = () => {
      send(b, GROUP, 'b')
      send(c, GROUP, 'c')
      run(0.1)
    }
    expect(option(a, 'ADD_SOURCE_MEMBERSHIP', `${GROUP}||10.0.0.2`)).toBe(0)
    sendBoth()
    expect(texts(a)).toEqual(['b'])
    expect(option(a, 'ADD_SOURCE_MEMBERSHIP', `${GROUP}||10.0.0.3`)).toBe(0)
    expect(option(a, 'DROP_SOURCE_MEMBERSHIP', `${GROUP}||10.0.0.2`)).toBe(0)
    sendBoth()
    expect(texts(a)).toEqual(['c'])
  })

  test('a member for all may block one; what another socket of the host wants still comes in', () => {
    const { socket, option, send, texts, run, network } = multicastLan()
    const [blocking, open, b] = [socket('a'), socket('a'), socket('b')]
    for (const one of [blocking, open]) option(one, 'ADD_MEMBERSHIP', `${GROUP}|`)
    expect(option(blocking, 'BLOCK_SOURCE', `${GROUP}||10.0.0.2`)).toBe(0)
    send(b, GROUP, 'x')
    run(0.1)
    expect([blocking, open].map(texts)).toEqual([[], ['x']])
    option(open, 'BLOCK_SOURCE', `${GROUP}||10.0.0.2`)
    expect(network.host('a').groups()).toEqual([
      { group: GROUP, iface: 'eth0', mode: 'exclude', sources: ['10.0.0.2'] },
    ])
    option(blocking, 'UNBLOCK_SOURCE', `${GROUP}||10.0.0.2`)
    expect(network.host('a').groups()).toEqual([{ group: GROUP, iface: 'eth0' }])
  })
})

describe('what Linux refuses', () => {
  test.each<[string, string, string]>([
    ['ADD_MEMBERSHIP', '10.0.0.1|', 'EINVAL'],
    ['ADD_MEMBERSHIP', 'nonsense|', 'EINVAL'],
    ['ADD_MEMBERSHIP', `${GROUP}|10.9.9.9`, 'ENODEV'],
    ['ADD_MEMBERSHIP', `${GROUP6}|`, 'ENOPROTOOPT'],
    ['DROP_MEMBERSHIP', `${GROUP}|`, 'EADDRNOTAVAIL'],
    ['DROP_SOURCE_MEMBERSHIP', `${GROUP}||10.0.0.2`, 'EINVAL'],
    ['BLOCK_SOURCE', `${GROUP}||10.0.0.2`, 'EINVAL'],
    ['ADD_SOURCE_MEMBERSHIP', `${GROUP}||2001:db8::1`, 'EINVAL'],
    ['MULTICAST_INTERFACE', '10.9.9.9', 'EADDRNOTAVAIL'],
    ['MULTICAST_INTERFACE', '::%eth0', 'ENOPROTOOPT'],
    ['MULTICAST_INTERFACE', 'x.y', 'EINVAL'],
  ])('%s of %s: %s', (name, text, expected) => {
    const { socket, option } = multicastLan()
    expect(errno(option(socket('a'), name as never, text))).toBe(expected)
  })

  test('joining twice, more than 20 groups, or the other way while a list of sources is there', () => {
    const { socket, option } = multicastLan()
    const a = socket('a')
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|10.0.0.1`)
    expect(errno(option(a, 'ADD_MEMBERSHIP', `${GROUP}|eth0`))).toBe('EADDRINUSE')
    option(a, 'BLOCK_SOURCE', `${GROUP}||10.0.0.2`)
    expect(errno(option(a, 'ADD_SOURCE_MEMBERSHIP', `${GROUP}||10.0.0.3`))).toBe('EINVAL')
    for (let i = 1; i < 20; i++) expect(option(a, 'ADD_MEMBERSHIP', `239.0.0.${i}|`)).toBe(0)
    expect(errno(option(a, 'ADD_MEMBERSHIP', '239.0.0.99|'))).toBe('ENOBUFS')
  })

  test('without a route an interface must be named, to join and to send', () => {
    const { socket, option, send, texts, run } = multicastLan({ hasRoute: false })
    const [a, b] = [socket('a'), socket('b')]
    expect(errno(option(a, 'ADD_MEMBERSHIP', `${GROUP}|`))).toBe('ENODEV')
    expect(errno(send(b, GROUP, 'x'))).toBe('ENETUNREACH')
    expect(option(a, 'ADD_MEMBERSHIP', `${GROUP}|10.0.0.1`)).toBe(0)
    expect(option(b, 'MULTICAST_INTERFACE', '10.0.0.2')).toBe(0)
    expect(send(b, GROUP, 'x')).toBe(1)
    run(0.1)
    expect(texts(a)).toEqual(['x'])
  })

  test('a closed socket has left', () => {
    const { socket, option, network } = multicastLan()
    const a = socket('a')
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|`)
    expect(network.host('a').groups()).toEqual([{ group: GROUP, iface: 'eth0' }])
    a.close()
    expect(network.host('a').groups()).toEqual([])
  })
})
