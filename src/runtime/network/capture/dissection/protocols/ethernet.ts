import {
  ETHERNET_ADDRESS_FIELDS,
  ETHERNET_FIELDS,
  ETHERNET_HEADER_LENGTH,
  ParseError,
  parseEthernet,
} from '../../../wire/index.ts'
import type { Protocol } from '../protocol.ts'

const HEADER = [...ETHERNET_FIELDS, ...ETHERNET_ADDRESS_FIELDS]

export const ETHERNET: Protocol = {
  ...{ name: 'eth', label: 'Ethernet II', title: 'ETH', header: HEADER },
  dissect(work, place) {
    const { start, end } = place
    const header = parseEthernet(work.current.subarray(start, end))
    if (header instanceof ParseError) return work.malformed(header, place)
    work.layer(ETHERNET, place, ETHERNET_HEADER_LENGTH, (builder) => builder.table(HEADER, end))
    work.sumUp(place, () => `Ethernet type 0x${header.type.toString(16).padStart(4, '0')}`)
    const next = { ...place, start: start + ETHERNET_HEADER_LENGTH }
    const protocol = work.protocols.at('etherType', header.type)
    if (protocol === undefined) work.data(next)
    else protocol.dissect(work, next)
  },
}
