/** The hosts' ip beside Debian's: the same lines, in turn, on a host behind a router, on a simulated one and in a namespace. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { missing } from '../support/requirements.ts'
import { onHost, type Result, ROUTED_TOPOLOGY, resultsInNamespaces } from './routed.ts'

/** More for `near`: a second address, routes of each kind, and a rule. */
const TOPOLOGY = {
  ...ROUTED_TOPOLOGY,
  text: ROUTED_TOPOLOGY.text
    .replace('[10.0.1.10/24,', '[10.0.1.10/24, 10.0.1.11/24,')
    .replace(
      'routes: [{ to: 10.0.0.0/8, via: 10.0.1.1 },',
      `rules: [{ from: 10.9.0.0/16, table: 7 }]
      routes:
        - { to: 10.0.0.0/8, via: 10.0.1.1 }
        - { to: 10.66.0.0/16, type: unreachable }
        - { to: 10.67.0.0/16, type: blackhole, metric: 9 }
        - { to: 10.68.0.1/32, type: prohibit }
        - { to: 10.8.0.0/16, dev: eth0 }
        - { to: 10.8.0.0/24, via: 10.0.1.1, metric: 50, src: 10.0.1.11 }
        - { to: 172.16.0.0/12, nexthops: [{ via: 10.0.1.1 }, { via: 10.0.1.2, weight: 3 }] }
        - { to: 198.51.100.0/24, via: 10.0.1.1, table: 7 }
        - { to: "2001:db8:66::/48", type: unreachable }
        - { to: "2001:db8:1::/48", via: "fd00:1::1", metric: 50 }
        - { to: "2001:db8:1:2::/64", via: "fd00:1::1" }
       `,
    )
    .replace('{ to: "fd00:2::/64", via: "fd00:1::1" }]', '- { to: "fd00:2::/64", via: "fd00:1::1" }'),
}
const PREPARE = `a() { ip -n near "$@"; }
a addr add 10.0.1.11/24 dev eth0
a route add unreachable 10.66.0.0/16; a route add blackhole 10.67.0.0/16 metric 9; a route add prohibit 10.68.0.1
a route add 10.8.0.0/16 dev eth0; a route add 10.8.0.0/24 via 10.0.1.1 metric 50 src 10.0.1.11
a route add 172.16.0.0/12 nexthop via 10.0.1.1 nexthop via 10.0.1.2 weight 3
a route add 198.51.100.0/24 via 10.0.1.1 table 7; a rule add from 10.9.0.0/16 lookup 7
a -6 route add unreachable 2001:db8:66::/48; a -6 route add 2001:db8:1::/48 via fd00:1::1 metric 50
a -6 route add 2001:db8:1:2::/64 via fd00:1::1
`

const LINES = [
  'ping -c 1 127.0.0.1 >/dev/null; ip -s link show lo',
  'ip addr',
  'ip a show dev eth0',
  'ip -4 addr',
  'ip -6 a',
  'ip -br addr',
  'ip -br -4 a',
  'ip -o addr',
  'ip -o -6 addr show lo',
  'ip address list lo',
  'ip addr show up',
  'ip link',
  'ip l show eth0',
  'ip -br link',
  'ip -o link',
  'ip -s link show eth0',
  'ip route',
  'ip r show',
  'ip -4 route show dev eth0',
  'ip -6 route',
  'ip -6 route show dev eth0',
  'ip route show 10.0.0.0/8',
  'ip route show 10.68.0.1',
  'ip route show default',
  'ip route show via 10.0.1.1',
  'ip route show table main',
  'ip route show table 7',
  'ip route show table 8',
  'ip route get 10.0.2.10',
  'ip route get 10.0.2.10 from 10.0.1.11',
  'ip route get 127.0.0.1',
  'ip route get 10.0.1.10',
  'ip route get 10.0.1.99',
  'ip route get 10.0.1.255',
  'ip route get 10.8.0.1',
  'ip route get 10.66.0.1',
  'ip route get 10.67.0.1',
  'ip route get 10.68.0.1',
  'ip route get 192.0.2.1',
  'ip -6 route get fd00:2::10',
  'ip route get fd00:1::1',
  'ip route get ::1',
  'ip route get 2001:db8:1::5',
  'ip route get 2001:db8:1:2::5',
  'ip -6 route get 2001:db9::1',
  'ip rule',
  'ip -6 rule list',
  'ping -c 1 -M do -s 1400 10.0.2.10 >/dev/null; ip route get 10.0.2.10',
  'ip -4 n',
  'ip -4 n show dev eth0',
  'ping -c 1 10.0.1.99 >/dev/null; ip neigh show 10.0.1.99',
  'ping -c 1 fd00:2::10 >/dev/null; ip -6 neigh show fd00:1::1',
  'ip maddr',
  'ip maddr show dev eth0',
  'ip -4 maddr',
  'ip -6 maddr',
  'ip addr show dev nope',
  'ip link show nope',
  'ip neigh show dev nope',
  'ip route show dev nope',
  'ip foo',
  'ip',
  'ip addr foo',
  'ip neigh foo',
  'ip link foo',
  'ip route foo',
  'ip maddr foo',
  'ip rule foo',
  'ip route get',
  'ip route get x',
  'ip -4 route get fd00:1::1',
  'ip -6 route get 10.0.2.10',
  'ip -Z addr',
]

/** Of a veth pair, of chance, of the time, and what a namespace has sent before. */
function lasting(line: string, text: string) {
  const plain = text
    .replace(/eth0@if\d+/g, 'eth0')
    .replace(/ link-netns router/g, '')
    .replace(/ nodad /g, ' ')
    .replace(/ router (?=[A-Z])/g, ' ')
    .replace(/expires \d+sec/g, 'expires Nsec')
    .replace(/^(eth0) +UP/gm, '$1 UP')
    .replace(/(link\/ether|lladdr|UP +) ([0-9a-f]{2}:){5}[0-9a-f]{2}/g, '$1 MAC')
    .replace(/33:33:ff:(?!00:00:10)[0-9a-f:]{8}/g, '33:33:ff:LOCAL')
    .replace(/fe80::[0-9a-f:]+(?!\/64 dev)(?=[/ ])/g, (one) => (one === 'fe80::' ? one : 'fe80::LOCAL'))
    .replace(/ff02::1:ff(?!00:10)[0-9a-f:]+/g, 'ff02::1:ff:LOCAL')
  if (/-s link show eth0/.test(line)) return plain.replace(/^ +\d+ +\d+/gm, 'N N')
  return /^ip.* maddr|neigh|^ip -4 n/.test(line) ? plain.split('\n').sort().join('\n') : plain
}

describe.skipIf(missing('ping', 'namespaces'))('ip of a simulated host', () => {
  let real: Result[] = []
  let lab: Lab
  beforeAll(async () => {
    real = resultsInNamespaces(LINES, { prepare: PREPARE, inTurn: true })
    lab = (await openSimulatedLab({ seed: 1, topology: TOPOLOGY })).lab
    return () => lab.close()
  }, 60_000)

  test.each(LINES.map((line, i) => [line, i] as const))('%s', async (line, i) => {
    const ours = await onHost(lab, 'near', line, ['ip', 'ping'])
    const { stdout, stderr, code } = real[i]!
    expect({ ...ours, stdout: lasting(line, ours.stdout) }).toMatchObject({
      stdout: lasting(line, stdout),
      stderr,
      code,
    })
  })
})
