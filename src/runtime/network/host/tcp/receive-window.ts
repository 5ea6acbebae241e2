/** The window that we offer: silly window avoidance (RFC 9293 3.8.6.2.2), growth and scaling, after Linux's tcp_select_window. */
import type { Nanoseconds } from '../../clock.ts'
import type { Connection } from './connection.ts'
import { advertisedSegmentSize } from './segment-size.ts'
import { sequenceDistance } from './sequence.ts'

const LARGEST_UNSCALED = 65_535

/** The window of the SYN: whole segments of at most 64 KiB; 64240 on a 1500-byte path. */
export function openReceiveWindow(connection: Connection): void {
  const space = Math.min(connection.receiveSpace, LARGEST_UNSCALED)
  const segment = advertisedSegmentSize(connection)
  connection.rcvWnd = space > segment ? space - (space % segment) : space
  connection.rcvWup = connection.rcvNxt
  connection.receiveThreshold = connection.rcvWnd
  connection.autotuning.begin(Math.min(connection.rcvWnd, 10 * segment), connection.now)
}

/** Shift count that lets the window reach what the receive buffer may grow to (RFC 7323 2.3). */
export function wantedWindowScale(connection: Connection): number {
  const { receiveSpace, receiveSpaceLocked } = connection
  let largest = receiveSpaceLocked ? receiveSpace : connection.services.settings.receiveBufferMaximum
  let scale = 0
  while (largest > LARGEST_UNSCALED && scale < 14) {
    largest >>= 1
    scale++
  }
  return scale
}

/** What is left of the window last offered. */
export function openWindow(connection: Connection): number {
  return Math.max(0, connection.rcvWnd - sequenceDistance(connection.rcvNxt, connection.rcvWup))
}

/** Chooses the window to offer in a segment that leaves now, and returns the header's field. Never takes back what was offered (RFC 9293 SHLD-14). */
export function selectWindowField(connection: Connection): number {
  const scale = connection.rcvWindowScale
  const unit = 1 << scale
  const current = openWindow(connection)
  let window = wantedWindow(connection)
  if (window < current) window = Math.ceil(current / unit) * unit
  window = Math.min(window, LARGEST_UNSCALED * unit)
  connection.rcvWnd = window
  connection.rcvWup = connection.rcvNxt
  return window >>> scale
}

/** Linux's __tcp_select_window: nothing rather than a silly window; without scaling the offer moves by whole segments. */
export function wantedWindow(connection: Connection): number {
  const space = connection.receiveSpace
  const unit = 1 << connection.rcvWindowScale
  const segment = Math.min(connection.receivedMss, space)
  let free = Math.max(0, space - connection.receiveBuffer.unread)
  if (free < space >> 1) {
    connection.quickAcks = 0
    if (free < space >> 4 || free < segment) return 0
  }
  free = Math.min(free, connection.receiveThreshold)
  if (unit > 1) return Math.ceil(free / unit) * unit
  const window = connection.rcvWnd
  if (window <= free - segment || window > free) return free - (free % segment)
  return segment === space && free > window + (space >> 1) ? free : window
}

/** A full segment arrived in order: let the window grow toward the buffer's size, twice as much as came (Linux's tcp_grow_window). */
export function growReceiveThreshold(connection: Connection, length: number): void {
  if (length < connection.receivedMss) return
  const room = connection.receiveSpace - connection.receiveBuffer.unread - connection.receiveThreshold
  if (room > 0) connection.receiveThreshold += Math.min(room, 2 * Math.max(advertisedSegmentSize(connection), length))
}

/**
 * Dynamic right-sizing, as Linux's tcp_rcv_space_adjust: what the program reads within one round trip, doubled, is the window
 * that lets the sender go on doubling its own.
 */
export class ReceiveAutotuning {
  #space = 0
  #copied = 0
  #since: Nanoseconds = 0
  #roundTrip: Nanoseconds = 0

  /** What the program read within the last round trip, or is expected to (Linux's rcvq_space). */
  get space(): number {
    return this.#space
  }

  /** The receiver's own estimate of the round trip; 0 for none. */
  get roundTrip(): Nanoseconds {
    return this.#roundTrip
  }

  begin(space: number, now: Nanoseconds): void {
    this.#space = space
    this.#since = now
  }

  /** The peer's segment echoed our timestamp: the receiver's own estimate of the round trip; the least counts. */
  measure(roundTrip: Nanoseconds): void {
    const sample = Math.max(roundTrip, 1_000_000)
    this.#roundTrip = this.#roundTrip === 0 ? sample : Math.min(this.#roundTrip, sample)
  }

  /** The program read `count` bytes. */
  onRead(connection: Connection, count: number): void {
    this.#copied += count
    const { now } = connection
    if (this.#roundTrip === 0 || now - this.#since < this.#roundTrip) return
    if (this.#copied > this.#space) {
      if (connection.services.settings.growsReceiveBuffer && !connection.receiveSpaceLocked) this.#enlarge(connection)
      this.#space = this.#copied
    }
    this.#copied = 0
    this.#since = now
  }

  #enlarge(connection: Connection): void {
    const base = 2 * this.#copied + 16 * advertisedSegmentSize(connection)
    const growth = Math.floor((base * (this.#copied - this.#space)) / this.#space)
    const limit = connection.services.settings.receiveBufferMaximum >> 1
    const wanted = Math.min(base + 2 * growth, limit)
    if (wanted > connection.receiveSpace) connection.receiveSpace = wanted
  }
}
