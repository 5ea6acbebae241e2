/** The hosts' traceroute beside Debian's: the same lines, in turn, on a host behind a router, on a simulated one and in a namespace. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { missing } from '../support/requirements.ts'
import { onHost, type Result, ROUTED_TOPOLOGY, resultsInNamespaces } from './routed.ts'

/** The router refuses some destinations; hosts send as many errors as are asked for. */
const UNLIMITED = ['net.ipv4.icmp_ratelimit=0', 'net.ipv6.icmp.ratelimit=0']
/** Lines follow each other within milliseconds here, so the limit for all destinations would be reached. */
const SYSCTLS = `sysctls: { ${UNLIMITED.map((one) => one.replace('=', ': ')).join(', ')}, net.ipv4.icmp_msgs_burst: 10000 }`
const TOPOLOGY = {
  ...ROUTED_TOPOLOGY,
  text: ROUTED_TOPOLOGY.text
    .replace('    near:', `    near:\n      ${SYSCTLS}`)
    .replace(
      'kind: router',
      `kind: router
      ${SYSCTLS}
      routes:
        - { to: 10.66.0.0/16, type: unreachable }
        - { to: 10.67.0.0/16, type: prohibit }
        - { to: 10.71.0.0/16, type: blackhole }`,
    )
    .replace('    far:', `    far:\n      ${SYSCTLS}`),
}
const PREPARE = `for n in near router far; do ip netns exec $n sysctl -qw ${UNLIMITED.join(' ')}; done
ip -n router route add unreachable 10.66.0.0/16; ip -n router route add prohibit 10.67.0.0/16
ip -n router route add blackhole 10.71.0.0/16
printf '10.0.1.1 router\\n10.0.2.10 far\\n' >hosts; mount --bind hosts /etc/hosts
`

const LINES = [
  'traceroute -n 10.0.2.10',
  'traceroute 10.0.2.10',
  'traceroute -n -I 10.0.2.10',
  'traceroute -nI -q1 10.0.2.10',
  'traceroute -n -q 5 -m 3 10.0.2.10',
  'traceroute -n -m 1 10.0.2.10',
  'traceroute -n -f 2 10.0.2.10',
  'traceroute -n -p 40000 10.0.2.10',
  'traceroute -n -p 70000 -q 1 10.0.2.10',
  'traceroute -n -N 1 10.0.2.10',
  'traceroute -m5 -n 10.0.2.10',
  'traceroute --max-hops=4 --queries=2 -n 10.0.2.10',
  'traceroute -w 1,2,3 -n 10.0.2.10',
  'traceroute -n 10.0.1.1',
  'traceroute -n 127.0.0.1',
  'traceroute -n 10.0.1.10',
  'traceroute -n fd00:2::10',
  'traceroute -n -I fd00:2::10',
  'traceroute -n -6 ::1',
  'traceroute -n 10.0.2.10 100',
  'traceroute -n 10.0.2.10 10',
  'traceroute -n 10.0.2.10 1400',
  'traceroute -n -F 10.0.2.10 1400',
  'traceroute -n -I -F -q 1 10.0.2.10 1400',
  'traceroute -n -F 10.0.2.10 1600',
  'traceroute -n fd00:2::10 1400',
  'traceroute -n 10.0.1.99',
  'traceroute -n -I -q 2 10.0.1.99',
  'traceroute -n -q 1 -m 2 fd00:1::99',
  'traceroute -n -q 1 -m 1 10.66.0.1',
  'traceroute -n -q 1 -m 1 -I 10.67.0.1',
  'traceroute -n -w 0.5 -m 3 10.71.0.1',
  'traceroute -n -w 0.2 -q 1 -f 3 -m 20 -N 4 10.71.0.1',
  'traceroute -n 192.0.2.1',
  'traceroute -n -I 192.0.2.1',
  'traceroute -n fd00:9::1',
  'traceroute -n',
  'traceroute -Z 10.0.2.10',
  'traceroute -nZ 10.0.2.10',
  'traceroute --foo 10.0.2.10',
  'traceroute -m x 10.0.2.10',
  'traceroute -mx 10.0.2.10',
  'traceroute -m',
  'traceroute --queries 1 10.0.2.10',
  'traceroute -w x 10.0.2.10',
  'traceroute -m 300 10.0.2.10',
  'traceroute -m 0 10.0.2.10',
  'traceroute -q 0 10.0.2.10',
  'traceroute -q 11 10.0.2.10',
  'traceroute -f 5 -m 3 10.0.2.10',
  'traceroute 10.0.2.10 x',
  'traceroute 10.0.2.10 70000',
  'traceroute 10.0.2.10 60 70',
  'traceroute -4 fd00:2::10',
  'traceroute -n -6 10.0.2.10',
]

const lasting = (text: string) => text.replace(/[\d.]+ ms/g, 'N ms')

describe.skipIf(missing('traceroute', 'namespaces'))('traceroute of a simulated host', () => {
  let real: Result[] = []
  let lab: Lab
  beforeAll(async () => {
    real = resultsInNamespaces(LINES, { prepare: PREPARE, inTurn: true })
    lab = (await openSimulatedLab({ seed: 1, topology: TOPOLOGY })).lab
    return () => lab.close()
  }, 120_000)

  test.each(LINES.map((line, i) => [line, i] as const))('%s', async (line, i) => {
    const ours = await onHost(lab, 'near', line, ['traceroute'])
    const { stdout, stderr, code } = real[i]!
    expect({ ...ours, stdout: lasting(ours.stdout) }).toMatchObject({ stdout: lasting(stdout), stderr, code })
  })
})
