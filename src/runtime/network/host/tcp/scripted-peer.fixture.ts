/**
 * One host under test, and in place of its peer a script, in packetdrill's notation: `receives('. 1:6(5) ack 1 win 257')` hands the
 * host a segment, `sent()` is what it sent since, with the time in milliseconds. Sequence numbers count from each side's SYN;
 * payload is the letter x unless given. Option names are packetdrill's: mss, sackOK, wscale, TS val N ecr N, sack a:b; `opt 99 123` is any
 * other, with its kind and one byte for each digit.
 */
import { Clock, MILLISECOND } from '../../clock.ts'
import type { FramePort } from '../../link/index.ts'
import {
  EtherType,
  emitEthernet,
  emitIcmp,
  emitIpv4,
  emitTcp,
  emitTcpOptions,
  icmpError,
  ParseError,
  parseEthernet,
  parseIpv4,
  parseTcp,
  parseTcpOptions,
  TcpFlag,
  type TcpOption,
  type TcpSegment,
} from '../../wire/index.ts'
import { SimulatedHost } from '../simulated-host.ts'
import type { TcpSocket } from '../socket.ts'
import type { TcpSettings } from './settings.ts'

const HERE = '10.0.0.1'
const PEER = '10.0.0.2'
const MACS = ['02:00:00:00:00:01', '02:00:00:00:00:02'] as const
const PEER_ISS = 1_000_000
const NOTHING = new Uint8Array(0)
const FLAGS: [string, number][] = [
  ['S', TcpFlag.SYN],
  ['F', TcpFlag.FIN],
  ['R', TcpFlag.RST],
  ['P', TcpFlag.PSH],
  ['.', TcpFlag.ACK],
  ['E', TcpFlag.ECE],
  ['W', TcpFlag.CWR],
]
/** packetdrill's words for the ECN field. */
const ECN = ['', '[ect1] ', '[ect0] ', '[ce] ']

export class ScriptedPeer {
  readonly clock = new Clock()
  readonly host: SimulatedHost
  readonly #port: FramePort
  #sent: string[] = []
  #hostIss: number | null = null
  #hostPort = 0
  #peerPort = 4000
  #timestamp = 0
  #lastPacket: Uint8Array | null = null

  /** Without timestamps and with Reno unless `tcp` says otherwise: scripts are easier to read. */
  constructor(tcp: Partial<TcpSettings> = {}) {
    this.#port = { transmit: (frame) => this.#onFrame(frame), onReceive: null }
    this.host = new SimulatedHost({
      name: 'host',
      scheduler: this.clock,
      seed: 1,
      interfaces: [
        { name: 'eth0', mac: MACS[0], mtu: 1500, addresses: [{ address: HERE, length: 24 }], port: this.#port },
      ],
      routes: [],
      forwarding: false,
      silent: false,
      tcp: { timestamps: false, congestionControl: 'reno', ...tcp },
    })
    this.host.ip.neighbors.addPermanent(this.host.interface('eth0')!, PEER, MACS[1])
  }

  get milliseconds(): number {
    return this.clock.now / MILLISECOND
  }

  /** The value of the last timestamps option that the host sent. */
  get timestamp(): number {
    return this.#timestamp
  }

  run(milliseconds: number): void {
    this.clock.runUntil(this.clock.now + Math.round(milliseconds * MILLISECOND))
  }

  /** What the host sent since the last call. */
  sent(): string[] {
    return this.#sent.splice(0)
  }

  /** A socket that has called connect and sent its SYN. */
  connecting(port = 80): TcpSocket {
    const socket = this.host.tcp.socket(4)
    socket.connect(PEER, port)
    this.#peerPort = port
    return socket
  }

  /** An established connection that the host opened; the SYN-ACK's options and window as given. */
  connected(options = '<mss 1000,sackOK>', window = 60_000): TcpSocket {
    const socket = this.connecting()
    this.receives(`S. 0:0(0) ack 1 win ${window} ${options}`)
    this.sent()
    return socket
  }

  listening(port = 80, backlog = 8): TcpSocket {
    const socket = this.host.tcp.socket(4)
    socket.bind('0.0.0.0', port, 2)
    socket.listen(backlog)
    this.#hostPort = port
    return socket
  }

  /** Switches the script to another port: another connection to the same host. */
  usePort(port: number): void {
    this.#peerPort = port
    this.#hostIss = null
  }

  /** An established connection that the peer opened to a listener. */
  accepted(options = '<mss 1000,sackOK>', window = 60_000): { listener: TcpSocket; socket: TcpSocket } {
    const listener = this.listening()
    this.receives(`S 0:0(0) win ${window} ${options}`)
    this.receives(`. 1:1(0) ack 1 win ${window}`)
    this.sent()
    const socket = listener.accept()
    if (typeof socket === 'number') throw new Error(`accept: ${socket}`)
    return { listener, socket }
  }

  /** Receives a segment; `source` and `destination` replace the peer's and the host's addresses. */
  receives(line: string, payload?: string, { source = PEER, destination = HERE, ipOptions = NOTHING } = {}): void {
    const ecn = Math.max(
      0,
      ECN.findIndex((word) => word !== '' && line.startsWith(word)),
    )
    const segment = this.#parse(line.slice(ECN[ecn]!.length), payload)
    this.#deliver(6, emitTcp(segment, source, destination), { source, destination, ipOptions, ecn })
  }

  /** An ICMP error about the last segment that the host sent. */
  reports(type: number, code: number): void {
    if (this.#lastPacket === null) throw new Error('the host has sent nothing that an error could be about')
    this.#deliver(1, emitIcmp(icmpError(type, code, this.#lastPacket)))
  }

  #deliver(
    protocol: number,
    payload: Uint8Array,
    { source = PEER, destination = HERE, ipOptions = NOTHING, ecn = 0 } = {},
  ): void {
    const packet = emitIpv4({
      dscp: 0,
      ecn,
      identification: 0,
      reservedFlag: false,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 64,
      protocol,
      source,
      destination,
      options: ipOptions,
      payload,
    })
    this.#port.onReceive?.(
      emitEthernet({ destination: MACS[0], source: MACS[1], type: EtherType.IPV4, payload: packet }),
    )
  }

