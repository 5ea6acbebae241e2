import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FileProblems } from '../yaml/index.ts'
import { parseTopology, readTopology } from './read.ts'

const content = (name: string) =>
  readFileSync(new URL(`../../../../content/topologies/${name}.yaml`, import.meta.url), 'utf8')

/** A file with these lines under `topology`, starting at line 3. */
const file = (topology: string, before = '') => `version: 1\nname: t\n${before}topology:\n${topology}`

function problems(text: string, parameters = {}): string[] {
  try {
    parseTopology('t.yaml', text, parameters)
    return []
  } catch (error) {
    if (error instanceof FileProblems) return error.message.split('\n')
    throw error
  }
}

const two = (more: { a?: string; link?: string; top?: string } = {}) =>
  file(`${more.top ?? ''}  nodes:
    a: { interfaces: { eth0: { addresses: [10.0.0.1/24] } }${more.a ?? ''} }
    b: { interfaces: { eth0: { addresses: [10.0.0.2/24] } } }
  links:
    - { endpoints: ["a:eth0", "b:eth0"]${more.link ?? ''} }`)

describe('a topology file', () => {
  test.each(['wire', 'two-routers'])('%s is right', (name) => {
    expect(() => parseTopology(`${name}.yaml`, content(name))).not.toThrow()
  })

  test('has times in nanoseconds and rates in bits per second', () => {
    const { links } = parseTopology('wire.yaml', content('wire')).topology
    expect(links).toMatchObject([
      { endpoints: ['client:eth0', 'server:eth0'], delay: 10_000_000, rate: 10_000_000, mtu: 1500 },
    ])
  })

  test('fills parameters in, typed when they are the whole value', () => {
    const { links } = parseTopology('wire.yaml', content('wire'), { mtu: 576, delay: '1.5ms' }).topology
    expect(links).toMatchObject([{ mtu: 576, delay: 1_500_000 }])
    expect(parseTopology('r.yaml', content('two-routers'), { r1Silent: true }).topology.nodes.r1).toMatchObject({
      silent: true,
    })
  })

  test('becomes the plain description that a network is built from', () => {
    const description = readTopology('two-routers.yaml', content('two-routers'), { r1Silent: true })
    expect(description.nodes[1]).toEqual({
      kind: 'router',
      name: 'r1',
      silent: true,
      interfaces: [
        { name: 'eth0', addresses: [{ address: '10.0.1.1', length: 24 }] },
        { name: 'eth1', addresses: [{ address: '10.0.12.1', length: 30 }] },
      ],
      routes: [{ to: { address: '10.0.2.0', length: 24 }, via: '10.0.12.2' }],
    })
    expect(description.nodes[3]).toMatchObject({ routes: [{ to: { address: '0.0.0.0', length: 0 }, via: '10.0.2.1' }] })
    expect(description.links[1]).toEqual({
      endpoints: ['r1:eth1', 'r2:eth0'],
      impairment: { delay: 20_000_000, rate: 10_000_000, mtu: 1500 },
    })
  })

  test("has all impairments of a link, in the network floor's units", () => {
    const link = ', delay: 5ms, reorder: 0.1, gap: 3, queue: 64KiB, mark: 20, gemodel: { p: 0.01, r: 0.3, 1-h: 0.9 }'
    expect(readTopology('t.yaml', two({ link }), {}).links[0]!.impairment).toMatchObject({
      delay: 5_000_000,
      reorder: 0.1,
      gap: 3,
      queue: { bytes: 65_536 },
      mark: 20,
      gemodel: { p: 0.01, r: 0.3, '1-h': 0.9 },
    })
  })

  test('gives a node its own values before those of its kind before those for all', () => {
    const text = file(`  defaults: { kind: host, labels: { x: all, y: all, z: all }, link: { delay: 1ms } }
  kinds: { host: { labels: { y: kind, z: kind } } }
  nodes:
    a: { labels: { z: own } }
    b:
  links: []`)
    const { nodes } = parseTopology('t.yaml', text).topology
    expect(nodes.a?.labels).toEqual({ x: 'all', y: 'kind', z: 'own' })
    expect(nodes.b).toMatchObject({ kind: 'host', labels: { x: 'all', y: 'kind', z: 'kind' } })
    const withLink = two({ top: '  defaults: { link: { delay: 1ms, rate: 1kbit } }\n', link: ', delay: 2ms' })
    expect(parseTopology('t.yaml', withLink).topology.links[0]).toMatchObject({ delay: 2_000_000, rate: 1000 })
  })
})

