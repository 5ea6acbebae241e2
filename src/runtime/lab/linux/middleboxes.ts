/** NAT and firewall of a host's description, as nftables has them (nft(8)), and how long connection tracking remembers. */
import {
  addressFamily,
  type FilterRule,
  type FirewallDescription,
  formatPrefix,
  type HostDescription,
  type IdleTimeouts,
  type NatDescription,
  type Prefix,
  SECOND,
} from '#network'
import type { Namespace } from './namespace.ts'

/**
 * Makes the host's namespace a NAT. Linux maps and filters by address and port (RFC 4787) and keeps the port if it is
 * free.
 */
export function configureMiddlebox(namespace: Namespace, { name, nat, firewall }: HostDescription): void {
  const other = nat && behaviorOfNoKernel(nat)
  if (other)
    throw new Error(`${name}: ${other} needs a simulated world; on Linux a NAT maps and filters by address and port`)
  if (nat) namespace.command('nft', ['-f', '-'], natRuleset(nat))
  if (firewall) namespace.command('nft', ['-f', '-'], firewallRuleset(firewall))
  for (const timeouts of [nat?.timeouts, firewall?.timeouts]) if (timeouts) forgetAfter(namespace, timeouts)
  // A segment from the middle of an unknown connection does not start one.
  if (nat ?? firewall) namespace.sysctl('net/netfilter/nf_conntrack_tcp_loose', 0)
}

/** The first setting that netfilter does not have, as a topology file says it; undefined where it has all. */
function behaviorOfNoKernel({ mapping, filtering, ports, portsPerHost, hairpin }: NatDescription): string | undefined {
  if (mapping !== undefined && mapping !== 'address-and-port') return `"mapping: ${mapping}"`
  if (filtering !== undefined && filtering !== 'address-and-port') return `"filtering: ${filtering}"`
  if (ports === 'parity' || ports === 'sequential') return `"ports: ${ports}"`
  if (portsPerHost !== undefined) return '"ports-per-host"'
  return hairpin ? '"hairpin"' : undefined
}

function natRuleset({ outside, forwards = [], ports, range }: NatDescription): string {
  const into = forwards.map(
    ({ protocol, port, to, toPort = port }) =>
      `iifname "${outside}" fib daddr type local ${protocol} dport ${port} dnat to ${to}:${toPort};`,
  )
  const to = range ? ` to :${range.join('-')}` : ''
  const random = ports === 'random' ? ' fully-random' : ''
  // Only a protocol with ports can be given a range of them.
  const masquerade = range
    ? `oifname "${outside}" meta l4proto { tcp, udp } masquerade${to}${random}; oifname "${outside}" masquerade;`
    : `oifname "${outside}" masquerade${random};`
  return `table ip ackademy_nat {
  chain in { type nat hook prerouting priority dstnat; ${into.join(' ')} }
  chain out { type nat hook postrouting priority srcnat; ${masquerade} }
  chain to-the-box {
    type filter hook input priority filter;
    iifname "${outside}" meta l4proto { tcp, udp } ct state new drop;
  }
  chain through {
    type filter hook forward priority filter;
    ct state invalid drop;
    iifname "${outside}" ct state new ct status dnat accept;
    iifname "${outside}" ct state new drop;
  }
}
`
}

function firewallRuleset({ filter }: FirewallDescription): string {
  const lines = ['ct state established,related accept', 'ct state invalid drop', ...filter.map(filterLine)]
  return `table inet ackademy_firewall {
  chain through {
    type filter hook forward priority filter;
${lines.map((line) => `    ${line}`).join('\n')}
  }
}
`
}

const VERDICTS = {
  pass: 'accept',
  drop: 'drop',
  reject: 'reject with icmpx type admin-prohibited',
  reset: 'reject with tcp reset',
} as const

function filterLine({ protocol, from, to, port, iif, oif, action }: FilterRule): string {
  const words = [
    iif === undefined ? '' : `iifname "${iif}"`,
    oif === undefined ? '' : `oifname "${oif}"`,
    from ? `${familyWord(from)} saddr ${formatPrefix(from)}` : '',
    to ? `${familyWord(to)} daddr ${formatPrefix(to)}` : '',
    protocol === undefined ? '' : `meta l4proto ${protocol === 'icmp' ? '{ icmp, ipv6-icmp }' : protocol}`,
    port === undefined ? '' : `th dport ${port}`,
    VERDICTS[action],
  ]
  return words.filter((word) => word !== '').join(' ')
}

const familyWord = ({ address }: Prefix) => (addressFamily(address) === 6 ? 'ip6' : 'ip')

/** The kernel counts whole seconds; a shorter time is one. */
function forgetAfter(namespace: Namespace, { tcp, udp }: IdleTimeouts): void {
  const seconds = (time: number) => Math.max(1, Math.round(time / SECOND))
  if (tcp !== undefined) namespace.sysctl('net/netfilter/nf_conntrack_tcp_timeout_established', seconds(tcp))
  for (const name of ['udp_timeout', 'udp_timeout_stream'])
    if (udp !== undefined) namespace.sysctl(`net/netfilter/nf_conntrack_${name}`, seconds(udp))
}
