/** Holders of local ports, and the choice of free ones (RFC 6056 algorithm 3, Linux's range 32768 to 60999). */
import { addressFamily, type IpAddress } from '../address/index.ts'
import { hash32 } from '../random.ts'
import { BitSet } from './bit-set.ts'
import type { NetworkInterface } from './ip/index.ts'
import { isAny } from './socket-address.ts'

const FIRST = 32_768
const LAST = 60_999
/** Ports of each parity in the range. */
const HALF = (LAST - FIRST + 1) / 2
const FIRST_STEPS = 8

/** A socket as far as its port is concerned. */
export interface PortHolder {
  /** Interface that it is limited to (SO_BINDTODEVICE); null: any. */
  readonly device: NetworkInterface | null
  /** Address; `0.0.0.0` or `::` for any. */
  readonly address: IpAddress
  /** With `::`: IPv4 is excluded (IPV6_V6ONLY). */
  readonly onlyIpv6: boolean
  readonly reuseAddress: boolean
  readonly reusePort: boolean
  /** A listening TCP socket: shares its port with no other listener. */
  readonly listening: boolean
}

/** Returns whether an existing holder of a port excludes another, beyond their addresses. */
export type ConflictRule = (existing: PortHolder, added: PortHolder) => boolean

/** TCP: both must set SO_REUSEADDR, and the existing one must not listen (Linux's inet_csk_bind_conflict). */
export const tcpConflict: ConflictRule = (existing, added) =>
  !(existing.reuseAddress && added.reuseAddress && !existing.listening) && !(existing.reusePort && added.reusePort)

/** UDP: both must set SO_REUSEADDR or SO_REUSEPORT. */
export const udpConflict: ConflictRule = (existing, added) =>
  !(existing.reuseAddress && added.reuseAddress) && !(existing.reusePort && added.reusePort)

export class PortTable<Holder extends PortHolder> {
  readonly #holders = new Map<number, Holder[]>()
  readonly #conflict: ConflictRule
  readonly #seed: number
  readonly #label: string
  #drawn = 0
  /** Free ports of the range, even and odd. */
  readonly #unheld = [new BitSet(HALF), new BitSet(HALF)]

  constructor(conflict: ConflictRule, seed: number, label: string) {
    this.#conflict = conflict
    this.#seed = seed
    this.#label = label
  }

  holders(port: number): readonly Holder[] {
    return this.#holders.get(port) ?? []
  }

  /** Returns whether `holder` may share the port with its current holders. */
  isFree(port: number, holder: PortHolder): boolean {
    return this.holders(port).every(
      (other) => other === holder || !overlaps(other, holder) || !this.#conflict(other, holder),
    )
  }

  take(port: number, holder: Holder): void {
    const holders = this.#holders.get(port)
    if (holders === undefined) {
      this.#holders.set(port, [holder])
      this.#mark(port, true)
    } else holders.push(holder)
  }

  release(port: number, holder: Holder): void {
    const holders = this.#holders.get(port)
    const index = holders?.indexOf(holder) ?? -1
    if (holders === undefined || index < 0) return
    holders.splice(index, 1)
    if (holders.length > 0) return
    this.#holders.delete(port)
    this.#mark(port, false)
  }

  /** Returns a port for bind(0): odd ones first, as Linux leaves the even ones to connect. Null when all are taken. */
  chooseForBind(holder: PortHolder): number | null {
    const start = hash32(this.#seed, `${this.#label} bind`, this.#drawn++)
    return this.#search(start, 1, (port) => this.isFree(port, holder))
  }

  /**
   * Returns a port for connect. The search starts at a place that depends on both addresses, so that ports can't be
   * predicted. Null when all are taken.
   */
  chooseForConnect(pair: string, isFree: (port: number) => boolean): number | null {
    const start = hash32(this.#seed, `${this.#label} connect ${pair}`, 0) + 2 * this.#drawn++
    return this.#search(start, 0, isFree)
  }

  /**
   * Returns the first free port from `start` on, of one parity and then of the other. Of a range of taken ports only the
   * first few are tried, then the next one that nobody holds. When all are held, one may still be free for this use.
   */
  #search(start: number, parity: 0 | 1, isFree: (port: number) => boolean): number | null {
    const from = Math.floor(start / 2) % HALF
    for (const remainder of [parity, 1 - parity]) {
      for (let step = 0; step < FIRST_STEPS; step++) {
        const port = FIRST + 2 * ((from + step) % HALF) + remainder
        if (isFree(port)) return port
      }
      const index = this.#unheld[remainder]!.next(from)
      if (index !== null) return FIRST + 2 * index + remainder
    }
    for (const remainder of [parity, 1 - parity]) {
      for (let step = FIRST_STEPS; step < HALF; step++) {
        const port = FIRST + 2 * ((from + step) % HALF) + remainder
        if (isFree(port)) return port
      }
    }
    return null
  }

  /** Notes whether the port is held. */
  #mark(port: number, isHeld: boolean): void {
    if (port < FIRST || port > LAST) return
    this.#unheld[(port - FIRST) & 1]!.set((port - FIRST) >> 1, !isHeld)
  }
}

/** Returns whether the addresses overlap. `::` without IPV6_V6ONLY includes IPv4. */
function overlaps(a: PortHolder, b: PortHolder): boolean {
  if (a.device !== b.device && a.device !== null && b.device !== null) return false
  if (a.address === b.address) return true
  const sameFamily = addressFamily(a.address) === addressFamily(b.address)
  if (sameFamily) return isAny(a.address) || isAny(b.address)
  const six = addressFamily(a.address) === 6 ? a : b
  return six.address === '::' && !six.onlyIpv6
}

/** Scores for a specific address, or any address of one family or of both; a bound interface decides between equals (Linux's compute_score). */
const SCORE = { bothFamilies: 0, anyAddress: 2, thatAddress: 4, thatDevice: 1 } as const

/** Returns how well a socket matches packets for `destination` on an interface: higher is better, -1 is no match. */
export function matchScore(holder: PortHolder, destination: IpAddress, device: NetworkInterface): number {
  if (holder.device !== null && holder.device !== device) return -1
  const address = addressScore(holder, destination)
  return address < 0 || holder.device === null ? address : address + SCORE.thatDevice
}

function addressScore(holder: PortHolder, destination: IpAddress): number {
  if (holder.address === destination) return SCORE.thatAddress
  if (holder.address === '::') return addressFamily(destination) === 6 || !holder.onlyIpv6 ? SCORE.bothFamilies : -1
  return holder.address === '0.0.0.0' && addressFamily(destination) === 4 ? SCORE.anyAddress : -1
}
