/** One conversation under way: it makes its steps on a system's sockets and wire, and notes what is seen of the system between any two. */

import {
  emitIpv4,
  emitTcp,
  emitTcpOptions,
  IpProtocol,
  ParseError,
  parseTcpOptions,
  TcpFlag,
  type TcpOption,
  type TcpSegment,
} from '#network'
import { LINUX_NUMBERS, type System } from '#packetdrill'
import type { ConversationPlan, PeerSegment, PeerTimestamp, ProgramCall } from './conversation.ts'
import { describeAll, PEER_ISN, type Seen } from './describe.ts'

export const HOST = '192.168.0.1'
export const PEER = '192.0.2.1'
/** ms after the last step when everything is looked at once more. */
const LAST_LOOK = 100
/** Of tcp_info, what does not depend on when exactly things happened, nor on how memory is counted. */
const COMPARED = [
  ...[
    'state',
    'ca_state',
    'retransmits',
    'backoff',
    'options',
    'snd_wscale',
    'snd_mss',
    'rcv_mss',
    'advmss',
    'unacked',
  ],
  ...['sacked', 'lost', 'retrans', 'snd_ssthresh', 'snd_cwnd', 'reordering', 'total_retrans', 'bytes_acked'],
  ...['bytes_received', 'segs_in', 'data_segs_in', 'delivered', 'dsack_dups', 'reord_seen', 'rcv_ooopack', 'snd_wnd'],
]
const number = (name: string) => LINUX_NUMBERS[name]!
/** Where only these mean something: a SYN that is sent again is a loss to Linux until it is answered, and then not. */
const COMPARED_IN: Readonly<Record<number, readonly string[]>> = {
  [number('TCP_CLOSE')]: ['state'],
  [number('TCP_SYN_SENT')]: ['state', 'retransmits', 'backoff'],
}
/** What was seen after each step, the packets first: equal texts mean that two systems did the same. */
export type Observation = readonly (readonly string[])[]

export class Talk {
  readonly plan: ConversationPlan
  /** When the next step is due, by the system's time; Infinity when all are done. */
  due: number
  readonly #system: System
  readonly #hostPort: number
  readonly #peerPort: number
  readonly #slots: string[][] = [[]]
  #seen: Seen[] = []
  /** Of the plan's steps, the one that is made next; -1 before all. */
  #next = -1
  #listener: number | null = null
  #socket: number | null = null
  #hostIsn = 0
  #hostTimestamp = 0
  #localPort = 0

  /** `index` tells apart those that share a system. */
  constructor(system: System, plan: ConversationPlan, index: number, start: number) {
    this.plan = plan
    this.#system = system
    this.due = start
    this.#hostPort = plan.opens ? 0 : 10_000 + index
    this.#peerPort = plan.opens ? 20_000 + index : 30_000
  }

  get observation(): Observation {
    return this.#slots
  }

  /** Whether a segment that the system sent is of this conversation. */
  owns(segment: TcpSegment): boolean {
    const isPort = this.#hostPort === 0 || segment.sourcePort === this.#hostPort
    return segment.destinationPort === this.#peerPort && isPort
  }

  take(segment: TcpSegment): void {
    const parsed = parseTcpOptions(segment.options)
    const options = parsed instanceof ParseError ? [] : parsed
    if (segment.flags & TcpFlag.SYN) this.#hostIsn = segment.sequenceNumber
    this.#localPort = segment.sourcePort
    const timestamps = options.find((option) => option.kind === 'timestamps')
    if (timestamps?.kind === 'timestamps') this.#hostTimestamp = timestamps.value
    this.#seen.push({ segment, options })
  }

