/** Source address selection (RFC 6724 §5). Rules about temporary, home and delegated addresses are left out: there are none. */
import { addressKind, commonPrefixLength, type IpAddress, ipv6Bytes, type Prefix } from '../../../address/index.ts'
import type { NetworkInterface } from '../network-interface.ts'

interface Candidate {
  readonly address: IpAddress
  readonly length: number
  readonly device: NetworkInterface
}

/** Returns the best source for `destination` through `device`; null when there is no candidate. */
export function selectSource(
  interfaces: readonly NetworkInterface[],
  device: NetworkInterface,
  destination: IpAddress,
): IpAddress | null {
  let best: Candidate | null = null
  for (const candidate of candidates(interfaces, device, destination)) {
    if (best === null || isBetter(candidate, best, device, destination)) best = candidate
  }
  return best?.address ?? null
}

/** Returns the candidates: for link-local and group destinations only the outgoing interface's addresses (RFC 6724 §4). */
function candidates(
  interfaces: readonly NetworkInterface[],
  device: NetworkInterface,
  destination: IpAddress,
): Candidate[] {
  const kind = addressKind(destination)
  const onlyThere = kind === 'multicast' || kind === 'link-local'
  return interfaces
    .filter((one) => one === device || (!onlyThere && one.up))
    .flatMap((one) => one.ipv6Addresses.map(({ address, length }) => ({ address, length, device: one })))
    .filter(({ address, device: owner }) => owner === device || addressKind(address) === 'unicast')
}

/** Applies rules 1, 2, 3, 5, 6 and 8, in this order; the first that distinguishes the two decides. */
function isBetter(a: Candidate, b: Candidate, device: NetworkInterface, destination: IpAddress): boolean {
  if (a.address === destination || b.address === destination) return a.address === destination
  const [scopeA, scopeB, scope] = [scopeOf(a.address), scopeOf(b.address), scopeOf(destination)]
  if (scopeA < scopeB) return scopeA >= scope
  if (scopeB < scopeA) return scopeB < scope
  const [oldA, oldB] = [a.device.deprecated.has(a.address), b.device.deprecated.has(b.address)]
  if (oldA !== oldB) return oldB
  if ((a.device === device) !== (b.device === device)) return a.device === device
  const wanted = labelOf(destination)
  const [fitsA, fitsB] = [labelOf(a.address) === wanted, labelOf(b.address) === wanted]
  if (fitsA !== fitsB) return fitsA
  return sharedBits(a, destination) > sharedBits(b, destination)
}

/** Returns the length of the common prefix, at most that of the source's own (rule 8, RFC 6724 §2.2). */
function sharedBits({ address, length }: Candidate, destination: IpAddress): number {
  return Math.min(length, commonPrefixLength(address, destination))
}

const LINK_LOCAL_SCOPE = 2
const GLOBAL_SCOPE = 14

/**
 * Returns the scope: a group contains its own, unicast addresses are link-local or global, a loopback address counts as
 * link-local (RFC 4291 §2.7, RFC 6724 §3.1).
 */
function scopeOf(address: IpAddress): number {
  const kind = addressKind(address)
  if (kind === 'multicast') return ipv6Bytes(address)[1]! & 15
  return kind === 'link-local' || kind === 'loopback' ? LINK_LOCAL_SCOPE : GLOBAL_SCOPE
}

/** The default policy table (RFC 6724 §2.1), longest prefix first. */
const LABELS: readonly (Prefix & { label: number })[] = [
  { address: '::1', length: 128, label: 0 },
  { address: '::ffff:0.0.0.0', length: 96, label: 4 },
  { address: '::', length: 96, label: 3 },
  { address: '2001::', length: 32, label: 5 },
  { address: '2002::', length: 16, label: 2 },
  { address: '3ffe::', length: 16, label: 12 },
  { address: 'fec0::', length: 10, label: 11 },
  { address: 'fc00::', length: 7, label: 13 },
]

function labelOf(address: IpAddress): number {
  return LABELS.find((entry) => commonPrefixLength(entry.address, address) >= entry.length)?.label ?? 1
}
