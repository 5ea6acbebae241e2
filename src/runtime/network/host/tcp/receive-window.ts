/** Our receive window: silly window avoidance (RFC 9293 3.8.6.2.2), growth and scaling, after Linux's tcp_select_window. */
import type { Connection } from './connection.ts'
import { advertisedSegmentSize } from './segment-packet.ts'
import { sequenceDistance } from './sequence.ts'

const LARGEST_UNSCALED = 65_535
/** Minimum text of a segment that says something about the sender's window (Linux's tcp_event_data_recv). */
const SMALLEST_GROWING = 128
const SMALL_PAYLOAD = 1460
/** Memory per segment beyond its payload, which is in pages: sk_buff, headroom, skb_shared_info. */
const SEGMENT_OVERHEAD = 1280

/** Window of the SYN: whole segments of at most 64 KiB; 64240 on a 1500-byte path. */
export function openReceiveWindow(connection: Connection): void {
  const space = Math.min(connection.rcv.space, LARGEST_UNSCALED)
  const segment = advertisedSegmentSize(connection)
  connection.rcv.wnd = space > segment ? space - (space % segment) : space
  connection.rcv.wup = connection.rcv.nxt
  connection.rcv.ssthresh = connection.rcv.wnd
  connection.rcv.autotuning.begin(Math.min(connection.rcv.wnd, 10 * segment), connection.now)
}

/** Shift count that lets the window cover the largest receive buffer (RFC 7323 2.3). */
export function wantedWindowScale(connection: Connection): number {
  const { space, spaceLocked } = connection.rcv
  let largest = spaceLocked ? space : connection.services.settings.receiveBufferMaximum
  let scale = 0
  while (largest > LARGEST_UNSCALED && scale < 14) {
    largest >>= 1
    scale++
  }
  return scale
}

/** Returns what remains of the window last offered. */
export function openWindow(connection: Connection): number {
  return Math.max(0, connection.rcv.wnd - sequenceDistance(connection.rcv.nxt, connection.rcv.wup))
}

/** Chooses the window for a segment leaving now, and returns the header field. Never shrinks an offer (RFC 9293 SHLD-14). */
export function selectWindowField(connection: Connection): number {
  const scale = connection.rcv.wscale
  const unit = 1 << scale
  const current = openWindow(connection)
  let window = wantedWindow(connection)
  if (window < current) window = Math.ceil(current / unit) * unit
  window = Math.min(window, LARGEST_UNSCALED * unit)
  connection.rcv.wnd = window
  connection.rcv.wup = connection.rcv.nxt
  return window >>> scale
}

/** Avoids silly windows: offers 0 instead; without scaling, the offer moves by whole segments (Linux's __tcp_select_window). */
export function wantedWindow(connection: Connection): number {
  const space = connection.rcv.space
  const unit = 1 << connection.rcv.wscale
  const segment = Math.min(connection.rcv.mss, space)
  let free = Math.max(0, space - connection.rcv.buffer.unread)
  if (free < space >> 1) {
    connection.ack.quick = 0
    if (free < space >> 4 || free < segment) return 0
  }
  free = Math.min(free, connection.rcv.ssthresh)
  if (unit > 1) return Math.ceil(free / unit) * unit
  const window = connection.rcv.wnd
  if (window <= free - segment || window > free) return free - (free % segment)
  return segment === space && free > window + (space >> 1) ? free : window
}

/** Grows the window toward the buffer's size by twice a full segment that arrived in order (Linux's tcp_grow_window). */
export function growReceiveThreshold(connection: Connection, length: number): void {
  if (length < Math.max(connection.rcv.mss, SMALLEST_GROWING)) return
  const room = connection.rcv.space - connection.rcv.buffer.unread - connection.rcv.ssthresh
  if (room > 0) connection.rcv.ssthresh += Math.min(room, 2 * Math.max(advertisedSegmentSize(connection), length))
}

/** Returns how many payload bytes fit in that much receive memory (Linux's tcp_win_from_space). */
function bytesWithin(connection: Connection, memory: number): number {
  return Math.floor((memory * connection.rcv.payloadShare) / 256)
}

/**
 * Updates the payload's share of memory from a segment larger than any before (Linux's scaling_ratio). Segments of up to 1500
 * bytes keep Linux's initial half: beyond that, drivers differ.
 */
export function noteMemoryOfSegment(connection: Connection, length: number): void {
  if (length <= SMALL_PAYLOAD || connection.rcv.spaceLocked) return
  connection.rcv.payloadShare = Math.floor((256 * length) / (length + SEGMENT_OVERHEAD))
  connection.rcv.space = bytesWithin(connection, connection.rcv.memory)
}
