/** The window that we offer: silly window avoidance (RFC 9293 3.8.6.2.2), growth and scaling, after Linux's tcp_select_window. */
import type { Connection } from './connection.ts'
import { advertisedSegmentSize } from './segment-packet.ts'
import { sequenceDistance } from './sequence.ts'

const LARGEST_UNSCALED = 65_535
/** Segments with less text say nothing of the sender's window (Linux's tcp_event_data_recv). */
const SMALLEST_GROWING = 128
const SMALL_PAYLOAD = 1460
/** Memory of a segment beyond its payload, which lies in pages: sk_buff, room for headers, skb_shared_info. */
const SEGMENT_OVERHEAD = 1280

/** The window of the SYN: whole segments of at most 64 KiB; 64240 on a 1500-byte path. */
export function openReceiveWindow(connection: Connection): void {
  const space = Math.min(connection.rcv.space, LARGEST_UNSCALED)
  const segment = advertisedSegmentSize(connection)
  connection.rcv.wnd = space > segment ? space - (space % segment) : space
  connection.rcv.wup = connection.rcv.nxt
  connection.rcv.ssthresh = connection.rcv.wnd
  connection.rcv.autotuning.begin(Math.min(connection.rcv.wnd, 10 * segment), connection.now)
}

/** Shift count that lets the window reach what the receive buffer may grow to (RFC 7323 2.3). */
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

/** What is left of the window last offered. */
export function openWindow(connection: Connection): number {
  return Math.max(0, connection.rcv.wnd - sequenceDistance(connection.rcv.nxt, connection.rcv.wup))
}

/** Chooses the window to offer in a segment that leaves now, and returns the header's field. Never takes back what was offered (RFC 9293 SHLD-14). */
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

/** Linux's __tcp_select_window: nothing rather than a silly window; without scaling the offer moves by whole segments. */
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

/** A full segment arrived in order: let the window grow toward the buffer's size, twice as much as came (Linux's tcp_grow_window). */
export function growReceiveThreshold(connection: Connection, length: number): void {
  if (length < Math.max(connection.rcv.mss, SMALLEST_GROWING)) return
  const room = connection.rcv.space - connection.rcv.buffer.unread - connection.rcv.ssthresh
  if (room > 0) connection.rcv.ssthresh += Math.min(room, 2 * Math.max(advertisedSegmentSize(connection), length))
}

/** Bytes that fit in so much receive memory (Linux's tcp_win_from_space). */
function bytesWithin(connection: Connection, memory: number): number {
  return Math.floor((memory * connection.rcv.payloadShare) / 256)
}

/**
 * A larger segment than before shows how much of the memory is payload (Linux's scaling_ratio). Segments of up to 1500 bytes keep the
 * half that Linux begins with: from there on drivers differ.
 */
export function noteMemoryOfSegment(connection: Connection, length: number): void {
  if (length <= SMALL_PAYLOAD || connection.rcv.spaceLocked) return
  connection.rcv.payloadShare = Math.floor((256 * length) / (length + SEGMENT_OVERHEAD))
  connection.rcv.space = bytesWithin(connection, connection.rcv.memory)
}
