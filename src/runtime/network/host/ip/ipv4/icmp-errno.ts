import { Errno } from '../../../errno.ts'
import { IcmpCode, IcmpType } from '../../../wire/index.ts'
import type { ErrorMeaning } from '../ip-packet.ts'

/** Errno by code of "destination unreachable" (Linux's icmp_err_convert). Hard errors end the attempt or connection. */
const UNREACHABLE: readonly { errno: number; hard: boolean }[] = [
  { errno: Errno.ENETUNREACH, hard: false },
  { errno: Errno.EHOSTUNREACH, hard: false },
  { errno: Errno.ENOPROTOOPT, hard: true },
  { errno: Errno.ECONNREFUSED, hard: true },
  { errno: Errno.EMSGSIZE, hard: false },
  { errno: Errno.EOPNOTSUPP, hard: false },
  { errno: Errno.ENETUNREACH, hard: true },
  { errno: Errno.EHOSTDOWN, hard: true },
  { errno: Errno.EHOSTUNREACH, hard: true },
  { errno: Errno.ENETUNREACH, hard: true },
  { errno: Errno.EHOSTUNREACH, hard: true },
  { errno: Errno.ENETUNREACH, hard: false },
  { errno: Errno.EHOSTUNREACH, hard: false },
  { errno: Errno.EHOSTUNREACH, hard: true },
  { errno: Errno.EHOSTUNREACH, hard: true },
  { errno: Errno.EHOSTUNREACH, hard: true },
]

/** Returns what an ICMP error means to a socket; null when it means nothing. */
export function icmpDeliveryError(type: number, code: number, nextHopMtu: number): ErrorMeaning | null {
  if (type === IcmpType.TIME_EXCEEDED) return { errno: Errno.EHOSTUNREACH, hard: false, mtu: null }
  if (type === IcmpType.PARAMETER_PROBLEM) return { errno: Errno.EPROTO, hard: true, mtu: null }
  const meaning = type === IcmpType.DESTINATION_UNREACHABLE ? UNREACHABLE[code] : undefined
  if (meaning === undefined) return null
  return { ...meaning, mtu: code === IcmpCode.FRAGMENTATION_NEEDED ? nextHopMtu : null }
}
