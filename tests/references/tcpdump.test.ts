/** The hosts' tcpdump beside Debian's: what ours captures on a simulated host, both read with the same options and filters. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { filesOfTools } from '#node/tools/index.ts'
import { missing } from '../support/requirements.ts'
import { onHost, type Result, ROUTED_TOPOLOGY, resultsInNamespaces } from './routed.ts'

/** A server of HTTP and a DNS server that knows no name, on `far`. */
const PROGRAM = `import dgram from 'node:dgram'
import http from 'node:http'
http.createServer((_, answer) => answer.end('hello '.repeat(500))).listen(80)
const dns = dgram.createSocket('udp4').bind(53)
dns.on('message', (query, { port, address }) => {
  const reply = Buffer.from(query)
  reply[2] |= 0x84
  reply[3] |= 3
  dns.send(reply, port, address)
})
dns.on('listening', () => console.log('ready'))
`

/** What goes over the wire of `near` while it is captured. */
const TRAFFIC = [
  'ping -c 1 10.0.2.10',
  'ping -c 1 -s 3000 10.0.2.10',
  'ping -c 1 -t 1 10.0.2.10',
  'ping -c 1 -M do -s 1400 10.0.2.10',
  'ping -c 1 fd00:2::10',
  'ping -c 1 -t 1 fd00:2::10',
  'ping -c 1 10.0.1.99',
  'curl -s http://10.0.2.10/',
  'curl -s http://10.0.2.10:81/',
  'dig @10.0.2.10 nothing.example',
  'dig @10.0.2.10 +short AAAA other.example',
  'traceroute -n -q 1 10.0.2.10',
  'traceroute -n -q 1 fd00:2::10',
]
const TOOLS = ['tcpdump', 'ping', 'curl', 'traceroute']

const FILE = 'near.pcap'
const FILTERS = [
  '',
  'arp',
  'icmp or icmp6',
  'ip6 and not icmp6',
  'tcp port 80',
  'port 80 or 81',
  'udp and portrange 33434-33500',
  'src host 10.0.1.10 and tcp',
  'dst 10.0.1.10',
  'host 10.0.1.1',
  'net 10.0.1.0/24 and not net 10.0.2.0/24',
  'net 10.0.1',
  'src or dst port 53',
  'ip host fd00:2::10 or 10.0.1.1',
  "'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0'",
  "'tcp[13] = 2 or tcp[tcpflags] & tcp-rst != 0'",
  "'icmp[icmptype] == icmp-echo'",
  "'ip[6:2] & 0x1fff != 0'",
  "'(tcp[12] >> 4) * 4 > 20 and greater 70'",
  'less 60',
  'broadcast',
  'multicast',
  "'(tcp or udp) and not (port 80 or port 53)'",
  'ip proto 17',
  'ether broadcast',
  'foo bar',
  'host foo',
  'ip6 host 10.0.1.1',
  'tcp host 10.0.1.1',
  'arp host 10.0.1.1',
  'src net 10.0.2.0/24 and dst portrange 1024-65535',
  'src and dst net 10.0.0.0/16',
  'len > 500 and not icmp',
  'tcp port 80 or',
  'port x',
  "'tcp[13'",
  "'(tcp'",
  'and tcp',
]
const LINES = [
  ...FILTERS.map((filter) => `tcpdump -n -r ${FILE} ${filter}`.trim()),
  `tcpdump -nX -r ${FILE} -c 12`,
  `tcpdump -n -x -r ${FILE} arp or port 53`,
  `tcpdump -n -XX -c 3 -r ${FILE}`,
  `tcpdump -n -xx -c 3 -r ${FILE} tcp`,
  `tcpdump -n -A -r ${FILE} tcp port 80`,
  `tcpdump -n -e -r ${FILE} -c 20`,
  `tcpdump -n -S -r ${FILE} tcp`,
  `tcpdump -n -t -r ${FILE} -c 4`,
  `tcpdump -n -tt -r ${FILE} -c 4`,
  `tcpdump -n -tttt -r ${FILE} -c 4`,
  `tcpdump -n -r ${FILE} -w copy.pcap icmp; tcpdump -n -r copy.pcap`,
  'tcpdump -n -t -r crafted.pcap',
  'tcpdump -n -r none.pcap',
  'tcpdump -n -r program.mjs',
  'tcpdump -n -c x',
  'tcpdump -n -c 0',
  'tcpdump -i nope',
]

/** A frame of each kind that hosts rarely send: ICMP errors, IGMP, fragments, options of TCP, DNS, cut off packets. */
const CRAFTED = readFileSync('tests/references/crafted.pcap')

