import { optionLength, readOption, type TcpOption, TcpOptionKind } from '../wire/index.ts'
import type { LayerBuilder } from './dissection.ts'

/**
 * Adds the options of a segment, each at its place. `start` is where `options` lie in the frame, `sackBase` what the edges of SACK blocks count from. A wrong
 * length ends the list, and behind an end of list there is only padding.
 */
export function dissectTcpOptions(builder: LayerBuilder, options: Uint8Array, start: number, sackBase: number): void {
  let isEnded = false
  for (let at = 0; at < options.length; ) {
    isEnded ||= options[at] === TcpOptionKind.EOL
    if (isEnded && options[at] !== TcpOptionKind.EOL) return
    const length = optionLength(options, at)
    builder.field('tcp.option_kind', 'Kind', options[at]!, start + at, 1)
    if (length === 0) return
    if (length > 1) builder.field('tcp.option_len', 'Length', length, start + at + 1, 1)
    const option = readOption(options, at, length)
    dissectOption(builder, option, start + at, sackBase)
    at += length
  }
}

function dissectOption(builder: LayerBuilder, option: TcpOption, start: number, sackBase: number): void {
  if (option.kind === 'mss') builder.field('tcp.options.mss_val', 'MSS Value', option.value, start + 2, 2)
  else if (option.kind === 'wscale') {
    builder.field('tcp.options.wscale.shift', 'Shift count', option.shift, start + 2, 1)
    builder.derived('tcp.options.wscale.multiplier', 'Multiplier', 2 ** Math.min(option.shift, 14))
  } else if (option.kind === 'timestamps') {
    builder.field('tcp.options.timestamp.tsval', 'Timestamp value', option.value, start + 2, 4)
    builder.field('tcp.options.timestamp.tsecr', 'Timestamp echo reply', option.echoReply, start + 6, 4)
  } else if (option.kind === 'sack') {
    for (const [index, { left, right }] of option.blocks.entries()) {
      builder.field('tcp.options.sack_le', 'SACK Left Edge', (left - sackBase) >>> 0, start + 2 + 8 * index, 4)
      builder.field('tcp.options.sack_re', 'SACK Right Edge', (right - sackBase) >>> 0, start + 6 + 8 * index, 4)
    }
  } else if (option.kind === 'unknown') {
    const { data } = option
    if (data.length > 0) builder.field('tcp.options.unknown.payload', 'Payload', data, start + 2, data.length)
  }
}
