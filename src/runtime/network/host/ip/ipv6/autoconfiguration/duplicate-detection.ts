import type { IpAddress, Prefix } from '../../../../address/index.ts'
import { type Nanoseconds, SECOND } from '../../../../clock.ts'
import { RandomStream } from '../../../../random.ts'
import { Timer } from '../../../timer.ts'
import type { NetworkInterface } from '../../network-interface.ts'
import type { Ipv6Services } from '../ipv6-services.ts'

/** MAX_RTR_SOLICITATION_DELAY and RETRANS_TIMER of RFC 4861 10. */
const LONGEST_DELAY: Nanoseconds = SECOND
const RETRANSMISSION: Nanoseconds = SECOND

interface Candidate {
  readonly prefix: Prefix
  readonly timer: Timer
  probes: number
}

/** Asks the link, before an address is used, whether another host has it already (RFC 4862 5.4). */
export class DuplicateDetection {
  readonly #ip: Ipv6Services
  readonly #onVerdict: (device: NetworkInterface, prefix: Prefix, isUnique: boolean) => void
  readonly #candidates = new Map<NetworkInterface, Map<IpAddress, Candidate>>()

  constructor(ip: Ipv6Services, onVerdict: (device: NetworkInterface, prefix: Prefix, isUnique: boolean) => void) {
    this.#ip = ip
    this.#onVerdict = onVerdict
  }

  begin(device: NetworkInterface, prefix: Prefix): void {
    const { name, seed } = this.#ip.options
    const ofDevice = this.#candidates.get(device) ?? new Map<IpAddress, Candidate>()
    const candidate = { prefix, probes: 0, timer: new Timer(this.#ip.scheduler, () => this.#next(device, candidate)) }
    this.#candidates.set(device, ofDevice.set(prefix.address, candidate))
    device.tentative.push(prefix)
    this.#ip.multicast.changed(device)
    // Otherwise all hosts on a link that comes up would ask at once.
    const delay = new RandomStream(seed, `${name} ${device.name} duplicate ${prefix.address}`).below(LONGEST_DELAY)
    candidate.timer.arm(device.settings.isOptimistic ? 0 : delay)
  }

  #next(device: NetworkInterface, candidate: Candidate): void {
    if (candidate.probes >= device.settings.duplicateProbes) {
      this.#end(device, candidate, true)
      return
    }
    candidate.probes++
    this.#ip.ipv6.discovery.probe(device, candidate.prefix.address)
    candidate.timer.arm(RETRANSMISSION)
  }

  /** Handles a host that asks for the same address, or says that it has it. */
  hear(device: NetworkInterface, address: IpAddress): void {
    const candidate = this.#candidates.get(device)?.get(address)
    if (candidate === undefined) return
    this.#ip.counters.count('Ip6DuplicateAddresses')
    this.#end(device, candidate, false)
  }

  #end(device: NetworkInterface, candidate: Candidate, isUnique: boolean): void {
    this.#forget(device, candidate)
    this.#onVerdict(device, candidate.prefix, isUnique)
  }

  #forget(device: NetworkInterface, { prefix, timer }: Candidate): void {
    timer.stop()
    this.#candidates.get(device)?.delete(prefix.address)
    device.tentative.splice(device.tentative.indexOf(prefix), 1)
    this.#ip.multicast.changed(device)
  }

  /** Stops all detection on an interface that went down. */
  stop(device: NetworkInterface): void {
    for (const candidate of [...(this.#candidates.get(device)?.values() ?? [])]) this.#forget(device, candidate)
  }
}
