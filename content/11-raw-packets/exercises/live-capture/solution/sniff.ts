import {
  AF_PACKET,
  ETH_P_ALL,
  ETH_P_IP,
  type FilterInstruction,
  if_nametoindex,
  type Message,
  PACKET_ADD_MEMBERSHIP,
  PACKET_AUXDATA,
  PACKET_MR_PROMISC,
  PACKET_OTHERHOST,
  PACKET_OUTGOING,
  PACKET_STATISTICS,
  POLLIN,
  packetMembership,
  poll,
  SO_RCVBUF,
  SOCK_RAW,
  SOL_PACKET,
  SOL_SOCKET,
  type Socket,
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

const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17 }
const [FIN, SYN, PSH, ACK, URG] = [0x01, 0x02, 0x08, 0x10, 0x20]
/** Bytes that the kernel copies of a frame: only headers are read. */
const SNAP_LENGTH = 96

/** Ethernet's type at 12, IPv4's protocol at 23; then the first bytes of the frame, else nothing of it. */
function filterFor(protocol: number): FilterInstruction[] {
  const [LOAD_HALF, LOAD_BYTE, JUMP_IF_EQUAL, RETURN] = [0x28, 0x30, 0x15, 0x06]
  return [
    [LOAD_HALF, 0, 0, 12],
    [JUMP_IF_EQUAL, 0, 3, ETH_P_IP],
    [LOAD_BYTE, 0, 0, 23],
    [JUMP_IF_EQUAL, 0, 1, protocol],
    [RETURN, 0, 0, SNAP_LENGTH],
    [RETURN, 0, 0, 0],
  ]
}

function open(iface: string, { protocol, promiscuous, bufferBytes }: Options): Socket {
  // Protocol 0: nothing arrives before filter and interface are settled.
  const packets = socket(AF_PACKET, SOCK_RAW, 0)
  if (protocol) packets.attachFilter(filterFor(PROTOCOLS[protocol]))
  if (bufferBytes) packets.setsockopt(SOL_SOCKET, SO_RCVBUF, bufferBytes)
  packets.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
  if (promiscuous)
    packets.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, packetMembership(if_nametoindex(iface), PACKET_MR_PROMISC))
  packets.bind(iface, ETH_P_ALL)
  return packets
}

export async function sniff(iface: string, options: Options = {}) {
  const packets = open(iface, options)
  const tally = new Tally(iface === 'lo', options.promiscuous ?? false)
  let isOpen = true
  let dropped = 0

  const drain = () => {
    for (let frame = packets.recvmsg(65_536); frame; frame = packets.recvmsg(65_536)) tally.add(frame)
    // struct tpacket_stats: all packets, then those that were dropped. Reading sets both to zero.
    const statistics = packets.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8)
    dropped += new DataView(statistics.buffer).getUint32(4, true)
  }
  const watch = async () => {
    while (isOpen) {
      await poll([{ socket: packets, events: POLLIN }], 50)
      if (isOpen) drain()
    }
    packets.close()
  }
  void watch()
  return {
    report(): Report {
      if (isOpen) drain()
      return { ...tally.report(), dropped }
    },
    close() {
      if (isOpen) drain()
      isOpen = false
    },
  }
}

class Tally {
  readonly #isLoopback: boolean
  readonly #promiscuous: boolean
  readonly #talkers = new Map<string, number>()
  readonly #vlans = new Set<number>()
  readonly #anomalies: Report['anomalies'] = []
  #packets = 0
  #bytes = 0
  #syns = 0

  constructor(isLoopback: boolean, promiscuous: boolean) {
    this.#isLoopback = isLoopback
    this.#promiscuous = promiscuous
  }

  add({ bytes, link, control }: Message) {
    // What leaves by the loopback interface arrives there too, and is seen twice.
    if (this.#isLoopback && link?.type === PACKET_OUTGOING) return
    if (!this.#promiscuous && link?.type === PACKET_OTHERHOST) return
    const beside = control.find(({ packet }) => packet)?.packet
    const length = beside?.length ?? bytes.length
    this.#packets++
    this.#bytes += length
    if (beside?.vlan != null) this.#vlans.add(beside.vlan)
    const frame = Buffer.from(bytes)
    if (frame.length >= 34 && frame.readUInt16BE(12) === ETH_P_IP) this.#addIpv4(frame.subarray(14), length)
  }

  #addIpv4(packet: Buffer, length: number) {
    const source = packet.subarray(12, 16).join('.')
    const destination = packet.subarray(16, 20).join('.')
    this.#talkers.set(source, (this.#talkers.get(source) ?? 0) + length)
    const isFirstFragment = (packet.readUInt16BE(6) & 0x1fff) === 0
    const headerLength = 4 * (packet[0]! & 15)
    const tcp = packet.subarray(headerLength)
    if (packet[9] !== PROTOCOLS.tcp || !isFirstFragment || headerLength < 20 || tcp.length < 14) return
    const flags = tcp[13]!
    const isSyn = (flags & (SYN | ACK)) === SYN
    if (isSyn) this.#syns++
    const isToItself = source === destination && tcp.readUInt16BE(0) === tcp.readUInt16BE(2)
    if (isSyn && isToItself) this.#anomalies.push({ kind: 'land', from: source })
    if (flags === 0) this.#anomalies.push({ kind: 'no-flags', from: source })
    if (flags === (FIN | PSH | URG)) this.#anomalies.push({ kind: 'christmas-tree', from: source })
  }

  report() {
    const talkers = [...this.#talkers].map(([address, bytes]) => ({ address, bytes })).sort((a, b) => b.bytes - a.bytes)
    return {
      packets: this.#packets,
      bytes: this.#bytes,
      syns: this.#syns,
      talkers,
      vlans: [...this.#vlans].sort((a, b) => a - b),
      anomalies: [...this.#anomalies],
    }
  }
}
