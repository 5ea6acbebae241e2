/**
 * Neighbor unreachability detection (RFC 1122 2.3.2, RFC 4861 7.3), with Linux's states and, unless the interface's settings
 * say otherwise, times: three requests a second apart, then "host unreachable" for queued packets. An entry is trusted for
 * about 30 s (REACHABLE). A used one that is older (STALE) is asked again, by unicast (PROBE), unless a higher protocol
 * confirms the neighbor within 5 s (DELAY).
 */
import { type Family, type IpAddress, type MacAddress, ZERO_MAC } from '../../address/index.ts'
import type { Scheduler } from '../../clock.ts'
import type { NeighborState } from '../rows.ts'
import type { Neighbor, NeighborTable } from './neighbor-table.ts'
import type { NetworkInterface } from './network-interface.ts'

/** Requests for neighbors: ARP, or neighbor discovery. */
export interface NeighborProtocol {
  /** EtherType of packets to its neighbors. */
  readonly etherType: number
  /**
   * Asks everybody on the link for a neighbor's address, or the neighbor itself whether `mac` is still right. `source`:
   * source of the waiting packet; the request is sent from it if it is ours.
   */
  ask(device: NetworkInterface, address: IpAddress, source: IpAddress, mac: MacAddress | null): void
}

export interface DetectionOptions {
  scheduler: Scheduler
  /** Protocol that sends requests, by family. */
  protocols: Readonly<Record<Family, NeighborProtocol>>
  /** Called when an entry is new, gone, or changed. */
  onChange: (entry: object) => void
  /** Called with frames (14 bytes of room, then the IP packet) that could not be delivered to the neighbor. */
  onUnreachable: (address: IpAddress, frames: readonly Uint8Array[]) => void
}

export class NeighborDetection {
  readonly #table: NeighborTable
  readonly #options: DetectionOptions

  constructor(table: NeighborTable, options: DetectionOptions) {
    this.#table = table
    this.#options = options
  }

  change(entry: Neighbor, state: NeighborState): void {
    this.#table.set(entry, state)
    this.#options.onChange(entry)
  }

  /** Starts to ask for the neighbor's address. `source`: of the waiting packet. */
  resolve(entry: Neighbor, source: IpAddress): void {
    this.#table.set(entry, 'INCOMPLETE')
    entry.mac = ZERO_MAC
    entry.source = source
    entry.probes = 0
    this.#ask(entry)
  }

  #ask(entry: Neighbor): void {
    entry.probes++
    this.#options.onChange(entry)
    entry.timer.arm(entry.settings.retransmissionTime)
    const { device, address, source, family } = entry
    this.#options.protocols[family].ask(device, address, source, entry.state === 'PROBE' ? entry.mac : null)
  }

  /**
   * Marks a neighbor as reachable. No timer is needed for the end of that, unless the entry was used less than
   * `firstProbeDelay` before: it is then in DELAY, not STALE (Linux's neigh_timer_handler).
   */
  reach(entry: Neighbor): void {
    const staleAt = this.#table.staleAt(entry)
    if (staleAt <= entry.usedAt + entry.settings.firstProbeDelay) entry.timer.armAt(staleAt)
    else entry.timer.stop()
    this.change(entry, 'REACHABLE')
  }

  /** Notes that an old entry is used. */
  delay(entry: Neighbor): void {
    entry.timer.arm(entry.settings.firstProbeDelay)
    this.change(entry, 'DELAY')
  }

  onTimer(entry: Neighbor): void {
    const { now } = this.#options.scheduler
    const { firstProbeDelay, unicastProbes, multicastProbes } = entry.settings
    if (entry.state === 'REACHABLE' && now < this.#table.staleAt(entry)) {
      this.reach(entry)
      return
    }
    if (entry.state === 'REACHABLE' || entry.state === 'STALE') {
      if (now <= entry.usedAt + firstProbeDelay) this.delay(entry)
      return
    }
    if (entry.state === 'DELAY') {
      if (now <= entry.confirmedAt + firstProbeDelay) {
        this.reach(entry)
        return
      }
      this.#table.set(entry, 'PROBE')
      entry.probes = 0
    }
    if (entry.probes < (entry.state === 'PROBE' ? unicastProbes : multicastProbes)) this.#ask(entry)
    else this.#fail(entry)
  }

  #fail(entry: Neighbor): void {
    entry.mac = ZERO_MAC
    this.change(entry, 'FAILED')
    this.#options.onUnreachable(
      entry.address,
      entry.waiting.splice(0).map(({ frame }) => frame),
    )
  }
}
