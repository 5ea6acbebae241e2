/** The wire between the system under test and the script, which is the other end of every connection. */
import { emitTcpOptions, IpProtocol, type Nanoseconds, TcpFlag } from '#network'
import type { PacketAction, RunSettings, TcpPattern, UdpPattern } from '../language/index.ts'
import type { System } from '../system/index.ts'
import { Conversation } from './conversation.ts'
import { describePattern, describeSeen } from './describe-packet.ts'
import { icmpPacket } from './icmp.ts'
import { compareIp, compareTcp } from './matching.ts'
import { misplaced, streamBytes } from './payload.ts'
import { ScriptFailure } from './script-failure.ts'
import { readPacket, type SeenPacket, tcpPacket, udpPacket } from './seen-packet.ts'
import { SentPackets } from './sent-packets.ts'
import type { Trace } from './trace.ts'

/** Where the script's ports begin; each connection to a listener comes from another one. */
const FIRST_PORT = 40_000

export class ScriptPeer {
  readonly #system: System
  readonly #settings: RunSettings
  readonly #trace: Trace
  readonly #conversations: Conversation[] = []
  /** Sent by the system and not yet expected. */
  readonly #sent = new SentPackets()
  #current: Conversation | null = null
  #listeningPort = 0
  #nextPort = FIRST_PORT
  /** Calls may send other bytes than the script's own; then their places say nothing. */
  checksPayload = true

  constructor(system: System, settings: RunSettings, trace: Trace) {
    this.#system = system
    this.#settings = settings
    this.#trace = trace
    this.#listeningPort = settings.port
  }

  /** The program listens at a port (or, null, connects): the next packets without ports are of a new connection. */
  open(listeningPort: number | null): void {
    if (listeningPort !== null) {
      this.#listeningPort = listeningPort
      this.#current = null
      return
    }
    this.#current = new Conversation(0, this.#settings.port)
    this.#conversations.push(this.#current)
  }

  // --- to the system

  inject(action: PacketAction): void {
    const { packet, ip } = action
    const { localAddress: destination, remoteAddress: source, ipVersion } = this.#settings
    const manner = { source, destination, ecn: ip.ecn ?? 0, dscp: ip.dscp ?? 0, ttl: ip.ttl ?? 64 }
    this.#trace.packet('<', this.#system.now, describePattern(action))
    if (packet.protocol === 'tcp') this.#system.inject(tcpPacket(manner, this.#segment(packet)))
    else if (packet.protocol === 'icmp') {
      const conversation = this.#current ?? this.#begin(this.#listeningPort)
      this.#system.inject(icmpPacket(packet, conversation, destination, manner, ipVersion === 'ipv6'))
    } else this.#system.inject(udpPacket(manner, ...this.#udpPorts(packet), packet.length))
  }

  #udpPorts({ ports }: UdpPattern): [source: number, destination: number] {
    return ports === null ? [this.#settings.port, this.#settings.port] : [ports.source, ports.destination]
  }

