import { Errno } from '../../../errno.ts'
import { Icmpv6Type } from '../../../wire/index.ts'
import type { ErrorMeaning } from '../ip-packet.ts'

/** Errno by code of "destination unreachable" (Linux's tab_unreach). Hard errors end the attempt or connection. */
const UNREACHABLE: readonly { errno: number; hard: boolean }[] = [
  { errno: Errno.ENETUNREACH, hard: false },
  { errno: Errno.EACCES, hard: true },
  { errno: Errno.EHOSTUNREACH, hard: false },
  { errno: Errno.EHOSTUNREACH, hard: false },
  { errno: Errno.ECONNREFUSED, hard: true },
  { errno: Errno.EACCES, hard: true },
  { errno: Errno.EACCES, hard: true },
]

/** Returns what an ICMPv6 error means to a socket (Linux's icmpv6_err_convert). `rest`: the MTU of "packet too big". */
export function icmpv6DeliveryError(type: number, code: number, rest: number): ErrorMeaning {
  if (type === Icmpv6Type.PACKET_TOO_BIG) return { errno: Errno.EMSGSIZE, hard: false, mtu: rest }
  if (type === Icmpv6Type.TIME_EXCEEDED) return { errno: Errno.EHOSTUNREACH, hard: false, mtu: null }
  const known = type === Icmpv6Type.DESTINATION_UNREACHABLE ? UNREACHABLE[code] : undefined
  const hard = type === Icmpv6Type.DESTINATION_UNREACHABLE || type === Icmpv6Type.PARAMETER_PROBLEM
  return { ...(known ?? { errno: Errno.EPROTO, hard }), mtu: null }
}
