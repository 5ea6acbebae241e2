import {
  AF_PACKET,
  if_nametoindex,
  type Message,
  PACKET_MR_PROMISC,
  packetMembership,
  poll,
  SOCK_RAW,
  socket,
} from 'ackademy:sockets'

export interface Options {
  protocol?: 'icmp' | 'tcp' | 'udp'
  promiscuous?: boolean
  bufferBytes?: number
}

export interface Report {
  packets: number
  bytes: number
  syns: number
  talkers: { address: string; bytes: number }[]
  dropped: number
  vlans: number[]
  anomalies: { kind: 'land' | 'christmas-tree' | 'no-flags'; from: string }[]
}

// ---- the packet socket: everything that this program asks of ackademy:sockets ----

const [SOL_SOCKET, SO_RCVBUF] = [1, 8]
const [SOL_PACKET, PACKET_ADD_MEMBERSHIP, PACKET_STATISTICS, PACKET_AUXDATA] = [263, 1, 6, 8]
const [ETH_P_ALL, POLLIN] = [3, 1]

interface Instruction {
  code: number
  jt: number
  jf: number
  k: number
}

/** A frame as it comes out of the socket, with its auxiliary data (struct tpacket_auxdata). */
interface Caught {
  data: Buffer
  aux: Buffer | null
}

class PacketSocket {
  // Protocol 0: it gets nothing before it is bound.
  readonly #socket = socket(AF_PACKET, SOCK_RAW, 0)

  receiveBuffer(bytes: number) {
    this.#socket.setsockopt(SOL_SOCKET, SO_RCVBUF, bytes)
  }

  auxiliaryData() {
    this.#socket.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
  }

  filter(program: Instruction[]) {
    this.#socket.attachFilter(program.map(({ code, jt, jf, k }) => [code, jt, jf, k] as const))
  }

  bind(iface: string) {
    this.#socket.bind(iface, ETH_P_ALL)
  }

  promiscuous(iface: string) {
    const request = packetMembership(if_nametoindex(iface), PACKET_MR_PROMISC)
    this.#socket.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, request)
  }

