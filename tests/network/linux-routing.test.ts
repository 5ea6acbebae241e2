/** Where packets go beside the kernel: one set of routes and rules in both, and `ip route get` against ours, for hundreds of destinations, sources and interfaces. */
import { release } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Namespace } from '#lab/linux/index.ts'
import {
  addressFamily,
  Clock,
  errnoName,
  hash32,
  numberedMac,
  parsePrefix,
  type RouteDescription,
  type RuleDescription,
  SimulatedHost,
} from '#network'
import { whyNoNamespaces } from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: routes beside the Linux kernel: ${problem}`)

const prefix = (text: string) => parsePrefix(text)!

const INTERFACES: Record<string, string[]> = {
  eth0: ['10.0.0.1/24', '10.5.0.1/16', '2001:db8::1/64'],
  eth1: ['10.0.1.1/24', '2001:db8:0:1::1/64'],
  eth2: ['10.0.2.1/24', '2001:db8:0:2::1/64'],
}

type Line = [words: string, route: Omit<RouteDescription, 'to'>]

/** As `ip route add` takes them, and as our hosts do. */
const ROUTES: Record<string, Line[]> = {
  default: [
    ['default via 10.0.0.254', { via: '10.0.0.254' }],
    ['default via 10.0.1.254 metric 50', { via: '10.0.1.254', metric: 50 }],
    ['default via 10.0.2.254 table 200', { via: '10.0.2.254', table: '200' }],
  ],
  '198.18.0.0/15': [['198.18.0.0/15 via 10.5.0.9', { via: '10.5.0.9' }]],
  '198.18.7.0/24': [
    ['198.18.7.0/24 via 10.0.1.7 metric 20', { via: '10.0.1.7', metric: 20 }],
    ['198.18.7.0/24 via 10.0.2.7 metric 10', { via: '10.0.2.7', metric: 10 }],
    ['198.18.7.0/24 via 10.0.1.8 table 100', { via: '10.0.1.8', table: '100' }],
  ],
  '198.18.7.128/25': [['198.18.7.128/25 dev eth2 src 10.0.1.1', { dev: 'eth2', source: '10.0.1.1' }]],
  '198.18.8.0/24': [['blackhole 198.18.8.0/24', { kind: 'blackhole' }]],
  '198.18.9.0/24': [['unreachable 198.18.9.0/24', { kind: 'unreachable' }]],
  '198.18.10.0/24': [['prohibit 198.18.10.0/24', { kind: 'prohibit' }]],
  '198.18.11.0/24': [
    ['throw 198.18.11.0/24 table 100', { kind: 'throw', table: '100' }],
    ['198.18.11.0/24 via 10.0.2.11', { via: '10.0.2.11' }],
  ],
  '203.0.113.0/24': [['203.0.113.0/24 via 10.0.1.100 src 10.0.0.1', { via: '10.0.1.100', source: '10.0.0.1' }]],
  '2001:db8:f::/48': [['2001:db8:f::/48 via 2001:db8::9', { via: '2001:db8::9' }]],
  '2001:db8:f:7::/64': [
    ['2001:db8:f:7::/64 via 2001:db8:0:1::7 metric 20', { via: '2001:db8:0:1::7', metric: 20 }],
    ['2001:db8:f:7::/64 via 2001:db8:0:2::7 metric 10', { via: '2001:db8:0:2::7', metric: 10 }],
  ],
  '2001:db8:f:8::/64': [['blackhole 2001:db8:f:8::/64', { kind: 'blackhole' }]],
  '2001:db8:f:9::/64': [['unreachable 2001:db8:f:9::/64', { kind: 'unreachable' }]],
  '2001:db8:f:a::/64': [['prohibit 2001:db8:f:a::/64', { kind: 'prohibit' }]],
  '2001:db8:a::/48': [['2001:db8:a::/48 via 2001:db8:0:2::a table 100', { via: '2001:db8:0:2::a', table: '100' }]],
}

const RULES: [words: string, rule: RuleDescription][] = [
  ['from 10.0.1.0/24 table 100', { from: prefix('10.0.1.0/24'), table: '100' }],
  [
    'from 10.0.2.0/24 to 198.18.0.0/16 table 200',
    { from: prefix('10.0.2.0/24'), to: prefix('198.18.0.0/16'), table: '200' },
  ],
  ['to 198.19.1.0/24 prohibit priority 5', { to: prefix('198.19.1.0/24'), action: 'prohibit', priority: 5 }],
  ['to 198.19.2.0/24 unreachable priority 5', { to: prefix('198.19.2.0/24'), action: 'unreachable', priority: 5 }],
  ['to 198.19.3.0/24 blackhole priority 6', { to: prefix('198.19.3.0/24'), action: 'blackhole', priority: 6 }],
  ['oif eth2 table 200 priority 7', { oif: 'eth2', table: '200', priority: 7 }],
  ['to 2001:db8:a::/48 table 100', { to: prefix('2001:db8:a::/48'), table: '100' }],
  ['to 2001:db8:b::/48 prohibit', { to: prefix('2001:db8:b::/48'), action: 'prohibit' }],
]

const [major = 0, minor = 0] = release().split('.').map(Number)
/** Only newer kernels look at the hops' own addresses. */
const prefersItsOwn = major > 6 || (major === 6 && minor >= 16)

interface Question {
  destination: string
  source: string | null
  oif: string | null
}

/** Destinations near the edges of all prefixes, each asked for from several sources and interfaces. */
function questions(): Question[] {
  const nets = [
    '198.18.6',
    '198.18.7',
    '198.18.8',
    '198.18.9',
    '198.18.10',
    '198.18.11',
    '198.19.0',
    '198.19.1',
    '198.19.2',
  ]
  const more = ['198.19.3', '203.0.113', '10.0.0', '10.0.1', '10.5.77', '192.0.2', '198.17.255']
  const four = [...nets, ...more].flatMap((net) => [`${net}.5`, `${net}.127`, `${net}.128`])
  const six = ['f', 'f:7', 'f:8', 'f:9', 'f:a', 'f:b', 'a', 'b', '0:1', '0:2', 'e'].map((net) => `2001:db8:${net}::55`)
  const all: Question[] = []
  for (const destination of [...four, ...six]) {
    const isFour = addressFamily(destination) === 4
    const sources = isFour ? [null, '10.0.0.1', '10.0.1.1', '10.0.2.1'] : [null]
    for (const source of sources) all.push({ destination, source, oif: null })
    if (isFour) for (const oif of ['eth0', 'eth1', 'eth2']) all.push({ destination, source: null, oif })
  }
  return all
}

describe.skipIf(problem !== null)('routes beside the Linux kernel', { timeout: 60_000 }, () => {
  let linux: Namespace
  let simulated: SimulatedHost
  beforeAll(() => {
    linux = Namespace.create()
    simulated = new SimulatedHost({
      name: 'simulated',
      scheduler: new Clock(),
      seed: 1,
      interfaces: Object.entries(INTERFACES).map(([name, addresses], index) => ({
        name,
        mac: numberedMac(index + 1),
        mtu: 1500,
        addresses: addresses.map(prefix),
        port: { onReceive: null, transmit() {} },
      })),
      routes: [],
      forwarding: false,
      silent: false,
    })
    const links = Object.entries(INTERFACES).flatMap(([name, addresses]) => [
      `link add ${name} type veth peer name ${name}-far`,
      `link set ${name}-far up`,
      `link set ${name} up`,
      ...addresses.map((address) => `address add ${address} dev ${name}${address.includes(':') ? ' nodad' : ''}`),
    ])
    const routes = Object.entries(ROUTES).flatMap(([to, lines]) =>
      lines.map(([words, route]) => {
        simulated.addRoute({ to: prefix(to === 'default' ? '0.0.0.0/0' : to), ...route })
        return `route add ${words}`
      }),
    )
    linux.ip(['link set lo up', ...links, ...routes])
    for (const [words, rule] of RULES) {
      linux.command('ip', [words.includes('2001:') ? '-6' : '-4', 'rule', 'add', ...words.split(' ')])
      simulated.addRule(rule)
    }
  })
  afterAll(() => linux.close())

  function kernelSays({ destination, source, oif }: Question): string {
    const words = [destination, ...(source === null ? [] : ['from', source]), ...(oif === null ? [] : ['oif', oif])]
    try {
      type Answer = { gateway?: string; dev: string; prefsrc?: string; type?: string }
      const [answer] = JSON.parse(linux.command('ip', ['-j', 'route', 'get', ...words])) as [Answer]
      return `${answer.gateway ?? destination} ${answer.dev} ${source ?? answer.prefsrc}`
    } catch (error) {
      const reason = /RTNETLINK answers: (.*)/.exec((error as Error).message)?.[1] ?? String(error)
      const names: Record<string, string> = {
        'Invalid argument': 'EINVAL',
        'No route to host': 'EHOSTUNREACH',
        'Permission denied': 'EACCES',
        'Network is unreachable': 'ENETUNREACH',
      }
      return names[reason] ?? reason
    }
  }

  function weSay({ destination, source, oif }: Question): string {
    const device = oif === null ? null : simulated.interface(oif)!
    const path = simulated.ip.path(destination, source, { device, arrivedOn: null, ports: null })
    return typeof path === 'number' ? errnoName(-path) : `${path.nextHop} ${path.device.name} ${path.source}`
  }

  test('every question has the kernel’s answer', () => {
    const asked = questions()
    expect(asked.length).toBeGreaterThan(300)
    const differing = asked.flatMap((question) => {
      const [theirs, ours] = [kernelSays(question), weSay(question)]
      return theirs === ours ? [] : [{ ...question, theirs, ours }]
    })
    expect(differing).toEqual([])
  })

  test('rules stand where the kernel puts them', () => {
    for (const family of [4, 6]) {
      type Row = { priority: number; src: string; table?: string; action?: string }
      const rows = JSON.parse(linux.command('ip', [`-${family}`, '-j', 'rule'])) as Row[]
      const ours = simulated.rules().filter((rule) => rule.family === family)
      expect(ours.map(({ priority, table, action }) => [priority, table ?? action])).toEqual(
        rows.map(({ priority, table, action }) => [priority, table ?? action]),
      )
    }
  })

  test('flows are spread over several hops as the kernel spreads them', () => {
    const nexthops = [{ via: '10.0.0.254' }, { via: '10.0.1.254', weight: 2 }, { via: '10.0.2.254', weight: 3 }]
    const words = nexthops.map(({ via, weight = 1 }) => `nexthop via ${via} weight ${weight}`).join(' ')
    linux.ip([`route add 100.64.0.0/10 ${words}`])
    simulated.addRoute({ to: prefix('100.64.0.0/10'), nexthops })
    const ask = Array.from(
      { length: 600 },
      (_, n) => `100.${64 + (hash32(1, 'a', n) % 60)}.${hash32(1, 'b', n) % 256}.9`,
    )
    const text = linux.command('ip', ['-batch', '-'], ask.map((to) => `route get ${to}\n`).join(''))
    const count = (of: string[]) => ['eth0', 'eth1', 'eth2'].map((name) => of.filter((dev) => dev === name).length)
    const theirs = count([...text.matchAll(/ dev (\w+)/g)].map((match) => match[1]!))
    const ours = count(ask.map((to) => weSay({ destination: to, source: null, oif: null }).split(' ')[1]!))
    for (const [index, share] of [100, 200, 300].entries()) {
      expect(Math.abs(theirs[index]! - share)).toBeLessThan(60)
      expect(Math.abs(ours[index]! - share)).toBeLessThan(60)
    }
    // A source address that belongs to one of the hops decides.
    for (const [index, dev] of ['eth0', 'eth1', 'eth2'].entries()) {
      const question = { destination: '100.64.7.7', source: `10.0.${index}.1`, oif: null }
      expect(weSay(question)).toContain(` ${dev} `)
      if (prefersItsOwn) expect(kernelSays(question)).toContain(` ${dev} `)
    }
  })
})
