import {
  CaptureAnalysis,
  type Dissection,
  dissect,
  fieldsNamed,
  fieldValue,
  type PacketRecord,
  readCaptureFile,
  recordsOf,
} from '#network'
import { DatagramConversation } from './datagrams.ts'
import type { Heard } from './heard.ts'
import { type RandomField, readRandomFields } from './random-fields.ts'
import { TcpConversation } from './tcp-conversation.ts'

/** Everything that two hosts said to each other over one connection, one pair of UDP ports, or by ICMP. */
export type Conversation = TcpConversation | DatagramConversation

/** First ephemeral port. */
const FIRST_EPHEMERAL_PORT = 32_768

/**
 * Extracts the conversations of a recording (pcapng): each packet once, where it was first sent, in the order in which the conversations began, those of
 * links before those of a host with itself. Names omit what a kernel chooses: `client > server:9000 #2`. Null for bytes that are no recording. `random`: fields
 * of datagrams that programs draw at random.
 */
export function conversationsIn(recording: Uint8Array, random: readonly string[] = []): Conversation[] | null {
  const file = readCaptureFile(recording)
  if (!('packets' in file)) return null
  const begun: Begun = { counts: new Map(), random: readRandomFields(random) }
  return spacesOf(recordsOf(file)).flatMap((records) => conversationsAmong(firstSightings(records), begun))
}

/** Number of conversations so far, by name without a number. */
interface Begun {
  counts: Map<string, number>
  random: readonly RandomField[]
}

/** One scope for all links, and one for each host's `lo`, where the same addresses and ports may occur again. */
function spacesOf(records: readonly PacketRecord[]): PacketRecord[][] {
  const spaces = Map.groupBy(records, (record) => (isOnLo(record) ? record.from : 'links'))
  return [...spaces.values()]
}

function conversationsAmong(records: readonly PacketRecord[], begun: Begun): Conversation[] {
  const nameOf = namesOf(records)
  const analysis = new CaptureAnalysis()
  for (const record of records) analysis.add(record)
  const found = new Map<string, Conversation>()
  for (const record of records) {
    const packet = analysis.dissect(record)
    const heard = hear(record, packet, nameOf)
    const key = heard && keyOf(heard)
    if (!heard || !key) continue
    const known = found.get(key) ?? begin(heard, begun)
    found.set(key, known)
    known.add(heard)
  }
  return [...found.values()]
}

function begin(heard: Heard, { counts, random }: Begun): Conversation {
  const { packet, source, destination } = heard
  const port = fieldValue(packet, 'tcp.dstport') ?? fieldValue(packet, 'udp.dstport')
  const name = `${source} > ${destination}${port === undefined ? ' ICMP' : `:${stablePort(port)}`}`
  const nth = (counts.get(name) ?? 0) + 1
  counts.set(name, nth)
  const numbered = nth === 1 ? name : `${name} #${nth}`
  return packet.position === null
    ? new DatagramConversation(numbered, source, random)
    : new TcpConversation(numbered, heard)
}

const stablePort = (port: unknown) => (Number(port) >= FIRST_EPHEMERAL_PORT ? '*' : Number(port))

function hear(record: PacketRecord, packet: Dissection, nameOf: ReturnType<typeof namesOf>): Heard | null {
  const address = (field: string) => {
    const value = fieldValue(packet, `ip.${field}`) ?? fieldValue(packet, `ipv6.${field}`)
    return value === undefined ? null : String(value)
  }
  const port = (field: string) => fieldValue(packet, `tcp.${field}`) ?? fieldValue(packet, `udp.${field}`) ?? 0
  const [source, destination] = [address('src'), address('dst')]
  if (source === null || destination === null) return null
  return {
    number: record.number,
    packet,
    source: nameOf(record, source) ?? source,
    destination: nameOf(record, destination) ?? destination,
    sourceEnd: `${source}:${port('srcport')}`,
    destinationEnd: `${destination}:${port('dstport')}`,
  }
}

/** Returns null for packets outside conversations: neighbor discovery, group membership. */
function keyOf({ packet, source, destination }: Heard): string | null {
  if (packet.position !== null) return `tcp ${packet.position.stream}`
  const ends = [source, destination]
  const ports = ['udp.srcport', 'udp.dstport'].map((name) => fieldValue(packet, name))
  if (ports[0] !== undefined) return `udp ${ends.map((end, i) => `${end}:${ports[i]}`).toSorted()}`
  return fieldsNamed(packet, 'icmp.type').length > 0 ? `icmp ${ends.toSorted()}` : null
}

/** A router sends a packet again on its next link: only its first appearance counts. */
function firstSightings(records: readonly PacketRecord[]): PacketRecord[] {
  const senders = new Map<string, string>()
  return records.filter((record) => {
    const packet = dissect(record.bytes)
    const flow = [
      'ip.src',
      'ip.dst',
      'ipv6.src',
      'ipv6.dst',
      'tcp.srcport',
      'tcp.dstport',
      'udp.srcport',
      'udp.dstport',
    ]
      .map((name) => fieldValue(packet, name) ?? '')
      .join(' ')
    // Packets other than IP (ARP) cross one link only.
    if (flow.trim() === '') return true
    const first = senders.get(flow) ?? record.from
    senders.set(flow, first)
    return first === record.from
  })
}

/** Maps addresses to nodes: the first that sent from it, since a file has no other names; on a host's `lo` it is the host itself. */
export function namesOf(records: readonly PacketRecord[]): (record: PacketRecord, address: string) => string | null {
  const names = new Map<string, string>()
  for (const record of records) {
    const packet = dissect(record.bytes)
    // ARP also names hosts that send no IP packet.
    const address = ['ip.src', 'ipv6.src', 'arp.src.proto_ipv4'].map((name) => fieldValue(packet, name)).find(Boolean)
    if (address !== undefined && !isOnLo(record) && !names.has(String(address)))
      names.set(String(address), nodeOf(record))
  }
  return (record, address) => (isOnLo(record) ? nodeOf(record) : (names.get(address) ?? null))
}

const isOnLo = ({ from }: PacketRecord) => from.endsWith(':lo')
const nodeOf = ({ from }: PacketRecord) => from.split(':')[0]!