describe('routes and rules of a topology file', () => {
  const described = (a: string) => readTopology('t.yaml', two({ a }), {}).nodes[0]

  test('become a description', () => {
    const routes = [
      '{ to: default, via: 10.0.0.9, metric: 7, src: 10.0.0.1, table: 100 }',
      '{ to: 10.7.0.0/16, nexthops: [{ via: 10.0.0.7 }, { via: 10.0.0.8, weight: 3 }] }',
      '{ to: 10.8.0.0/16, type: prohibit }',
    ]
    const rules = '{ from: 10.0.0.0/24, priority: 9, table: 100 }, { iif: eth0, action: blackhole }'
    const more = `, routes: [${routes.join(', ')}], rules: [${rules}], sysctls: { net.ipv4.ip_forward: 1 }`
    expect(described(more)).toMatchObject({
      routes: [
        { via: '10.0.0.9', metric: 7, source: '10.0.0.1', table: '100' },
        {
          nexthops: [
            { via: '10.0.0.7', weight: 1 },
            { via: '10.0.0.8', weight: 3 },
          ],
        },
        { to: { address: '10.8.0.0', length: 16 }, kind: 'prohibit' },
      ],
      rules: [
        { from: { address: '10.0.0.0', length: 24 }, priority: 9, action: 'lookup', table: '100' },
        { iif: 'eth0', action: 'blackhole' },
      ],
      sysctls: { 'net.ipv4.ip_forward': 1 },
    })
    const text = two().replace('[10.0.0.1/24] }', '[10.0.0.1/24, 10.0.0.11/24], rp_filter: loose }')
    expect(readTopology('t.yaml', text, {}).nodes[0]).toMatchObject({
      interfaces: [{ addresses: [{ address: '10.0.0.1' }, { address: '10.0.0.11' }] }],
      sysctls: { 'net.ipv4.conf.eth0.rp_filter': 2 },
    })
  })

  test('a router’s advertisements, and a host that configures itself by them', () => {
    const advertise = '{ prefixes: [{ prefix: "2001:db8:7::/64", validLifetime: 60 }], mtu: 1400, interval: 30s }'
    const text = two()
      .replace('[10.0.0.1/24] }', `[10.0.0.1/24], advertise: ${advertise} }`)
      .replace('[10.0.0.2/24] }', '[], slaac: true, dad: optimistic }')
    const [a, b] = readTopology('t.yaml', text, {}).nodes
    expect(a).toMatchObject({
      interfaces: [
        {
          advertise: {
            prefixes: [{ prefix: { address: '2001:db8:7::', length: 64 }, validLifetime: 60 }],
            mtu: 1400,
            interval: 30_000_000_000,
          },
        },
      ],
    })
    expect(b).toMatchObject({
      sysctls: {
        'net.ipv6.conf.eth0.accept_ra': 1,
        'net.ipv6.conf.eth0.accept_dad': 1,
        'net.ipv6.conf.eth0.optimistic_dad': 1,
      },
    })
  })

  test.each([
    [', routes: [{ to: default }]', 'routes[0]: a route needs "via" (the next router) or "dev" (the interface)'],
    [
      ', routes: [{ to: default, nexthops: [{ weight: 2 }, { via: 10.0.0.9 }] }]',
      'nexthops[0]: a next hop needs "via"',
    ],
    [
      ', routes: [{ to: default, type: throw, via: 10.0.0.9 }]',
      'a route with a refusing "type" must not have "via" or "dev"',
    ],
    [
      ', routes: [{ to: default, via: 10.0.0.9, src: 10.0.0.3 }]',
      'routes[0].src: found 10.0.0.3, expected an address of a (10.0.0.1/24)',
    ],
    [
      ', routes: [{ to: "::/0", via: "fe80::1" }]',
      'routes[0].via: found fe80::1, which exists on every link: set "dev" as well',
    ],
    [', rules: [{ from: 10.0.0.0/24, table: 77 }]', 'rules[0].table: found 77, but a has no route in that table'],
    [', rules: [{ iif: eth1 }]', 'rules[0].iif: found "eth1", expected one of eth0, lo; did you mean "eth0"?'],
    [
      ', sysctls: { net.ipv4.ip_foward: 1 }',
      'unknown kernel parameter "net.ipv4.ip_foward"; did you mean "net.ipv4.ip_forward"?',
    ],
  ])('%s is wrong', (more, message) => {
    expect(problems(two({ a: more })).join('\n')).toContain(message)
  })
})

