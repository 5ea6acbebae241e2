import {
  flagsText,
  ParseError,
  parseTcp,
  readTcpOptions,
  TcpFlag,
  type TcpPosition,
  type TcpSegment,
} from '../../runtime/network/index.ts'
import { strings } from '../../strings/index.ts'
import type { Said } from './packet-reader.ts'
import { quoted } from './quoted.ts'

const words = strings.protocols

/** A TCP segment in words; `position` tells its numbers relative to the connection's first, and what it repeats. */
export function sayTcp(bytes: Uint8Array, position: TcpPosition | null): Said {
  const segment = parseTcp(bytes)
  if (segment instanceof ParseError)
    return { protocol: 'TCP', label: words.unreadable, headline: words.unreadable, detail: segment.toString() }
  const { payload } = segment
  const opens = has(segment, TcpFlag.SYN)
  const ends = has(segment, TcpFlag.FIN)
  const resets = has(segment, TcpFlag.RST)
  const zeroWindow = segment.window === 0 && !resets && !opens
  const ack = has(segment, TcpFlag.ACK) ? (position?.acknowledgment ?? segment.acknowledgmentNumber) : null
  const flags = flagsText(segment.flags)
  const numbers = `seq ${position?.sequence ?? segment.sequenceNumber}${ack === null ? '' : ` ack ${ack}`}`
  const extras = opens ? ` ${optionsText(segment)}` : zeroWindow ? ` ${words.windowZero}` : ''
  return {
    protocol: 'TCP',
    opens,
    ends,
    resets,
    zeroWindow,
    againOf: position?.repeats ?? null,
    pureAck: payload.length === 0 && !opens && !ends && !resets,
    payloadLength: payload.length,
    label: shortLabel(segment, ack) + (zeroWindow ? `, ${words.windowZero}` : ''),
    headline: payload.length > 0 ? quoted(payload, 60) : flags,
    detail: `${payload.length > 0 ? `${flags} ` : ''}${numbers}${extras}`,
  }
}

const has = (segment: TcpSegment, flag: number) => (segment.flags & flag) !== 0

/** Data in quotes if there is any, else what the flags do. */
function shortLabel(segment: TcpSegment, ack: number | null): string {
  const ends = has(segment, TcpFlag.FIN)
  if (segment.payload.length > 0) return quoted(segment.payload, ends ? 13 : 18) + (ends ? ' FIN' : '')
  if (has(segment, TcpFlag.RST)) return 'RST'
  if (has(segment, TcpFlag.SYN)) return has(segment, TcpFlag.ACK) ? 'SYN ACK' : 'SYN'
  if (ends) return 'FIN'
  return ack === null || ack <= 1 ? 'ACK' : `ACK ${ack}`
}

function optionsText(segment: TcpSegment): string {
  const options = readTcpOptions(segment.options)
  const parts = [`win ${segment.window}`]
  if (options.mss !== null) parts.push(`MSS ${options.mss}`)
  if (options.windowScale !== null) parts.push(`WS ${2 ** options.windowScale}`)
  if (options.sackPermitted) parts.push('SACK')
  if (options.timestamps) parts.push('TS')
  return parts.join(' ')
}