  /** Opens, makes the step that is due, or ends; and says when the next is. */
  advance(): void {
    const { steps } = this.plan
    if (this.#next < 0) this.#open()
    else {
      this.#endSlot()
      const step = steps[this.#next]
      if (step === undefined) {
        this.#closeAll()
        this.due = Number.POSITIVE_INFINITY
        return
      }
      this.#slots.push([])
      if (step.action.kind === 'segment') this.#inject(step.action)
      else this.#note(this.#call(step.action))
    }
    this.#next++
    this.due = this.#system.now + (steps[this.#next]?.after ?? LAST_LOOK) * 1_000_000
  }

  #open(): void {
    const { sockets } = this.#system
    const fd = sockets.socket(4, 'stream')
    if (this.plan.opens) {
      this.#socket = fd
      this.#note(`connect ${sockets.connect(fd, { address: PEER, port: this.#peerPort })}`)
      return
    }
    this.#listener = fd
    sockets.bind(fd, { address: '0.0.0.0', port: this.#hostPort })
    this.#note(`listen ${sockets.listen(fd, 5)}`)
  }

  #note(text: string): void {
    this.#slots.at(-1)!.push(text)
  }

  #endSlot(): void {
    for (const text of describeAll(this.#seen, this.#hostIsn)) this.#note(`> ${text}`)
    this.#seen = []
    if (this.#socket === null) return
    const information = this.#system.sockets.information(this.#socket)
    // Of a connection that is over, counts are what its end left of them.
    const fields = COMPARED_IN[information.tcpi_state!] ?? COMPARED
    this.#note(fields.map((field) => `${field} ${information[`tcpi_${field}`]}`).join(', '))
  }

  #call({ name, count, option }: ProgramCall): string {
    const { sockets } = this.#system
    if (name === 'accept') {
      if (this.#listener === null) return ''
      const fd = sockets.accept(this.#listener)
      if (fd >= 0) this.#socket = fd
      return `accept ${Math.min(fd, 0)}`
    }
    const fd = this.#socket
    if (fd === null) return `${name}: no socket`
    switch (name) {
      case 'write':
        return `write ${sockets.send(fd, new Uint8Array(count), 0, null)}`
      case 'read': {
        const got = sockets.receive(fd, count, 0)
        return `read ${typeof got === 'number' ? got : got.length}`
      }
      case 'shutdown':
        return `shutdown ${sockets.shutdown(fd, count)}`
      case 'close':
        this.#socket = null
        return `close ${sockets.close(fd)}`
      default:
        return `${option} ${sockets.setOption(fd, number('SOL_TCP'), number(option!), new Uint8Array([count, 0, 0, 0]))}`
    }
  }

  /** Without a word that would count: what the conversation was about is over. */
  #closeAll(): void {
    const { sockets } = this.#system
    for (const fd of [this.#socket, this.#listener]) {
      if (fd === null) continue
      sockets.setOption(fd, number('SOL_SOCKET'), number('SO_LINGER'), new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0]))
      sockets.close(fd)
    }
    this.#socket = null
    this.#listener = null
  }

  // --- the peer

  #inject(given: PeerSegment): void {
    const segment = {
      sourcePort: this.#peerPort,
      destinationPort: this.#hostPort || this.#localPort,
      sequenceNumber: (PEER_ISN + given.sequence) >>> 0,
      acknowledgmentNumber: given.flags & TcpFlag.ACK ? (this.#hostIsn + given.acknowledgment) >>> 0 : 0,
      reserved: 0,
      flags: given.flags,
      window: given.window,
      urgentPointer: given.flags & TcpFlag.URG ? 1 : 0,
      options: emitTcpOptions(this.#options(given)),
      payload: new Uint8Array(given.length),
    }
    this.#system.inject(
      emitIpv4({
        dscp: 0,
        ecn: 0,
        identification: 0,
        reservedFlag: false,
        dontFragment: true,
        moreFragments: false,
        fragmentOffset: 0,
        ttl: 64,
        protocol: IpProtocol.TCP,
        source: PEER,
        destination: HOST,
        options: new Uint8Array(0),
        payload: emitTcp(segment, PEER, HOST),
      }),
    )
  }

  #options({ mss, sackOk, windowScale, timestamp, sack }: PeerSegment): TcpOption[] {
    const options: TcpOption[] = []
    if (mss !== null) options.push({ kind: 'mss', value: mss })
    if (sackOk) options.push({ kind: 'nop' }, { kind: 'nop' }, { kind: 'sackOK' })
    if (windowScale !== null) options.push({ kind: 'nop' }, { kind: 'wscale', shift: windowScale })
    if (timestamp !== null) {
      const { value } = timestamp
      options.push({ kind: 'nop' }, { kind: 'nop' }, { kind: 'timestamps', value, echoReply: this.#echo(timestamp) })
    }
    if (sack.length > 0) {
      const blocks = sack.map(([left, right]) => ({
        left: (this.#hostIsn + left) >>> 0,
        right: (this.#hostIsn + right) >>> 0,
      }))
      options.push({ kind: 'nop' }, { kind: 'nop' }, { kind: 'sack', blocks })
    }
    return options
  }

  #echo({ echo }: PeerTimestamp): number {
    if (echo === 'none') return 0
    const away = echo === 'future' ? 1_000_000 : echo === 'past' ? -1_000_000 : 0
    return (this.#hostTimestamp + away) >>> 0
  }
}