describe('a wrong topology file says, with line and column,', () => {
  test.each([
    [
      'a link to a node that is not there',
      two().replace('"b:eth0"', '"bb:eth0"'),
      [
        't.yaml:8:31: topology.links[0].endpoints[1]: found "bb:eth0", but there is no node "bb" (nodes: a, b); did you mean "b"?',
      ],
    ],
    [
      'a link to an interface that is not there',
      two().replace('"b:eth0"', '"b:eht0"'),
      [
        't.yaml:8:31: topology.links[0].endpoints[1]: found "b:eht0", but b has no interface "eht0" (interfaces: eth0); did you mean "eth0"?',
      ],
    ],
    [
      'a misspelt key',
      two({ link: ', dealy: 1ms' }),
      [
        't.yaml:8:42: topology.links[0].dealy: unknown key "dealy", expected one of endpoints, delay, jitter, jitterCorrelation, rate, loss, lossCorrelation, duplicate, reorder, gap, corrupt, queue, mark, gemodel, mtu, labels, forward, backward; did you mean "delay"?',
      ],
    ],
    [
      'a duration without a unit',
      two({ link: ', delay: 10' }),
      ['t.yaml:8:42: topology.links[0].delay: found 10, expected a duration like "10ms" (ns, us, ms, s, min, h)'],
    ],
    [
      'a duration with a wrong unit',
      two({ link: ', delay: 10sec' }),
      ['t.yaml:8:42: topology.links[0].delay: found "10sec", expected a duration like "10ms" (ns, us, ms, s, min, h)'],
    ],
    [
      'a queue in a unit that is none',
      two({ link: ', queue: 64kb' }),
      [
        't.yaml:8:42: topology.links[0].queue: found "64kb", expected a number or bytes like "64kB" (B, kB, MB, GB, KiB, MiB, GiB)',
      ],
    ],
    [
      'a model of loss without one of its names',
      two({ link: ', gemodel: { p: 0.1, R: 0.2 }' }),
      [
        't.yaml:8:51: topology.links[0].gemodel.r: missing; expected a number',
        't.yaml:8:61: topology.links[0].gemodel.R: unknown key "R", expected one of p, r, 1-h, 1-k; did you mean "r"?',
      ],
    ],
    [
      'a reordering without a delay to be spared',
      two({ link: ', backward: { reorder: 0.1 }' }),
      [
        't.yaml:8:54: topology.links[0].backward.reorder: reordering sends packets without the delay, but this link has no "delay"',
      ],
    ],
    [
      'a rate in bytes',
      two({ link: ', rate: 1MB' }),
      ['t.yaml:8:42: topology.links[0].rate: found "1MB", expected a rate like "10Mbit" (bit, kbit, Mbit, Gbit)'],
    ],
    [
      'an unknown kind',
      two({ a: ', kind: hosst' }),
      [
        't.yaml:5:62: topology.nodes.a.kind: found "hosst", expected one of "host", "router", "nat", "firewall", "switch"; did you mean "host"?',
      ],
    ],
    [
      'a kind that is to come',
      two({ a: ', kind: box' }),
      [
        't.yaml:5:62: topology.nodes.a.kind: the kind "box" is not supported yet, expected one of host, router, nat, firewall, switch',
      ],
    ],
    [
      'a kind in kinds that is none',
      two({ top: '  kinds: { swich: {} }\n' }),
      [
        't.yaml:4:12: topology.kinds.swich: unknown kind "swich", expected one of host, router, nat, firewall, switch; did you mean "switch"?',
      ],
    ],
    [
      'an address without its prefix length',
      two().replace('10.0.0.1/24', '10.0.0.1'),
      [
        't.yaml:5:44: topology.nodes.a.interfaces.eth0.addresses[0]: found "10.0.0.1", expected an IPv4 address with a prefix length like 10.0.0.1/24 or an IPv6 address with a prefix length like 2001:db8::1/64',
      ],
    ],
    [
      'an address twice on one network',
      two().replace('10.0.0.2/24', '10.0.0.1/24'),
      ['t.yaml:6:44: topology.nodes.b.interfaces.eth0.addresses[0]: found 10.0.0.1, which a:eth0 already has'],
    ],
    [
      'a gateway that is on no network of the node',
      two({ a: ', routes: [{ to: default, via: 10.0.1.1 }]' }),
      [
        't.yaml:5:86: topology.nodes.a.routes[0].via: found 10.0.1.1, expected an address on a network of a (10.0.0.1/24)',
      ],
    ],
    [
      'a route that leads nowhere',
      two({ a: ', routes: [{ to: default }]' }),
      ['t.yaml:5:71: topology.nodes.a.routes[0]: a route needs "via" (the next router) or "dev" (the interface)'],
    ],
    [
      'a route of a group that is none, and back where it came from',
      two({ a: ', kind: router, mroutes: [{ from: eth0, group: 224.0.0.5, to: [eth0] }]' }),
      [
        't.yaml:5:100: topology.nodes.a.mroutes[0].group: found "224.0.0.5", expected a routable IPv4 multicast group like 239.1.2.3',
        't.yaml:5:123: topology.nodes.a.mroutes[0].to[0]: found the interface of "from", expected another one',
      ],
    ],
    [
      'a link to an interface that has one',
      `${two()}\n    - { endpoints: ["a:eth0", "b:eth1"] }`,
      [
        't.yaml:9:21: topology.links[1].endpoints[0]: a:eth0 already has a link: an interface can have only one',
        't.yaml:9:31: topology.links[1].endpoints[1]: found "b:eth1", but b has no interface "eth1" (interfaces: eth0); did you mean "eth0"?',
      ],
    ],
    [
      'an interface without a link',
      two()
        .replace(/ {4}- .*/, '')
        .replace('links:', 'links: []'),
      [
        't.yaml:5:24: topology.nodes.a.interfaces.eth0: a:eth0 has no link, expected one in topology.links',
        't.yaml:6:24: topology.nodes.b.interfaces.eth0: b:eth0 has no link, expected one in topology.links',
      ],
    ],
    [
      'a parameter that is not declared',
      two({ link: `, mtu: "$\{mut}"` }).replace('topology:', 'parameters: { mtu: 1500 }\ntopology:'),
      [`t.yaml:9:42: topology.links[0].mtu: found the parameter $\{mut}, expected one of mtu; did you mean "mtu"?`],
    ],
    ['what is missing', 'version: 1\nname: t', ['t.yaml:1:1: topology: missing; expected a map (key: value)']],
    ['that it is empty', '', ['t.yaml:1:1: found nothing, expected a map (key: value)']],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected)
  })

  test('a value given for a parameter that it does not have', () => {
    expect(problems(content('wire'), { mut: 1 })).toEqual([
      't.yaml:4:1: parameters: found a value for "mut", expected one of mtu, rate, delay; did you mean "mtu"?',
    ])
  })

  test('everything that is wrong at once, each thing once', () => {
    const text = two({ link: ', delay: x, loss: 2' }).replace('"b:eth0"', '"c:eth0"').replace('name: t', 'nme: t')
    expect(problems(text).map((line) => line.replace(/^t.yaml:(\S+): (\S+): .*/, '$1 $2'))).toEqual([
      '1:1 name',
      '2:1 nme',
      '8:31 topology.links[0].endpoints[1]',
      '8:42 topology.links[0].delay',
      '8:52 topology.links[0].loss',
    ])
  })

  test('a fault in the defaults once, where it was written', () => {
    const text = two({ top: '  defaults: { routs: [] }\n' })
    expect(problems(text).map((line) => line.slice(0, 14))).toEqual(['t.yaml:4:15: t'])
  })
})
