import type { Link, Socket } from 'ackademy:sockets'
import { Errno } from '#network'
import type { SocketsModule } from './api.ts'
import {
  AF_PACKET,
  ETH_P_ALL,
  PACKET_ADD_MEMBERSHIP,
  PACKET_IGNORE_OUTGOING,
  PACKET_MR_PROMISC,
  SOCK_RAW,
  SOL_PACKET,
} from './constants.ts'
import { packetMembership } from './membership.ts'
import { systemError } from './system-error.ts'

/** Properties of the interface that a packet socket is bound to. */
export interface LinkFacts {
  index: number
  mac: string
  mtu: number
  addresses: readonly unknown[]
}
const LARGEST_FRAME = 65_550

/** `openLink`: a packet socket that has the interface for itself, since the kernel has no address there to answer from. */
export function takeOver(
  name: string,
  { socket, interfaceOf }: { socket: SocketsModule['socket']; interfaceOf: (link: Socket) => LinkFacts },
): Link {
  const link = socket(AF_PACKET, SOCK_RAW, 0)
  try {
    // Bind without receiving anything until all checks have passed.
    link.bind(name)
    const { index, mac, mtu, addresses } = interfaceOf(link)
    if (addresses.length > 0) throw systemError('openLink', Errno.EADDRINUSE)
    link.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    link.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, packetMembership(index, PACKET_MR_PROMISC))
    link.bind(name, ETH_P_ALL)
    return {
      name,
      mac,
      mtu,
      socket: link,
      read: () => link.recvfrom(LARGEST_FRAME)?.bytes ?? null,
      write: (frame) => link.send(frame) > 0,
      close: () => link.close(),
    }
  } catch (error) {
    link.close()
    throw error
  }
}