  #parse(text: string, payload?: string): TcpSegment {
    const match = /^([SFRP.EW]+) (\d+):\d+\((\d+)\)(?: ack (\d+))?(?: win (\d+))?(?: <(.*)>)?$/.exec(text.trim())
    if (match === null) throw new Error(`not a segment: ${text}`)
    const [, flags = '', sequence, length, ack, window = '60000', options = ''] = match
    const data = payload ?? 'x'.repeat(Number(length))
    return {
      sourcePort: this.#peerPort,
      destinationPort: this.#hostPort,
      sequenceNumber: (PEER_ISS + Number(sequence)) >>> 0,
      acknowledgmentNumber: ack === undefined ? 0 : ((this.#hostIss ?? 0) + Number(ack)) >>> 0,
      reserved: 0,
      flags: FLAGS.reduce((bits, [letter, bit]) => (flags.includes(letter) ? bits | bit : bits), 0),
      window: Number(window),
      urgentPointer: 0,
      options: options === '' ? new Uint8Array(0) : emitTcpOptions(this.#parseOptions(options)),
      payload: Uint8Array.from(data, (character) => character.charCodeAt(0)),
    }
  }

  #parseOptions(text: string): TcpOption[] {
    return text.split(',').map((option): TcpOption => {
      const [name, ...values] = option.trim().split(' ')
      if (name === 'mss') return { kind: 'mss', value: Number(values[0]) }
      if (name === 'wscale') return { kind: 'wscale', shift: Number(values[0]) }
      if (name === 'TS') return { kind: 'timestamps', value: Number(values[1]), echoReply: Number(values[3]) }
      if (name === 'sack') {
        const absolute = (relative: string) => ((this.#hostIss ?? 0) + Number(relative)) >>> 0
        const blocks = values.map((block) => block.split(':').map(absolute) as [number, number])
        return { kind: 'sack', blocks: blocks.map(([left, right]) => ({ left, right })) }
      }
      if (name === 'opt') {
        const [number, data = ''] = values
        return { kind: 'unknown', number: Number(number), data: Uint8Array.from(data, (digit) => Number(digit)) }
      }
      return name === 'sackOK' ? { kind: 'sackOK' } : { kind: 'nop' }
    })
  }

  #onFrame(bytes: Uint8Array): void {
    const frame = parseEthernet(bytes)
    const packet = frame instanceof ParseError ? frame : parseIpv4(frame.payload)
    const segment = packet instanceof ParseError ? packet : parseTcp(packet.payload)
    if (segment instanceof ParseError) throw new Error(segment.toString())
    if (!(frame instanceof ParseError)) this.#lastPacket = frame.payload
    if (segment.flags & TcpFlag.SYN) {
      this.#hostIss = segment.sequenceNumber
      this.#hostPort = segment.sourcePort
    }
    const options = parseTcpOptions(segment.options)
    const stamps = options instanceof ParseError ? undefined : options.find(({ kind }) => kind === 'timestamps')
    if (stamps?.kind === 'timestamps') this.#timestamp = stamps.value
    const ecn = packet instanceof ParseError ? 0 : packet.ecn
    this.#sent.push(`${this.milliseconds} ${ECN[ecn]}${this.#describe(segment)}`)
  }

  #describe(segment: TcpSegment): string {
    const flags = FLAGS.map(([letter, bit]) => (segment.flags & bit ? letter : '')).join('')
    const start = (segment.sequenceNumber - (this.#hostIss ?? segment.sequenceNumber)) | 0
    const length = segment.payload.length
    const ack = segment.flags & TcpFlag.ACK ? ` ack ${(segment.acknowledgmentNumber - PEER_ISS) | 0}` : ''
    return `${flags} ${start}:${start + length}(${length})${ack} win ${segment.window}${this.#describeOptions(segment)}`
  }

  #describeOptions(segment: TcpSegment): string {
    const options = parseTcpOptions(segment.options)
    if (options instanceof ParseError || options.length === 0) return ''
    const words = options.map((option) => {
      if (option.kind === 'mss') return `mss ${option.value}`
      if (option.kind === 'wscale') return `wscale ${option.shift}`
      if (option.kind === 'timestamps') return 'TS'
      if (option.kind !== 'sack') return option.kind
      const blocks = option.blocks.map(({ left, right }) => `${(left - PEER_ISS) | 0}:${(right - PEER_ISS) | 0}`)
      return `sack ${blocks.join(' ')}`
    })
    return ` <${words.join(',')}>`
  }
}

export function text(value: string): Uint8Array {
  return Uint8Array.from(value, (character) => character.charCodeAt(0))
}

/** Returns the result of `receive` as text, or the errno as it is. */
export function read(socket: TcpSocket, max = 65_536): string | number {
  const received = socket.receive(max)
  return typeof received === 'number' ? received : String.fromCharCode(...received.bytes)
}
