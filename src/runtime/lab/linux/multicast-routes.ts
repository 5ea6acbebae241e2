/** A router's routes of groups, given to its kernel as a routing daemon does (linux/mroute.h). */
import { Errno, errnoName, type HostDescription, parseIpAddress } from '#network'
import { libc, linux } from '#sockets/linux/index.ts'
import type { Namespace } from './namespace.ts'

const IPPROTO_IGMP = 2
const MRT = { INIT: 200, ADD_VIF: 202, ADD_MFC: 204 } as const
/** The interface is named by its number. */
const VIFF_USE_IFINDEX = 0x8
/** A packet leaves by an interface if its TTL is greater: by any that is named. */
const THRESHOLD = 1
const MOST_INTERFACES = 32

/** Opens the socket by which they hold: the kernel forgets them when it is closed. */
export function routeGroups(namespace: Namespace, { name, multicastRoutes = [] }: HostDescription): number {
  const socket = namespace.inside(() => libc.socket(linux.AF_INET, linux.SOCK_RAW | linux.SOCK_CLOEXEC, IPPROTO_IGMP))
  const must = (what: string, result: number) => {
    if (result === -Errno.ENOPROTOOPT) throw new Error(`${name}: no multicast routing: ENOPROTOOPT`)
    if (result < 0) throw new Error(`${name}: ${what}: ${errnoName(-result)}`)
  }
  must('a socket for multicast routing', socket)
  must('multicast routing', libc.setOption(socket, linux.IPPROTO_IP, MRT.INIT, 1))
  const interfaces = [...new Set(multicastRoutes.flatMap(({ from, to }) => [from, ...to]))]
  for (const [number, iface] of interfaces.entries()) {
    const index = namespace.inside(() => libc.interfaceIndex(iface))
    must(iface, libc.setOption(socket, linux.IPPROTO_IP, MRT.ADD_VIF, virtualInterface(number, index)))
  }
  for (const { from, source = '0.0.0.0', group, to } of multicastRoutes) {
    // For a route for every source, the kernel also wants the incoming interface among the outgoing ones.
    const outgoing = source === '0.0.0.0' ? [from, ...to] : to
    const entry = cacheEntry(
      source,
      group,
      interfaces.indexOf(from),
      outgoing.map((iface) => interfaces.indexOf(iface)),
    )
    must(`the route of ${group}`, libc.setOption(socket, linux.IPPROTO_IP, MRT.ADD_MFC, entry))
  }
  return socket
}

/** struct vifctl */
function virtualInterface(number: number, index: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(16))
  view.setUint16(0, number, true)
  view.setUint8(2, VIFF_USE_IFINDEX)
  view.setUint8(3, THRESHOLD)
  view.setInt32(8, index, true)
  return new Uint8Array(view.buffer)
}

/** struct mfcctl */
function cacheEntry(source: string, group: string, from: number, to: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(60)
  bytes.set(parseIpAddress(source)!, 0)
  bytes.set(parseIpAddress(group)!, 4)
  new DataView(bytes.buffer).setUint16(8, from, true)
  const thresholds = bytes.subarray(10, 10 + MOST_INTERFACES)
  for (const number of to) thresholds[number] = THRESHOLD
  return bytes
}
