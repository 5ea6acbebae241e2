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
const PACKET_OUTGOING = 4
const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17 }
/** Enough for Ethernet, a VLAN tag, and the longest IPv4 and TCP headers. */
const KEEP = 160

function program(iface: string, { protocol, promiscuous = false }: Options): Instruction[] {
  const checks: [load: number, from: number, value: number, isWanted: boolean][] = []
  if (!promiscuous) checks.push([LD_W_ABS, SKF_AD_PKTTYPE, PACKET_OTHERHOST, false])
  // On the loopback interface, everything that leaves also arrives.
  if (iface === 'lo') checks.push([LD_W_ABS, SKF_AD_PKTTYPE, PACKET_OUTGOING, false])
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

// ---- what is in the frames ----

const VLAN_VALID = 0x10
const FLAGS = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32 }

export async function sniff(iface: string, options: Options = {}) {
  const packets = new PacketSocket()
  try {
    if (options.bufferBytes !== undefined) packets.receiveBuffer(options.bufferBytes)
    packets.auxiliaryData()
    packets.filter(program(iface, options)) // before the socket is bound: nothing comes past it
    packets.bind(iface)
    if (options.promiscuous) packets.promiscuous(iface)
  } catch (error) {
    packets.close()
    throw error
  }

  let isClosed = false
  let count = 0
  let bytes = 0
  let syns = 0
  let dropped = 0
  const talkers = new Map<string, number>()
  const vlans = new Set<number>()
  const anomalies: Report['anomalies'] = []

  const take = ({ data, aux }: Caught) => {
    let length = aux ? aux.readUInt32LE(4) : data.length
    if (aux && aux.readUInt32LE(0) & VLAN_VALID) {
      vlans.add(aux.readUInt16LE(16) & 0xfff)
      length += 4 // the tag was on the wire, too
    }
    count++
    bytes += length

    const ip = data.subarray(14)
    if (data.length < 34 || data.readUInt16BE(12) !== 0x0800 || ip[0]! >> 4 !== 4) return
    const from = ip.subarray(12, 16).join('.')
    const to = ip.subarray(16, 20).join('.')
    talkers.set(from, (talkers.get(from) ?? 0) + length)

    const isFirstFragment = (ip.readUInt16BE(6) & 0x1fff) === 0
    const tcp = ip.subarray((ip[0]! & 15) * 4)
    if (ip[9] !== 6 || !isFirstFragment || tcp.length < 14) return
    const flags = tcp[13]!
    const isSyn = (flags & FLAGS.SYN) !== 0
    if (isSyn) syns++
    if (isSyn && from === to && tcp.readUInt16BE(0) === tcp.readUInt16BE(2)) anomalies.push({ kind: 'land', from })
    if (flags === (FLAGS.FIN | FLAGS.PSH | FLAGS.URG)) anomalies.push({ kind: 'christmas-tree', from })
    if (flags === 0) anomalies.push({ kind: 'no-flags', from })
  }

  const drain = () => {
    if (isClosed) return
    for (let caught = packets.next(); caught; caught = packets.next()) take(caught)
    dropped += packets.takeDrops()
  }

  const reading = (async () => {
    while (!isClosed) {
      const isReady = await packets.wait(100)
      if (isReady) drain()
    }
  })()
  reading.catch(() => {})

  return {
    report: (): Report => {
      drain()
      return {
        packets: count,
        bytes,
        syns,
        talkers: [...talkers].map(([address, sum]) => ({ address, bytes: sum })).sort((a, b) => b.bytes - a.bytes),
        dropped,
        vlans: [...vlans].sort((a, b) => a - b),
        anomalies: [...anomalies],
      }
    },
    close: () => {
      if (isClosed) return
      drain()
      isClosed = true
      packets.close()
    },
  }
}
