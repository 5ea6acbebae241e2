import {
  type Advertisement,
  emitIcmpv6,
  Icmpv6Type,
  IpProtocol,
  ndMessage,
  RandomStream,
  RouterAdvertiser,
  SocketOption,
} from '#network'
import type { LinuxHost } from './linux-host.ts'
import type { RealClock } from './real-clock.ts'

const ALL_NODES = 'ff02::1'
/** Hop limit of neighbor discovery: a lower one means that the packet crossed a router (RFC 4861 §6.1). */
const HOP_LIMIT = 255
const LARGEST = 65_535

/** An interface of a host, and its router advertisements. */
interface AdvertisingInterface {
  host: LinuxHost
  interface: string
  mac: string
  advertise?: Advertisement
}

/**
 * Router advertisements, which no kernel sends by itself: the simulated router's own, on real time, out of the host's raw socket. Returns what stops them;
 * nothing for an interface that has none to send.
 */
export function advertiseOn(
  { host, interface: name, mac, advertise }: AdvertisingInterface,
  { clock, seed }: { clock: RealClock; seed: number },
): (() => void)[] {
  if (advertise === undefined) return []
  const socket = host.raw.socket(6, IpProtocol.ICMPV6)
  socket.setOption(SocketOption.BIND_TO_DEVICE, 0, name)
  socket.setOption(SocketOption.MULTICAST_TTL, HOP_LIMIT)
  const link = {
    scheduler: clock,
    random: new RandomStream(seed, `${host.name} ${name} router advertisements`),
    mac,
    // The kernel writes the checksum, with the address that it chooses (RFC 3542 §3.1).
    announce: (message: Parameters<typeof ndMessage>[0]) =>
      void socket.send(emitIcmpv6(ndMessage(message), '::', ALL_NODES), { address: `${ALL_NODES}%${name}`, port: 0 }),
  }
  const advertiser = new RouterAdvertiser(link, advertise)
  socket.onReadiness = () => {
    for (let heard = socket.receive(LARGEST); typeof heard !== 'number'; heard = socket.receive(LARGEST))
      if (heard.bytes[0] === Icmpv6Type.ROUTER_SOLICITATION) advertiser.solicit()
  }
  advertiser.start()
  const stop = () => {
    advertiser.stop()
    socket.close()
  }
  return [stop]
}
