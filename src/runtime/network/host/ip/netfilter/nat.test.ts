import { describe, expect, test } from 'vitest'
import { SECOND } from '../../../clock.ts'
import { type BehindNat, behindNat } from './behind-nat.fixture.ts'
import type { NatBehavior } from './description.ts'

const BEHAVIORS: NatBehavior[] = ['endpoint', 'address', 'address-and-port']

/** The port by which a listener last heard the NAT. */
function portHeard(world: BehindNat, host: string, port: number): number {
  return Number(/:(\d+) /.exec(world.heard(host, port).at(-1) ?? '')?.[1])
}

describe('the outside port of one inside endpoint (RFC 4787 §4.1)', () => {
  // Random ports show which packets share one; a preserved port would hide it.
  const samePort: Record<NatBehavior, [sameAddress: boolean, otherAddress: boolean]> = {
    endpoint: [true, true],
    address: [true, false],
    'address-and-port': [false, false],
  }
  test.each(BEHAVIORS)('by %s', (mapping) => {
    const world = behindNat({ mapping, ports: 'random' })
    for (const [name, port] of [
      ['left', 7],
      ['left', 8],
      ['right', 7],
    ] as const)
      world.heard(name, port)
    world.send('one', 4000, '203.0.113.10:7')
    world.send('one', 4000, '203.0.113.10:8')
    world.send('one', 4000, '203.0.113.20:7')
    const [first, otherPort, otherAddress] = [
      portHeard(world, 'left', 7),
      portHeard(world, 'left', 8),
      portHeard(world, 'right', 7),
    ]
    expect([otherPort === first, otherAddress === first]).toEqual(samePort[mapping])
  })

  test('belongs to no other inside endpoint while it is mapped', () => {
    const world = behindNat({ mapping: 'endpoint' })
    for (const name of ['left', 'right']) world.heard(name, 7)
    world.send('one', 4000, '203.0.113.10:7')
    world.send('two', 4000, '203.0.113.20:7')
    expect(portHeard(world, 'right', 7)).not.toBe(portHeard(world, 'left', 7))
  })
})

describe('what comes in by a mapped port (RFC 4787 §5)', () => {
  const admitted: Record<NatBehavior, string[]> = {
    endpoint: ['spoken to', 'other port', 'other address'],
    address: ['spoken to', 'other port'],
    'address-and-port': ['spoken to'],
  }
  test.each(BEHAVIORS.flatMap((mapping) => BEHAVIORS.map((filtering) => [mapping, filtering] as const)))(
    'mapped by %s, filtered by %s',
    (mapping, filtering) => {
      const world = behindNat({ mapping, filtering })
      world.heard('left', 7)
      world.send('one', 4000, '203.0.113.10:7')
      world.send('left', 7, '203.0.113.1:4000', 'spoken to')
      world.send('left', 8, '203.0.113.1:4000', 'other port')
      world.send('right', 7, '203.0.113.1:4000', 'other address')
      const texts = world.heard('one', 4000).map((line) => line.replace(/^\S+ /, ''))
      expect(texts).toEqual(admitted[filtering])
    },
  )
})

