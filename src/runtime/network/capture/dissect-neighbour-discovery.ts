import {
  type HeaderField,
  type IcmpMessage,
  ND_MTU_FIELDS,
  ND_OPTION_FIELDS,
  ND_PREFIX_FIELDS,
  type NdMessage,
  NEIGHBOUR_ADVERTISEMENT_FIELDS,
  NEIGHBOUR_SOLICITATION_FIELDS,
  ndOptionsStart,
  ROUTER_ADVERTISEMENT_FIELDS,
} from '../wire/index.ts'
import type { LayerBuilder } from './dissection.ts'

const FIELDS: Readonly<Record<NdMessage['kind'], readonly HeaderField[]>> = {
  'neighbour solicitation': NEIGHBOUR_SOLICITATION_FIELDS,
  'neighbour advertisement': NEIGHBOUR_ADVERTISEMENT_FIELDS,
  'router solicitation': [],
  'router advertisement': ROUTER_ADVERTISEMENT_FIELDS,
}

/** Adds what a message that was read says. `bytes`: the ICMPv6 message, which begins at `start` in the frame. */
export function dissectNd(
  builder: LayerBuilder,
  message: IcmpMessage,
  nd: NdMessage,
  bytes: Uint8Array,
  start: number,
): void {
  builder.table(FIELDS[nd.kind], start + bytes.length)
  for (let at = 8 + ndOptionsStart(message.type)!; at < bytes.length; at += 8 * bytes[at + 1]!) {
    dissectOption(builder, bytes, at, start)
  }
}

function dissectOption(builder: LayerBuilder, bytes: Uint8Array, at: number, start: number): void {
  const [type, length] = [bytes[at]!, 8 * bytes[at + 1]!]
  builder.tableAt(ND_OPTION_FIELDS, start + at)
  if ((type === 1 || type === 2) && length === 8) {
    const mac = bytes.subarray(at + 2, at + 8)
    const [name, label] = type === 1 ? (['src', 'Source'] as const) : (['target', 'Target'] as const)
    builder.field('icmpv6.opt.linkaddr', 'Link-layer address', mac, start + at + 2, 6)
    builder.field(`icmpv6.opt.${name}_linkaddr`, `${label} Link-layer address`, mac, start + at + 2, 6)
  } else if (type === 3 && length === 32) builder.tableAt(ND_PREFIX_FIELDS, start + at)
  else if (type === 5 && length === 8) builder.tableAt(ND_MTU_FIELDS, start + at)
}
