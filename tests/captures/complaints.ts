/** What Wireshark has against a capture. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CHANGED } from '../support/keep-captures.ts'

export interface Reading {
  readonly packets: number
  /** What tests did on purpose, and therefore may be wrong: packets changed by a rule. */
  readonly changed: number
  /** One line for each packet that is malformed or has a checksum that does not fit. */
  readonly wrong: string[]
}

const CHECKED = ['ip', 'tcp', 'udp', 'icmp', 'igmp', 'icmpv6'] as const
const FIELDS = ['frame.number', 'frame.interface_name', 'frame.comment', 'frame.protocols', '_ws.malformed'] as const

/** Every checksum is looked at; frames are read one by one, and payloads by nobody, since a test may send any bytes to any port. */
const OPTIONS = [
  ...CHECKED.slice(0, 3).flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]),
  ...['-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE', '-o', 'tcp.desegment_tcp_streams:FALSE'],
  ...['-d', 'udp.port==0-65535,data', '-d', 'tcp.port==0-65535,data'],
]

/** Has tshark read a capture file, of as many sections as it has. Rejects with what tshark said where it could not. */
export async function complaintsAbout(file: string): Promise<Reading> {
  const names = [...FIELDS, ...CHECKED.map((protocol) => `${protocol}.checksum.status`)]
  const args = [
    '-r',
    file,
    ...OPTIONS,
    '-T',
    'fields',
    '-E',
    'separator=\x01',
    ...names.flatMap((name) => ['-e', name]),
  ]
  const tshark = spawn('tshark', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => tshark.on('close', resolve))
  let said = ''
  tshark.stderr.on('data', (chunk: Buffer) => (said += chunk))
  const reading = { packets: 0, changed: 0, wrong: [] as string[] }
  for await (const line of createInterface({ input: tshark.stdout })) {
    const values = line.split('\x01')
    reading.packets++
    if (values[2]!.includes(CHANGED)) reading.changed++
    else reading.wrong.push(...complaintsOf(values))
  }
  if ((await ended) !== 0) throw new Error(`tshark could not read ${file}: ${said}`)
  return reading
}

function complaintsOf([number, iface, , protocols = '', malformed, ...statuses]: string[]): string[] {
  const found = CHECKED.filter((protocol, index) => {
    // What an ICMP error quotes is cut short, and tshark sums up even that.
    const isQuoted = /icmp/.test(protocols) && (protocol === 'tcp' || protocol === 'udp')
    return !isQuoted && statuses[index]!.split(',').includes('0')
  }).map((protocol) => `bad ${protocol} checksum`)
  if (malformed !== '') found.push('malformed')
  return found.map((what) => `packet ${number} (${protocols}) of ${iface}: ${what}`)
}
