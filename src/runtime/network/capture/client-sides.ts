/** The client's side of every conversation in a capture: what it sent and when, and what it was answered. */
import { tcpFrame } from './analysis/index.ts'
import { CaptureAnalysis } from './capture-analysis.ts'
import { type Dissection, fieldValue } from './dissection/index.ts'
import type { PacketRecord } from './packet-record.ts'
import { dataStart, StreamAssembler } from './streams/index.ts'

/** Bytes that the client sent at a time of the capture. */
export interface ClientSend {
  readonly at: number
  readonly bytes: Uint8Array
}

export interface ClientSide {
  readonly protocol: 'tcp' | 'udp'
  /** `10.0.0.1 40000`: the end that opened the connection, or sent the first datagram. */
  readonly client: string
  /** Port of the other end. */
  readonly port: number
  /** Of its first packet. */
  readonly frame: number
  readonly opensAt: number
  readonly sends: readonly ClientSend[]
  /** How and when the client ended its side of a connection, if the capture shows it. */
  readonly end: { readonly at: number; readonly how: 'fin' | 'reset' } | null
  /** What the server answered: a stream in one piece, datagrams one by one. */
  readonly replies: readonly Uint8Array[]
}

/** A conversation that can't be played again, and why. */
export interface LeftOut {
  readonly frame: number
  readonly reason: string
}

export interface ClientSides {
  readonly sides: readonly ClientSide[]
  readonly leftOut: readonly LeftOut[]
}

const [FIN, SYN, RST, ACK] = [1, 2, 4, 16]

/** Reads the clients' sides: streams put in order, repetitions once. Packets that are neither TCP nor UDP are skipped. */
export function clientSides(records: readonly PacketRecord[]): ClientSides {
  const analysis = new CaptureAnalysis()
  const connections = new Map<number, Connection>()
  const flows = new Map<string, Flow>()
  for (const record of records) {
    analysis.add(record)
    if (!addSegment(connections, record, analysis)) addDatagram(flows, record, analysis.dissect(record))
  }
  const leftOut: LeftOut[] = []
  const sides: ClientSide[] = [...flows.values()]
  for (const connection of connections.values()) {
    const reason = connection.obstacle()
    if (reason === null) sides.push(connection.side())
    else leftOut.push({ frame: connection.frame, reason })
  }
  return { sides: sides.sort((a, b) => a.frame - b.frame), leftOut }
}

function addSegment(connections: Map<number, Connection>, record: PacketRecord, analysis: CaptureAnalysis): boolean {
  const position = analysis.position(record)
  const frame = position && tcpFrame(record.bytes, position.datagram)
  if (!position || !frame) return false
  const { source, segment } = frame
  const known = connections.get(position.stream)
  const connection =
    known ??
    new Connection({
      ...{ client: `${source} ${segment.sourcePort}`, frame: record.number, opensAt: record.at },
      port: segment.destinationPort,
      isOpened: (segment.flags & (SYN | ACK)) === SYN,
    })
  if (!known) connections.set(position.stream, connection)
  const side = position.isFromOpener ? connection.sent : connection.answered
  const pieces = side.add(dataStart(position, segment.flags, side), segment.payload, record.number)
  connection.add(
    position.isFromOpener,
    record.at,
    segment.flags,
    pieces.map(({ bytes }) => bytes),
  )
  return true
}

interface Opening {
  client: string
  port: number
  frame: number
  opensAt: number
  isOpened: boolean
}

class Connection {
  readonly frame: number
  readonly sent = new StreamAssembler()
  readonly answered = new StreamAssembler()
  readonly #opening: Opening
  readonly #sends: ClientSend[] = []
  readonly #replies: Uint8Array[] = []
  #end: ClientSide['end'] = null

  constructor(opening: Opening) {
    this.#opening = opening
    this.frame = opening.frame
  }

  add(isFromClient: boolean, at: number, flags: number, pieces: readonly Uint8Array[]): void {
    if (!isFromClient) {
      this.#replies.push(...pieces)
      return
    }
    for (const bytes of pieces) this.#sends.push({ at, bytes })
    if ((flags & RST) !== 0) this.#end = { at, how: 'reset' }
    else if ((flags & FIN) !== 0) this.#end ??= { at, how: 'fin' }
  }

  /** Why it can't be played again; null if it can. */
  obstacle(): string | null {
    if (!this.#opening.isOpened) return 'the capture begins after its SYN, so which side is the client is not known'
    const at = this.sent.length
    if (this.sent.rest().length > 0) return `bytes are missing in what its client sent, after byte ${at}`
    return null
  }

  side(): ClientSide {
    const { client, port, opensAt } = this.#opening
    const reply = new Uint8Array(this.#replies.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const bytes of this.#replies) {
      reply.set(bytes, at)
      at += bytes.length
    }
    const replies = reply.length > 0 ? [reply] : []
    return { protocol: 'tcp', client, port, frame: this.frame, opensAt, sends: this.#sends, end: this.#end, replies }
  }
}

interface Flow extends ClientSide {
  readonly sends: ClientSend[]
  readonly replies: Uint8Array[]
}

/** The first datagram between two ends is the client's. */
function addDatagram(flows: Map<string, Flow>, { number: frame, at }: PacketRecord, packet: Dissection): void {
  const layer = packet.layers.find(({ protocol, isQuoted }) => protocol === 'udp' && !isQuoted)
  const length = fieldValue(packet, 'udp.length')
  if (!layer || typeof length !== 'number') return
  const text = (v4: string, v6: string) => String(fieldValue(packet, v4) ?? fieldValue(packet, v6) ?? '')
  const [from, to] = [fieldValue(packet, 'udp.srcport'), fieldValue(packet, 'udp.dstport')]
  const source = `${text('ip.src', 'ipv6.src')} ${from}`
  const destination = `${text('ip.dst', 'ipv6.dst')} ${to}`
  const bytes = layer.bytes.subarray(layer.offset + 8, layer.offset + Math.max(8, length))
  const back = flows.get(`${destination} ${source}`)
  if (back) {
    back.replies.push(bytes)
    return
  }
  const key = `${source} ${destination}`
  const known = flows.get(key)
  if (known) known.sends.push({ at, bytes })
  else
    flows.set(key, {
      ...{ protocol: 'udp', client: source, port: Number(to), frame, opensAt: at, end: null },
      ...{ sends: [{ at, bytes }], replies: [] },
    })
}
