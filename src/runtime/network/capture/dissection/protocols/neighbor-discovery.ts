import {
  type HeaderField,
  ICMP_HEADER_LENGTH,
  ND_OPTION_LIST,
  type NdMessage,
  NEIGHBOR_ADVERTISEMENT_FIELDS,
  NEIGHBOR_SOLICITATION_FIELDS,
  ndOptionsStart,
  ParseError,
  parseNd,
  REDIRECT_FIELDS,
  ROUTER_ADVERTISEMENT_FIELDS,
  redirectedPacketStart,
} from '../../../wire/index.ts'
import type { BodyFormat } from './icmpv6-body.ts'

const FIELDS: Readonly<Record<NdMessage['kind'], readonly HeaderField[]>> = {
  'neighbor solicitation': NEIGHBOR_SOLICITATION_FIELDS,
  'neighbor advertisement': NEIGHBOR_ADVERTISEMENT_FIELDS,
  'router solicitation': [],
  'router advertisement': ROUTER_ADVERTISEMENT_FIELDS,
  redirect: REDIRECT_FIELDS,
}

export const NEIGHBOR_DISCOVERY_BODY: BodyFormat = {
  fields: [
    ...Object.values(FIELDS).flat(),
    ...[...ND_OPTION_LIST.kind, ...ND_OPTION_LIST.more, ...ND_OPTION_LIST.values],
  ],
  has: (type) => ndOptionsStart(type) !== null,
  read(message) {
    const nd = parseNd(message)
    if (nd instanceof ParseError) return nd
    const quoted = nd.kind === 'redirect' ? redirectedPacketStart(nd) : null
    return {
      summary: summarize(nd),
      quotedAt: quoted === null ? null : ICMP_HEADER_LENGTH + quoted,
      addFields(builder, end) {
        builder.table(FIELDS[nd.kind], end)
        builder.options(ND_OPTION_LIST, builder.start + ICMP_HEADER_LENGTH + ndOptionsStart(message.type)!, end)
      },
    }
  },
}

function summarize(message: NdMessage): string {
  const macs = message.options.flatMap((option) => ('mac' in option ? [option.mac] : []))
  const at = macs.length > 0 ? ` ${macs[0]}` : ''
  if (message.kind === 'neighbor solicitation') return `for ${message.target}${at === '' ? '' : ` from${at}`}`
  if (message.kind === 'neighbor advertisement') return `${message.target}${at === '' ? '' : ` is at${at}`}`
  if (message.kind === 'redirect') return `${message.destination} by ${message.target}${at === '' ? '' : ` at${at}`}`
  return at === '' ? '' : `from${at}`
}
