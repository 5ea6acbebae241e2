/** Lines of the shell on a host behind a router: on simulated hosts, and with Debian's programs in namespaces of the same topology. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Lab } from '#lab'
import { filesOfTools } from '#node/tools/index.ts'

export interface Result {
  stdout: string
  stderr: string
  code: number
}

/** Two hosts, and a router whose second link carries smaller packets. */
export const ROUTED_TOPOLOGY = {
  file: 'routed.yaml',
  text: `version: 1
name: routed
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
`,
}

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

interface Setup {
  /** Files beside the lines, and a program that runs on `far` and prints a line once it is ready. */
  files?: Record<string, string>
  program?: string
  /** Shell lines before the others. */
  prepare?: string
  /** One after the other, for lines that show what others change. */
  inTurn?: boolean
}

/** Runs lines on `near` with this machine's programs, all at once unless they are `inTurn`. */
export function resultsInNamespaces(
  lines: readonly string[],
  { files = {}, program, prepare = '', inTurn }: Setup = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-routed-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const all = lines.map((line, i) => {
    writeFileSync(join(folder, `line${i}.sh`), line)
    const one = `(ip netns exec near sh line${i}.sh >${i}.out 2>${i}.err </dev/null; echo $? >${i}.code)`
    return inTurn ? `${one}\n` : `${one} & all="$all $!"\n`
  })
  const started = `ip netns exec far ${process.execPath} ${program} >ready & server=$!
until [ -s ready ]; do sleep 0.1; done\n`
  const script = `${NAMESPACES}\n${prepare}\nset +e\nall=\n${program ? started : ''}${all.join('')}wait $all
${program ? 'kill $server' : ''}\n`
  const made = spawnSync('unshare', ['--net', '--mount', 'sh', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  expect([made.stderr, made.status]).toEqual(['', 0])
  const part = (i: number, name: string) => readFileSync(join(folder, `${i}.${name}`), 'utf8')
  const results = lines.map(
    (_, i): Result => ({ stdout: part(i, 'out'), stderr: part(i, 'err'), code: Number(part(i, 'code')) }),
  )
  rmSync(folder, { recursive: true })
  return results
}

const toolText = (name: string) => readFileSync(`src/runtime/node/tools/${name}.cjs`, 'utf8')

/** Runs a line on a simulated host that has these tools. */
export async function onHost(
  lab: Lab,
  host: string,
  line: string,
  tools: readonly string[],
  files = {},
): Promise<Result> {
  const brought = { ...files, ...(await filesOfTools(tools, toolText)) }
  const ours = await lab.host(host).run('/bin/sh', { args: ['-c', line], files: brought, stdin: '' })
  const { code } = await ours.exited({ within: '3min' })
  return { ...(await ours.output()), code: code! }
}