  /** Drops since the last call: the kernel begins at zero again. */
  takeDrops(): number {
    const statistics = Buffer.from(this.#socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
    return statistics.readUInt32LE(4)
  }

  async wait(ms: number): Promise<boolean> {
    return (await poll([{ socket: this.#socket, events: POLLIN }], ms)).length > 0
  }

  /** The next frame that is there already, or null. */
  next(): Caught | null {
    const message: Message | null = this.#socket.recvmsg(65535)
    if (!message) return null
    const aux = message.control.find(({ level, type }) => level === SOL_PACKET && type === PACKET_AUXDATA)
    return { data: Buffer.from(message.bytes), aux: aux ? Buffer.from(aux.data) : null }
  }

  close() {
    this.#socket.close()
  }
}

// ---- the filter ----

const LD_W_ABS = 0x20
const LD_H_ABS = 0x28
const LD_B_ABS = 0x30
const JEQ = 0x15
const RET = 0x06
const SKF_AD_PKTTYPE = (-0x1000 + 4) >>> 0
const PACKET_OTHERHOST = 3
const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17 }
/** Enough for Ethernet, a VLAN tag, and the longest IPv4 and TCP headers. */
const KEEP = 160

function program(iface: string, { protocol, promiscuous = false }: Options): Instruction[] {
  const checks: [load: number, from: number, value: number, isWanted: boolean][] = []
  if (!promiscuous) checks.push([LD_W_ABS, SKF_AD_PKTTYPE, PACKET_OTHERHOST, false])
  if (protocol) checks.push([LD_H_ABS, 12, 0x0800, true], [LD_B_ABS, 23, PROTOCOLS[protocol], true])

  const length = checks.length * 2 + 2
  const code = checks.flatMap(([load, k, value, isWanted], i): Instruction[] => {
    const toReject = length - 1 - (i * 2 + 2)
    return [
      { code: load, jt: 0, jf: 0, k },
      { code: JEQ, jt: isWanted ? 0 : toReject, jf: isWanted ? toReject : 0, k: value },
    ]
  })
  return [...code, { code: RET, jt: 0, jf: 0, k: KEEP }, { code: RET, jt: 0, jf: 0, k: 0 }]
}

// ---- what is in the frames: a frame is an object, and counters look at it ----

class Frame {
  readonly length: number
  readonly vlan: number | null = null
  readonly ip: Buffer | null = null
  readonly tcp: Buffer | null = null

  constructor({ data, aux }: Caught) {
    const wire = aux ? aux.readUInt32LE(4) : data.length
    if (aux && (aux.readUInt32LE(0) & 0x10) !== 0) this.vlan = aux.readUInt16LE(16) & 0x0fff
    this.length = this.vlan === null ? wire : wire + 4
    if (data.length >= 34 && data.readUInt16BE(12) === 0x0800) this.ip = data.subarray(14)
    if (this.ip && this.ip[9] === 6 && (this.ip.readUInt16BE(6) & 0x1fff) === 0) {
      const tcp = this.ip.subarray((this.ip[0]! & 0xf) << 2)
      if (tcp.length >= 14) this.tcp = tcp
    }
  }

  get from() {
    return this.ip!.subarray(12, 16).join('.')
  }

  get to() {
    return this.ip!.subarray(16, 20).join('.')
  }

  /** The letters of the flags that are set, in the header's order. */
  get flags(): string {
    return [...'CEUAPRSF'].filter((_, i) => this.tcp![13]! & (0x80 >> i)).join('')
  }
}

abstract class Tally<T> {
  abstract see(frame: Frame): void
  abstract get result(): T
}

class Sum extends Tally<number> {
  result = 0
  readonly #of: (frame: Frame) => number
  constructor(of: (frame: Frame) => number) {
    super()
    this.#of = of
  }
  see(frame: Frame) {
    this.result += this.#of(frame)
  }
}

class Talkers extends Tally<Report['talkers']> {
  readonly #bytes: Record<string, number> = {}
  see(frame: Frame) {
    if (frame.ip) this.#bytes[frame.from] = (this.#bytes[frame.from] ?? 0) + frame.length
  }
  get result() {
    return Object.entries(this.#bytes)
      .map(([address, bytes]) => ({ address, bytes }))
      .sort((a, b) => b.bytes - a.bytes)
  }
}

class Vlans extends Tally<number[]> {
  readonly #seen = new Set<number>()
  see({ vlan }: Frame) {
    if (vlan !== null) this.#seen.add(vlan)
  }
  get result() {
    return Array.from(this.#seen).sort((a, b) => a - b)
  }
}

class Anomalies extends Tally<Report['anomalies']> {
  readonly #found: Report['anomalies'] = []
  see(frame: Frame) {
    if (!frame.tcp) return
    const { flags, from } = frame
    const isOpening = flags.includes('S') && !flags.includes('A')
    if (flags === '') this.#found.push({ kind: 'no-flags', from })
    else if (flags === 'UPF') this.#found.push({ kind: 'christmas-tree', from })
    else if (isOpening && from === frame.to && frame.tcp.readUInt16BE(0) === frame.tcp.readUInt16BE(2))
      this.#found.push({ kind: 'land', from })
  }
  get result() {
    return this.#found.slice()
  }
}

export async function sniff(iface: string, options: Options = {}) {
  const socket = new PacketSocket()
  try {
    if (options.bufferBytes) socket.receiveBuffer(options.bufferBytes)
    socket.auxiliaryData()
    socket.filter(program(iface, options))
    socket.bind(iface)
    if (options.promiscuous) socket.promiscuous(iface)
  } catch (error) {
    socket.close()
    throw error
  }

  const packets = new Sum(() => 1)
  const bytes = new Sum((frame) => frame.length)
  const syns = new Sum((frame) => (frame.tcp && frame.flags.includes('S') && !frame.flags.includes('A') ? 1 : 0))
  const [talkers, vlans, anomalies] = [new Talkers(), new Vlans(), new Anomalies()]
  const tallies: Tally<unknown>[] = [packets, bytes, syns, talkers, vlans, anomalies]
  let dropped = 0
  let isOpen = true

  function catchUp() {
    if (!isOpen) return
    for (;;) {
      const caught = socket.next()
      if (caught === null) break
      const frame = new Frame(caught)
      for (const tally of tallies) tally.see(frame)
    }
    dropped += socket.takeDrops()
  }

  const timer = setInterval(catchUp, 5)

  return {
    report(): Report {
      catchUp()
      return {
        packets: packets.result,
        bytes: bytes.result,
        syns: syns.result,
        talkers: talkers.result,
        dropped,
        vlans: vlans.result,
        anomalies: anomalies.result,
      }
    },
    close() {
      if (!isOpen) return
      catchUp()
      isOpen = false
      clearInterval(timer)
      socket.close()
    },
  }
}