describe('outside ports', () => {
  test('are even for even and odd for odd with parity', () => {
    const world = behindNat({ ports: 'parity', range: [5000, 5009] })
    world.heard('left', 7)
    for (const port of [4000, 4001, 4003, 4002]) world.send('one', port, '203.0.113.10:7')
    expect(world.heard('left', 7).map((line) => Number(/:(\d+)/.exec(line)![1]) % 2)).toEqual([0, 1, 1, 0])
  })

  test('go up by one when they are sequential', () => {
    const world = behindNat({ ports: 'sequential', range: [5000, 5009] })
    world.heard('left', 7)
    for (const port of [4000, 4444, 4001]) world.send('one', port, '203.0.113.10:7')
    expect(world.heard('left', 7).map((line) => line.split(' ')[0])).toEqual([
      '203.0.113.1:5000',
      '203.0.113.1:5001',
      '203.0.113.1:5002',
    ])
  })

  test('run out: packets of later endpoints are dropped until a port is free again', () => {
    const world = behindNat({ range: [5000, 5001] })
    world.heard('left', 7)
    for (const port of [4000, 4001, 4002]) world.send('one', port, '203.0.113.10:7', `from ${port}`)
    expect(world.heard('left', 7)).toHaveLength(2)
    world.run(31 * SECOND)
    world.send('one', 4002, '203.0.113.10:7', 'later')
    expect(world.heard('left', 7)).toHaveLength(1)
  })

  test('are rationed by inside address (RFC 6888 REQ-4)', () => {
    const world = behindNat({ portsPerHost: 2 })
    world.heard('left', 7)
    for (const port of [4000, 4001, 4002]) world.send('one', port, '203.0.113.10:7', 'one')
    world.send('two', 4000, '203.0.113.10:7', 'two')
    expect(world.heard('left', 7).map((line) => line.split(' ')[1])).toEqual(['one', 'one', 'two'])
  })
})

describe('a mapping', () => {
  test('is forgotten after 30 s without an answer, after 120 s of a stream', () => {
    const world = behindNat()
    const expiry = () =>
      world.network
        .host('nat')
        .mappings()
        .map(({ expiresAt }) => Math.round((expiresAt - world.network.clock.now) / SECOND))
    world.heard('left', 7)
    world.send('one', 4000, '203.0.113.10:7')
    expect(expiry()).toEqual([30])
    world.run(3 * SECOND)
    world.send('left', 7, '203.0.113.1:4000')
    expect(expiry()).toEqual([120])
    world.run(121 * SECOND)
    expect(expiry()).toEqual([])
    world.send('left', 7, '203.0.113.1:4000', 'too late')
    expect(world.heard('one', 4000)).toEqual(['203.0.113.10:7 x'])
  })

  test('lasts as long as its slowest connection', () => {
    const world = behindNat({ mapping: 'endpoint', filtering: 'endpoint' })
    for (const name of ['left', 'right']) world.heard(name, 7)
    world.send('one', 4000, '203.0.113.10:7')
    world.run(20 * SECOND)
    world.send('one', 4000, '203.0.113.20:7')
    world.run(20 * SECOND)
    world.send('left', 9, '203.0.113.1:4000', 'stranger')
    expect(world.heard('one', 4000)).toEqual(['203.0.113.10:9 stranger'])
  })
})

describe('a packet from inside to a mapped outside port', () => {
  const ask = (hairpin: boolean) => {
    const world = behindNat({ mapping: 'endpoint', filtering: 'endpoint', hairpin })
    world.heard('left', 7)
    world.send('one', 4000, '203.0.113.10:7')
    world.send('two', 4001, '203.0.113.1:4000', 'across')
    return world
  }

  test('comes back in where the NAT hairpins, from the sender’s outside endpoint (RFC 4787 REQ-9)', () => {
    const world = ask(true)
    expect(world.heard('one', 4000)).toEqual(['203.0.113.1:4001 across'])
    world.send('one', 4000, '203.0.113.1:4001', 'and back')
    expect(world.heard('two', 4001)).toEqual(['203.0.113.1:4000 and back'])
  })

  test('ends at the NAT where it does not', () => {
    expect(ask(false).heard('one', 4000)).toEqual([])
  })
})

test('behind two NATs a host is seen by the address of the outer one, and answers find it', () => {
  const world = behindNat({}, {})
  world.heard('left', 7)
  world.send('one', 4000, '203.0.113.10:7', 'out')
  expect(world.heard('left', 7)).toEqual(['203.0.113.1:4000 out'])
  world.send('left', 7, '203.0.113.1:4000', 'in')
  expect(world.heard('one', 4000)).toEqual(['203.0.113.10:7 in'])
  expect(world.network.host('carrier').mappings()).toMatchObject([{ inside: { address: '100.64.0.2', port: 4000 } }])
})
