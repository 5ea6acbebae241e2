/** What the kernel counted (nstat reads the same files), and which of it says that something was wrong with what we sent. */
import type { Namespace } from '#lab/linux/index.ts'

/** Every counter of a namespace by its name in nstat: `TcpExtTCPAbortOnData`. */
export function countersOf(namespace: Namespace): Map<string, number> {
  const counters = new Map<string, number>()
  for (const file of ['snmp', 'netstat']) {
    const lines = namespace.procNet(file).trimEnd().split('\n')
    for (let at = 0; at + 1 < lines.length; at += 2) {
      const [protocol, ...names] = lines[at]!.split(' ')
      const values = lines[at + 1]!.split(' ').slice(1).map(Number)
      for (const [index, name] of names.entries()) counters.set(`${protocol!.slice(0, -1)}${name}`, values[index]!)
    }
  }
  for (const line of namespace.procNet('snmp6').trimEnd().split('\n')) {
    const [name, value] = line.split(/\s+/)
    counters.set(name!, Number(value))
  }
  return counters
}

/**
 * None of these may move for what a sound peer sends over a sound link. Not among them is what says that a segment came twice and was answered once (TCPACKSkipped, TCPDSACKIgnored):
 * this process is late at times, and for the kernel that is a loss.
 */
const SURPRISES =
  /^(IpIn(Hdr|Addr)Errors|IpInUnknownProtos|IpReasmFails|Ip6In(Hdr|Addr)Errors|Ip6InUnknownProtos|Ip6ReasmFails|IcmpInErrors|Icmp6InErrors|UdpInErrors|Udp6InErrors|TcpInErrs|(Icmp|Icmp6|Tcp|Udp|Udp6)InCsumErrors|TcpAttemptFails|TcpEstabResets|TcpOutRsts|TcpExt(TCPAbort.*|PAWS.*|TCPSACKReneging|TCPSACKDiscard|TCPSYNChallenge|TCPChallengeACK|EmbryonicRsts|Listen(Drops|Overflows)|TCPBacklogDrop|TCPOFODrop|TCPRcvQDrop|TCPZeroWindowDrop|TCPMD5.*|Syncookies.*))$/
/** Damaged bits are found by a checksum, by the one of whichever header they hit; and so a segment may look like an old one. */
const OF_DAMAGE = /Errors|InErrs|InUnknownProtos|ReasmFails/
/**
 * A copy of a segment that came before is answered less often, and the copy of a SYN or an ACK may look like an attack (RFC 5961). A D-SACK for
 * what the kernel sent only once is dubious to it (TCPDSACKIgnoredDubious), and then it discards the block. A copy of the last ACK finds no connection any
 * more, and is answered by a reset (RFC 9293 section 3.10.7.1).
 */
const OF_COPIES = /SACKDiscard|PAWS|ChallengeACK|SYNChallenge|OutRsts/

/**
 * Where this process is late by a second, one side repeats its SYN. Ours is challenged by the kernel (RFC 5961 section 4), once; the kernel's is
 * answered with a D-SACK, which it counts as discarded.
 */
function ofRepeatedSyn(counters: ReadonlyMap<string, number>): RegExp[] {
  const challenged = ['TcpExtTCPSYNChallenge', 'TcpExtTCPChallengeACK', 'TcpInErrs']
  return [
    ...(challenged.every((name) => counters.get(name) === 1) ? [/SYNChallenge|ChallengeACK|TcpInErrs/] : []),
    ...((counters.get('TcpExtTCPSynRetrans') ?? 0) > 0 ? [/SACKDiscard/] : []),
  ]
}

export function surprises(namespace: Namespace, link: { damages?: boolean; copies?: boolean } = {}): string[] {
  const counters = countersOf(namespace)
  const expected = [
    ...(link.damages ? [OF_DAMAGE] : []),
    ...(link.copies ? [OF_COPIES] : []),
    ...ofRepeatedSyn(counters),
  ]
  return [...counters]
    .filter(([name, value]) => value !== 0 && SURPRISES.test(name) && !expected.some((one) => one.test(name)))
    .map(([name, value]) => `${name} ${value}`)
}
