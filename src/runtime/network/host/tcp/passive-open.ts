/** Passive open (RFC 9293 3.10.7.2): half-open connections, SYN cookies when there are too many, reuse of TIME-WAIT. */
import { addressFamily } from '../../address/index.ts'
import type { Scheduler } from '../../clock.ts'
import { hash32 } from '../../random.ts'
import { TcpFlag } from '../../wire/index.ts'
import { ANY_FLOW, type NetworkInterface, type Path } from '../ip/index.ts'
import { matchScore } from '../port-table.ts'
import type { Endpoint } from '../socket.ts'
import { endConnection } from './closing.ts'
import type { Connection } from './connection.ts'
import { processSegment } from './input.ts'
import { linkFlow } from './link-flow.ts'
import { supposePeerMss } from './peer-mss.ts'
import type { ListeningSocket, TcpPorts } from './port-claim.ts'
import { openReceiveWindow } from './receive-window.ts'
import type { Segment } from './segment.ts'
import { expectSynAcknowledged, sendStatelessSynAck, sendSynAck } from './segment-output.ts'
import { sequenceAdd } from './sequence.ts'
import { SynCookies, synFromEcho, timestampWithOptions, withoutWhatIsLost } from './syn-cookies.ts'
import { takeSyn } from './syn-sent.ts'
import type { TcpEvent } from './tcp-event.ts'
import { timestampAt } from './timestamps.ts'

const { SYN, ACK, RST, FIN } = TcpFlag

/** A segment for no connection, and the interface where it came in. */
export interface Arrival {
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly segment: Segment
  readonly device: NetworkInterface
}

/** Services of the host's TCP that opening needs. */
interface Opening extends TcpPorts {
  readonly scheduler: Scheduler
  count(event: TcpEvent): void
  createConnection(local: Endpoint, remote: Endpoint, path: Path, device: NetworkInterface | null): Connection
}

export class PassiveOpener {
  readonly #layer: Opening
  readonly #cookies: SynCookies
  /** Set once a cookie was sent: before that, no ACK can hold one. */
  #hasSentCookies = false

  constructor(layer: Opening) {
    this.#layer = layer
    const { seed, name } = layer.ip.options
    this.#cookies = new SynCookies(hash32(seed, `${name} tcp cookie secret`, 0), name)
  }

  /** Handles a segment for no connection, or a SYN for `reused`, one in TIME-WAIT. Returns whether it was for a listener. */
  receive(arrival: Arrival, reused: Connection | null): boolean {
    const { segment } = arrival
    const listener = this.#findListener(arrival)
    if (listener === null) return false
    const control = segment.flags & (SYN | ACK | RST | FIN)
    if (control === SYN) this.#receiveSyn(listener, arrival, reused)
    if ((control & ACK) === 0) return true
    return (control & (SYN | RST)) === 0 && this.#hasSentCookies && this.#receiveCookie(listener, arrival)
  }

  #findListener({ local, device }: Arrival): ListeningSocket | null {
    let best: ListeningSocket | null = null
    let bestScore = -1
    for (const claim of this.#layer.ports.holders(local.port)) {
      const score = claim.listener === null ? -1 : matchScore(claim, local.address, device)
      if (score > bestScore) [best, bestScore] = [claim.listener, score]
    }
    return best
  }

  #receiveSyn(listener: ListeningSocket, arrival: Arrival, reused: Connection | null): void {
    const { segment } = arrival
    const queue = listener.queue!
    if (queue.isFull) {
      this.#layer.count('ListenOverflows')
      return
    }
    const { synCookies } = this.#layer.settings
    if (!queue.hasSynRoom || synCookies === 'always') {
      if (synCookies) this.#sendCookie(listener, arrival)
      else this.#layer.count('TCPReqQFullDrop')
      return
    }
    const connection = this.#answering(listener, arrival)
    if (connection === null) return
    const beyond = reused === null ? null : sequenceAdd(reused.snd.nxt, 65_537)
    if (reused !== null) endConnection(reused, 0)
    // Start above everything the old connection sent (RFC 9293 3.6.1, RFC 6191).
    if (beyond !== null) connection.snd.iss = beyond
    this.#beginHalfOpen(listener, connection, segment)
    sendSynAck(connection)
  }

  /**
   * Creates a connection with the segment's sender, or null if there is no route back. Bound to the listener's interface, or a
   * link-local address's.
   */
  #answering(listener: ListeningSocket, { local, remote, device }: Arrival): Connection | null {
    const bound = listener.options.device ?? linkFlow(remote.address, device).device
    const path = this.#layer.ip.path(remote.address, local.address, { ...ANY_FLOW, device: bound })
    return typeof path === 'number' ? null : this.#layer.createConnection(local, remote, path, bound)
  }

  #beginHalfOpen(listener: ListeningSocket, connection: Connection, syn: Segment): void {
    this.#layer.connections.add(connection)
    listener.lend(connection)
    takeSyn(connection, syn)
    openReceiveWindow(connection)
    connection.state = 'SYN_RECEIVED'
    connection.stats.segsIn = 1
    supposePeerMss(connection)
    listener.queue!.addHalfOpen(connection)
    this.#layer.count('TcpPassiveOpens')
  }

  /** Answers without keeping state. */
  #sendCookie(listener: ListeningSocket, arrival: Arrival): void {
    const { local, remote } = arrival
    const syn = withoutWhatIsLost(arrival.segment, this.#layer.settings.timestamps)
    const connection = this.#answering(listener, arrival)
    if (connection === null) return
    listener.configure(connection)
    takeSyn(connection, syn)
    openReceiveWindow(connection)
    const { now } = this.#layer.scheduler
    connection.snd.iss = this.#cookies.make(addressFamily(remote.address), pairName(local, remote), syn, now)
    this.#hasSentCookies = true
    this.#layer.count('TCPReqQFullDoCookies')
    this.#layer.count('SyncookiesSent')
    sendStatelessSynAck(connection, timestampWithOptions(timestampAt(connection, now), syn))
  }

  /** Handles the ACK of such a SYN-ACK: creates the connection as if it had been half-open. */
  #receiveCookie(listener: ListeningSocket, arrival: Arrival): boolean {
    const { local, remote, segment: ack } = arrival
    const { now } = this.#layer.scheduler
    const size = this.#cookies.check(addressFamily(remote.address), pairName(local, remote), ack, now)
    if (size === null) {
      this.#layer.count('SyncookiesFailed')
      return false
    }
    this.#layer.count('SyncookiesRecv')
    const connection = this.#answering(listener, arrival)
    if (connection === null) return true
    if (listener.queue!.isFull) {
      this.#layer.count('ListenOverflows')
      return true
    }
    connection.snd.iss = sequenceAdd(ack.acknowledgmentNumber, -1)
    this.#beginHalfOpen(listener, connection, synFromEcho(ack, size))
    expectSynAcknowledged(connection)
    processSegment(connection, ack)
    return true
  }
}

function pairName(local: Endpoint, remote: Endpoint): string {
  return `${local.address} ${local.port} ${remote.address} ${remote.port}`
}