describe.skipIf(missing('tcpdump', 'namespaces'))('tcpdump of a simulated host', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-tcpdump-'))
  let lab: Lab
  let printed = ''
  let files: Record<string, Uint8Array | string> = {}
  beforeAll(async () => {
    lab = (
      await openSimulatedLab({ seed: 1, topology: ROUTED_TOPOLOGY, files: { submission: { 'program.mjs': PROGRAM } } })
    ).lab
    await (await lab.host('far').run('program.mjs')).line()
    const line = `tcpdump -n -i eth0 -w ${FILE} 2>/dev/null & tcpdump -n -i eth0 2>said.txt >live.txt & sleep 1; ${TRAFFIC.join(' >/dev/null 2>&1; ')}; sleep 1`
    await onHost(lab, 'near', line, TOOLS)
    const { stdout } = await onHost(lab, 'near', `xxd -p ${FILE}`, ['xxd'])
    printed = (await onHost(lab, 'near', 'cat live.txt', [])).stdout
    files = { [FILE]: Buffer.from(stdout.replace(/\n/g, ''), 'hex'), 'crafted.pcap': CRAFTED, 'program.mjs': PROGRAM }
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await lab.close()
  })

  const really = (line: string) => {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
    const { stdout, stderr, status } = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'latin1', env })
    return { stdout, stderr, code: status }
  }

  test('what it prints while it captures is what Debian’s prints of the file', () => {
    expect(printed.split('\n').length).toBeGreaterThan(60)
    expect(printed).toBe(really(`tcpdump -n -r ${FILE}`).stdout)
  })

  test.each(LINES)('%s', async (line) => {
    const { stdout, stderr, code } = await onHost(lab, 'near', line, ['tcpdump'], files)
    expect({ stdout, stderr, code }).toEqual(really(line))
  })
})

/** Starts tcpdump, runs a line, and shows what was printed. */
/** The real one may take more than a second to listen, beside other tests. */
const beside = (options: string, line: string) =>
  `tcpdump -nt ${options} >printed.txt 2>said.txt & sleep 3; ${line} >/dev/null 2>&1; sleep 1; cat printed.txt said.txt`
const LIVE = [
  beside('-i lo -c 2 icmp', 'ping -c 1 127.0.0.1'),
  beside('-i any -c 2 icmp and host 10.0.2.10', 'ping -c 1 10.0.2.10'),
  beside('-i any -c 2 icmp and host 10.0.1.10', 'ping -c 1 10.0.1.10'),
  beside('-c 3 icmp', 'ping -c 2 -i 0.2 10.0.2.10'),
  `${beside('-c 1 -U -w one.pcap udp port 33434', 'traceroute -n -q 1 -m 1 10.0.2.10')}; sleep 2; tcpdump -nt -r one.pcap`,
  beside('-i eth0 -c 2 foo bar', 'true'),
]

/** Of chance: numbers of requests and ports, and how many packets have come besides. */
const lasting = (text: string) =>
  text
    .replace(/id \d+/g, 'id N')
    .replace(/\.\d{5} >/g, '.PORT >')
    .replace(/\d+ packets? received/g, 'N received')

describe.skipIf(missing('tcpdump', 'ping', 'traceroute', 'namespaces'))('tcpdump of a host, while it listens', () => {
  let real: Result[] = []
  beforeAll(() => {
    real = resultsInNamespaces(LIVE, { inTurn: true })
  }, 60_000)

  test.each(LIVE.map((line, i) => [line, i] as const))('%s', async (line, i) => {
    const { lab } = await openSimulatedLab({ seed: 1, topology: ROUTED_TOPOLOGY })
    const ours = await onHost(lab, 'near', line, TOOLS)
    const { stdout, stderr, code } = real[i]!
    expect({ ...ours, stdout: lasting(ours.stdout) }).toMatchObject({ stdout: lasting(stdout), stderr, code })
    await lab.close()
  })
})

test('tcpdump ends at Ctrl+C, and says how much it has seen', async () => {
  const { lab } = await openSimulatedLab({ seed: 1, topology: ROUTED_TOPOLOGY })
  const files = await filesOfTools(['tcpdump'], (name) => readFileSync(`src/runtime/node/tools/${name}.cjs`, 'utf8'))
  const process = await lab.host('near').run('/bin/sh', { args: ['-c', 'tcpdump -nt arp 2>said.txt'], files })
  await onHost(lab, 'near', 'sleep 1; ping -c 1 10.0.1.1', ['ping'])
  await process.kill('SIGINT')
  await process.exited()
  const { stdout } = await process.output()
  const said = await onHost(lab, 'near', 'sleep 1; cat said.txt', [])
  expect(stdout.replace(/is-at [^,]*/, 'is-at MAC').split('\n')).toEqual([
    'ARP, Request who-has 10.0.1.1 tell 10.0.1.10, length 28',
    'ARP, Reply 10.0.1.1 is-at MAC, length 28',
    '',
  ])
  const summary = ['2 packets captured', '2 packets received by filter', '0 packets dropped by kernel', '']
  expect(said.stdout.split('\n').slice(2)).toEqual(summary)
  await lab.close()
})
