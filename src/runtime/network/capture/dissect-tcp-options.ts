import { optionLength, readOption, type TcpOption } from '../wire/index.ts'
import type { LayerBuilder } from './dissection.ts'

/** Adds the options of a segment, each at its place. `start` is where `options` lie in the frame. A wrong length ends the list. */
export function dissectTcpOptions(builder: LayerBuilder, options: Uint8Array, start: number): void {
  for (let at = 0; at < options.length; ) {
    const length = optionLength(options, at)
    builder.field('tcp.option_kind', 'Kind', options[at]!, start + at, 1)
    if (length === 0) return
    if (length > 1) builder.field('tcp.option_len', 'Length', length, start + at + 1, 1)
    const option = readOption(options, at, length)
    if (option.kind === 'eol') return
    dissectOption(builder, option, start + at)
    at += length
  }
}

function dissectOption(builder: LayerBuilder, option: TcpOption, start: number): void {
  if (option.kind === 'mss') builder.field('tcp.options.mss_val', 'MSS Value', option.value, start + 2, 2)
  else if (option.kind === 'wscale') {
    builder.field('tcp.options.wscale.shift', 'Shift count', option.shift, start + 2, 1)
    builder.derived('tcp.options.wscale.multiplier', 'Multiplier', 2 ** Math.min(option.shift, 14))
  } else if (option.kind === 'timestamps') {
    builder.field('tcp.options.timestamp.tsval', 'Timestamp value', option.value, start + 2, 4)
    builder.field('tcp.options.timestamp.tsecr', 'Timestamp echo reply', option.echoReply, start + 6, 4)
  } else if (option.kind === 'sack') {
    for (const [index, { left, right }] of option.blocks.entries()) {
      builder.field('tcp.options.sack_le', 'SACK Left Edge', left, start + 2 + 8 * index, 4)
      builder.field('tcp.options.sack_re', 'SACK Right Edge', right, start + 6 + 8 * index, 4)
    }
  } else if (option.kind === 'unknown') {
    const { data } = option
    if (data.length > 0) builder.field('tcp.options.unknown.payload', 'Payload', data, start + 2, data.length)
  }
}
