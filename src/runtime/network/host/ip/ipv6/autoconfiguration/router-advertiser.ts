import { type MacAddress, networkAddress } from '../../../../address/index.ts'
import { MILLISECOND, type Nanoseconds, type Scheduler, SECOND } from '../../../../clock.ts'
import type { RandomStream } from '../../../../random.ts'
import type { NdOption, RouterAdvertisement } from '../../../../wire/index.ts'
import { Timer } from '../../../timer.ts'
import type { AdvertisedPrefix, Advertisement } from '../../host-interface.ts'

/** Link to advertise on, whatever kind of host does it. */
export interface AdvertisedLink {
  readonly scheduler: Scheduler
  readonly random: RandomStream
  /** Address of the router's interface on the link. */
  readonly mac: MacAddress
  /** Sends a message to all nodes of the link. */
  announce(message: RouterAdvertisement): void
}

const DAY = 86_400
/** RFC 4861 10: the first few come sooner, answers a little later, and never two within 3 s. */
const INITIAL = { count: 3, longest: 16 * SECOND }
const ANSWER_DELAY: Nanoseconds = 500 * MILLISECOND
const LEAST_DISTANCE: Nanoseconds = 3 * SECOND

/** Advertises this router to hosts on one link, periodically and on request (RFC 4861 6.2). */
export class RouterAdvertiser {
  readonly #link: AdvertisedLink
  readonly #advertisement: Advertisement
  readonly #timer: Timer
  #sent = 0
  #sentAt: Nanoseconds = Number.NEGATIVE_INFINITY

  constructor(link: AdvertisedLink, advertisement: Advertisement) {
    this.#link = link
    this.#advertisement = advertisement
    this.#timer = new Timer(link.scheduler, () => this.#send())
  }

  /** Starts advertising: the interface is up and has a source address. */
  start(): void {
    this.#sent = 0
    this.#timer.arm(this.#link.random.below(ANSWER_DELAY))
  }

  stop(): void {
    this.#timer.stop()
  }

  /** Answers a host's solicitation with an advertisement to everybody on the link, soon (RFC 4861 6.2.6). */
  solicit(): void {
    const { now } = this.#link.scheduler
    const at = Math.max(now + this.#link.random.below(ANSWER_DELAY), this.#sentAt + LEAST_DISTANCE)
    if (this.#timer.deadline !== null && at < this.#timer.deadline) this.#timer.armAt(at)
  }

  #send(): void {
    const { lifetime = 1800 } = this.#advertisement
    this.#link.announce({
      kind: 'router advertisement',
      currentHopLimit: 64,
      managed: false,
      other: false,
      lifetime,
      reachableTime: 0,
      retransmissionTime: 0,
      options: this.#options(lifetime),
    })
    this.#sent++
    this.#sentAt = this.#link.scheduler.now
    this.#timer.arm(this.#nextInterval())
  }

  /** Returns a random time between a third of the interval and all of it (RFC 4861 6.2.4). */
  #nextInterval(): Nanoseconds {
    const { interval = 600 * SECOND } = this.#advertisement
    const least = Math.max(LEAST_DISTANCE, Math.floor(interval / 3))
    const steps = Math.ceil((interval - least) / MILLISECOND)
    const drawn = least + this.#link.random.below(Math.max(1, steps)) * MILLISECOND
    return this.#sent < INITIAL.count ? Math.min(drawn, INITIAL.longest) : drawn
  }

  #options(lifetime: number): NdOption[] {
    const { prefixes, mtu, nameServers = [] } = this.#advertisement
    return [
      { kind: 'source link address', mac: this.#link.mac },
      ...(mtu === undefined ? [] : [{ kind: 'mtu' as const, mtu }]),
      ...prefixes.map(prefixOption),
      ...(nameServers.length === 0 ? [] : [{ kind: 'rdnss' as const, lifetime, servers: [...nameServers] }]),
    ]
  }
}

function prefixOption({ prefix, validLifetime = 30 * DAY, preferredLifetime = 7 * DAY }: AdvertisedPrefix): NdOption {
  const { length } = prefix
  return {
    kind: 'prefix',
    prefix: networkAddress(prefix),
    length,
    onLink: true,
    autonomous: length === 64,
    validLifetime,
    preferredLifetime: Math.min(preferredLifetime, validLifetime),
  }
}
