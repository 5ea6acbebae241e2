/** The hosts' ping beside Debian's: the same lines on loopback, on a simulated host and on this machine. Times differ, everything else is equal. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { filesOfTools } from '#node/tools/index.ts'
import { missing } from '../support/requirements.ts'

const LINES = [
  'ping -c 1 127.0.0.1',
  'ping -c 2 -i 0.2 -s 100 127.0.0.1',
  'ping -c1 -n 127.0.0.1',
  'ping -c1 -s 8 127.0.0.1',
  'ping -c1 -s 16 127.0.0.1',
  'ping -c1 -t 7 127.0.0.1',
  'ping -c 1 -q 127.0.0.1',
  'ping -c 3 -i 0.1 -q 127.0.0.1',
  'ping -c1 -M do -s 70 127.0.0.1',
  'ping -c1 -s 3000 127.0.0.1',
  'ping -w 1 -c 1 127.0.0.1',
  'ping -i 5 -w 1 127.0.0.1',
  'ping -6 -c1 ::1',
  'ping -c1 -s 1000 ::1',
  'ping',
  'ping -c x 127.0.0.1',
  'ping -c 0 127.0.0.1',
  'ping -t 300 127.0.0.1',
  'ping -s x 127.0.0.1',
  'ping -s -1 127.0.0.1',
  'ping -M x 127.0.0.1',
]

/** Two hosts, and a router whose second link carries smaller packets. */
const TOPOLOGY = `version: 1
name: ping
topology:
  nodes:
    near:
      interfaces: { eth0: { addresses: [10.0.1.10/24, "fd00:1::10/64"] } }
      routes: [{ to: 10.0.0.0/8, via: 10.0.1.1 }, { to: "fd00:2::/64", via: "fd00:1::1" }]
    router:
      kind: router
      interfaces:
        eth0: { addresses: [10.0.1.1/24, "fd00:1::1/64"] }
        eth1: { addresses: [10.0.2.1/24, "fd00:2::1/64"] }
    far:
      interfaces: { eth0: { addresses: [10.0.2.10/24, "fd00:2::10/64"] } }
      routes: [{ to: default, via: 10.0.2.1 }, { to: "fd00:1::/64", via: "fd00:2::1" }]
  links:
    - { endpoints: ["near:eth0", "router:eth0"] }
    - { endpoints: ["router:eth1", "far:eth0"], mtu: 1300 }
`

/** The same with namespaces, in a network and a /run of their own, which end with the shell. */
const NAMESPACES = `set -e
mount -t tmpfs none /run
for n in near router far; do
  ip netns add $n
  for k in lo all default; do ip netns exec $n sysctl -qw net.ipv6.conf.$k.accept_dad=0; done
  ip -n $n link set lo up
done
ip netns exec router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip link add eth0 netns near type veth peer name eth0 netns router
ip link add eth1 mtu 1300 netns router type veth peer name eth0 mtu 1300 netns far
ip -n near addr add 10.0.1.10/24 dev eth0; ip -n near addr add fd00:1::10/64 dev eth0 nodad
ip -n router addr add 10.0.1.1/24 dev eth0; ip -n router addr add fd00:1::1/64 dev eth0 nodad
ip -n router addr add 10.0.2.1/24 dev eth1; ip -n router addr add fd00:2::1/64 dev eth1 nodad
ip -n far addr add 10.0.2.10/24 dev eth0; ip -n far addr add fd00:2::10/64 dev eth0 nodad
for l in near/eth0 router/eth0 router/eth1 far/eth0; do ip -n \${l%/*} link set \${l#*/} up; done
ip -n near route add 10.0.0.0/8 via 10.0.1.1; ip -n near -6 route add fd00:2::/64 via fd00:1::1
ip -n far route add default via 10.0.2.1; ip -n far -6 route add fd00:1::/64 via fd00:2::1
`

const ROUTED = [
  'ping -c 2 -i 0.2 10.0.2.10',
  'ping -c 1 -t 1 10.0.2.10',
  'ping -c 1 -t 2 10.0.2.10',
  'ping -c 1 10.0.2.99',
  'ping -c 1 10.0.1.99',
  'ping -c 1 10.9.9.9',
  'ping -c 1 192.0.2.1',
  'ping -c 1 -M do -s 1272 10.0.2.10',
  'ping -c 1 -M do -s 1290 10.0.2.1',
  'ping -c 1 -M do -s 1480 10.0.2.1',
  'ping -c 1 -M do -s 1290 10.0.2.10',
  'ping -c 1 -M dont -s 1400 10.0.2.10',
  'ping -c 1 fd00:2::10',
  'ping -c 1 -t 1 fd00:2::10',
  'ping -c 1 fd00:9::1',
  'ping -c 1 -W 3 -q 10.0.2.10',
]

/** Without what takes another time in each run. */
const lasting = (text: string) =>
  text
    .replace(/time=[\d.]+ ms/g, 'time=N ms')
    .replace(/time \d+ms/g, 'time Nms')
    .replace(/= [\d.]+\/[\d.]+\/[\d.]+\/[\d.]+ ms/g, '= N ms')

async function onHost(lab: Lab, host: string, line: string) {
  const files = await filesOfTools(['ping'], (name) => readFileSync(`src/runtime/node/tools/${name}.cjs`, 'utf8'))
  const ours = await lab.host(host).run('/bin/sh', { args: ['-c', line], files })
  const { code } = await ours.exited({ within: '1min' })
  return { ...(await ours.output()), code }
}

describe.skipIf(missing('ping'))('ping of a simulated host', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = (await openSimulatedLab({ seed: 1 })).lab
  })
  afterAll(() => lab.close())

  test.each(LINES)('%s', async (line) => {
    const { stdout, stderr, status } = spawnSync('sh', ['-c', line], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    })
    const ours = await onHost(lab, 'server', line)
    expect({ stdout: lasting(ours.stdout), stderr: ours.stderr, code: ours.code }).toEqual({
      stdout: lasting(stdout),
      stderr,
      code: status,
    })
  })
})

describe.skipIf(missing('ping') || missing('namespaces'))('ping of a simulated host, through a router', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-ping-'))
  beforeAll(() => {
    const all = ROUTED.map((line, i) => {
      const out = join(folder, `${i}`)
      return `(ip netns exec near ${line} >${out}.out 2>${out}.err; echo $? >${out}.code) &\n`
    })
    const script = `${NAMESPACES}\nset +e\n${all.join('')}wait\n`
    const made = spawnSync('unshare', ['--net', '--mount', 'sh', '-c', script], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    })
    expect([made.stderr, made.status]).toEqual(['', 0])
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(ROUTED.map((line, i) => [line, i] as const))('%s', async (line, i) => {
    const real = (part: string) => readFileSync(join(folder, `${i}.${part}`), 'utf8')
    const { lab } = await openSimulatedLab({ seed: 1, topology: { file: 'ping.yaml', text: TOPOLOGY } })
    const ours = await onHost(lab, 'near', line)
    expect({ ...ours, stdout: lasting(ours.stdout) }).toMatchObject({
      stdout: lasting(real('out')),
      stderr: real('err'),
      code: Number(real('code')),
    })
    await lab.close()
  })
})