  #segment(pattern: TcpPattern) {
    const conversation = this.#inboundConversation(pattern)
    const { flags, sequence, length, acknowledgment, window, urgentPointer, options } = pattern
    return {
      sourcePort: conversation.remotePort,
      destinationPort: conversation.localPort,
      sequenceNumber: conversation.remoteSequence(flags, sequence),
      acknowledgmentNumber: acknowledgment === null ? 0 : conversation.localSequence(acknowledgment),
      reserved: 0,
      flags,
      window: window ?? 0,
      urgentPointer: urgentPointer ?? 0,
      options: emitTcpOptions(conversation.inboundOptions(options ?? [])),
      payload: streamBytes(sequence, length),
    }
  }

  #inboundConversation({ ports }: TcpPattern): Conversation {
    if (ports === null) return this.#current ?? this.#begin(this.#listeningPort)
    const known = this.#conversations.find(
      ({ localPort, remotePort }) => localPort === ports.destination && remotePort === ports.source,
    )
    return known ?? this.#add(new Conversation(ports.destination, ports.source))
  }

  #begin(localPort: number): Conversation {
    this.#current = this.#add(new Conversation(localPort, this.#nextPort++))
    return this.#current
  }

  #add(conversation: Conversation): Conversation {
    this.#conversations.push(conversation)
    return conversation
  }

  // --- from the system

  /** Takes what was sent meanwhile. */
  gather(): void {
    for (let sent = this.#system.takeSent(); sent !== undefined; sent = this.#system.takeSent()) {
      const packet = readPacket(sent.at, sent.bytes)
      if (packet === null || (packet.segment === null && packet.datagram === null)) continue
      const conversation = this.#conversationOf(packet)
      if (packet.segment !== null && packet.segment.flags & TcpFlag.SYN) conversation?.noteSyn(packet.segment)
      this.#trace.packet('>', sent.at, describeSeen(packet, conversation))
      this.#sent.push(packet)
    }
  }

  #conversationOf({ segment }: SeenPacket): Conversation | null {
    if (segment === null) return null
    const { sourcePort, destinationPort } = segment
    const matches = ({ localPort, remotePort }: Conversation) =>
      remotePort === destinationPort && (localPort === sourcePort || localPort === 0)
    return this.#conversations.findLast(matches) ?? null
  }

  /** The first packet sent that the script's line can be about; null while there is none. */
  candidate(action: PacketAction): SeenPacket | null {
    this.gather()
    const { packet } = action
    if (packet.protocol !== 'tcp') return this.#sent.find(({ protocol }) => protocol === IpProtocol.UDP)
    const { ports } = packet
    if (ports === null) {
      // What other connections do is not this line's business.
      this.#sent.dropWhile((sent) => this.#conversationOf(sent) !== this.#current)
      return this.#sent.find(() => true)
    }
    const isIt = ({ segment }: SeenPacket) =>
      segment?.sourcePort === ports.source && segment.destinationPort === ports.destination
    return this.#sent.find(isIt)
  }

  /** A line is about one segment, not about data that may come in several. */
  get #takesOne(): boolean {
    return this.#settings.matching === 'strict' || this.#settings.strictSegments
  }

  /** Whether the candidate is there as a whole: data may come in several segments. */
  isComplete(action: PacketAction): boolean {
    const first = this.candidate(action)
    if (first?.segment == null || action.packet.protocol !== 'tcp' || this.#takesOne) return first !== null
    const { length } = action.packet
    return this.#sent.lengthFrom(first, length) >= length
  }

  /** Takes the candidate and holds it to the line. Throws ScriptFailure. Returns when it was sent. */
  expect(action: PacketAction): Nanoseconds {
    const { packet: pattern, ip } = action
    const first = this.candidate(action)!
    if (pattern.protocol !== 'tcp') {
      this.#sent.takeOne(first)
      const differences = compareIp(first, ip)
      const length = first.datagram?.length
      if (pattern.protocol === 'udp' && length !== pattern.length)
        differences.push(`length: expected ${pattern.length}, got ${length}`)
      this.#refuse(action, describeSeen(first, null), differences)
      return first.at
    }
    const conversation = this.#conversationOf(first)!
    const whole = this.#takesOne ? this.#sent.takeOne(first) : this.#sent.takeWhole(first, pattern.length)
    const differences = compareTcp(whole, ip, pattern, conversation, this.#settings)
    this.#refuse(action, describeSeen(whole, conversation), differences)
    this.#checkPayload(action, whole)
    return first.at
  }

  #refuse(action: PacketAction, got: string, differences: readonly string[]): void {
    if (differences.length === 0) return
    throw new ScriptFailure('another packet was sent than the script expects', [
      `expected: ${describePattern(action)}`,
      `sent:     ${got}`,
      ...differences,
    ])
  }

  #checkPayload(action: PacketAction, { segment }: SeenPacket): void {
    if (!this.checksPayload || segment === null || action.packet.protocol !== 'tcp') return
    const place = misplaced(segment.payload, action.packet.sequence)
    if (place !== null) {
      throw new ScriptFailure('the right packet was sent with the wrong data', [
        `byte ${place} is not the one written there`,
      ])
    }
  }
}
