/** Attempts to connect: who tried when, and what came of it, from the packets of a run. */
import { dissect, fieldValue, type Nanoseconds } from '#network'
import type { PacketView } from '../recording/index.ts'

/** `late`: the answer arrived after the client had closed or reset the connection. */
export type Outcome = 'refused' | 'answered' | 'late' | 'silent'

export interface Attempt {
  /** Number of the client in the order of first attempts, from 1. */
  client: number
  /** Number of the packet with the SYN. */
  packet: number
  at: Nanoseconds
  /** `silent` as long as nothing came. */
  outcome: Outcome
  /** Arrival of the refusal or the answer; null without one. */
  until: Nanoseconds | null
}

/** Every attempt to open a TCP connection, in order. */
export function attemptsOf(packets: readonly PacketView[]): Attempt[] {
  const opened = [...openedStreams(packets)]
  const clients = clientsOf(opened.map(([source]) => source))
  return opened.map(([, own], index) => {
    const { number, at } = own[0]!
    return { client: clients[index]!, packet: number, at, ...outcomeOf(own) }
  })
}

interface Source {
  address: string
  port: string
}

/**
 * Packets of each attempt. If two attempts from one port overlap, a SYN that is sent again looks like another stream:
 * its number tells to which attempt it belongs.
 */
function openedStreams(packets: readonly PacketView[]): Iterable<readonly [Source, PacketView[]]> {
  const streams = new Map<number, PacketView[]>()
  const attempts = new Map<string, readonly [Source, PacketView[]]>()
  for (const packet of packets) {
    if (!packet.position) continue
    const { stream, isFromOpener } = packet.position
    const known = streams.get(stream)
    if (known) known.push(packet)
    else if (packet.opens && isFromOpener) {
      const [source, number] = sourceOf(packet)
      const key = `${source.address} ${source.port} ${number}`
      const attempt = attempts.get(key) ?? ([source, []] as const)
      attempt[1].push(packet)
      attempts.set(key, attempt)
      streams.set(stream, attempt[1])
    }
  }
  return attempts.values()
}

function sourceOf({ bytes, position }: PacketView): [Source, number: string] {
  const packet = dissect(bytes, position)
  const address = String(fieldValue(packet, 'ip.src') ?? fieldValue(packet, 'ipv6.src'))
  return [{ address, port: String(fieldValue(packet, 'tcp.srcport')) }, String(fieldValue(packet, 'tcp.seq_raw'))]
}

/** What is known of an attempt at a moment; null while nothing has come. */
export function outcomeAt({ outcome, until }: Attempt, at: Nanoseconds): Outcome | null {
  return until === null || until > at ? null : outcome
}

/** Every attempt but the first of each client. */
export function retriesOf(attempts: readonly Attempt[]): Attempt[] {
  const seen = new Set<number>()
  return attempts.filter(({ client }) => seen.size === seen.add(client).size)
}

/** Most attempts that began within this time of each other. */
export function mostWithin(attempts: readonly Attempt[], time: Nanoseconds): number {
  let [first, most] = [0, 0]
  attempts.forEach(({ at }, index) => {
    while (attempts[first]!.at <= at - time) first++
    most = Math.max(most, index - first + 1)
  })
  return most
}

/** A client is an address. If all attempts come from one, each of its ports is a client. */
function clientsOf(sources: readonly Source[]): number[] {
  const isOne = new Set(sources.map(({ address }) => address)).size === 1
  const keys = sources.map(({ address, port }) => (isOne ? port : address))
  const known = [...new Set(keys)]
  return keys.map((key) => known.indexOf(key) + 1)
}

/**
 * An answer is too late if the client's FIN or RST doesn't acknowledge it. Their times wouldn't tell: a FIN may wait in a
 * queue while the answer arrives.
 */
function outcomeOf(own: readonly PacketView[]): Pick<Attempt, 'outcome' | 'until'> {
  const client = own[0]!.from
  const arrived = own.filter(({ to, arrives }) => to === client && arrives !== null)
  const answer = arrived.find(({ payloadLength }) => payloadLength > 0)
  const leaves = own.find(({ from, ends, resets }) => from === client && (ends || resets))
  if (answer) {
    const isLate = leaves !== undefined && leaves.position!.acknowledgment <= answer.position!.sequence
    return { outcome: isLate ? 'late' : 'answered', until: answer.arrives }
  }
  const refusal = arrived.find(({ resets }) => resets)
  const isRefused = refusal && (!leaves || refusal.arrives! < leaves.at)
  return isRefused ? { outcome: 'refused', until: refusal.arrives } : { outcome: 'silent', until: null }
}
