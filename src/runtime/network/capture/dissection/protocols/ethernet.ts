import {
  ETHERNET_ADDRESS_FIELDS,
  ETHERNET_FIELDS,
  ETHERNET_HEADER_LENGTH,
  etherTypeOf,
  ParseError,
  parseEthernet,
} from '../../../wire/index.ts'
import type { Protocol } from '../protocol.ts'

const HEADER = [...ETHERNET_FIELDS, ...ETHERNET_ADDRESS_FIELDS]

export const ETHERNET: Protocol = {
  name: 'eth',
  label: 'Ethernet II',
  title: 'ETH',
  header: HEADER,
  dissect(work, place) {
    const { start, end } = place
    if (end - start < ETHERNET_HEADER_LENGTH) {
      const error = parseEthernet(work.current.subarray(start, end))
      if (error instanceof ParseError) work.malformed(error, place)
      return
    }
    const type = etherTypeOf(work.current, start)
    work.layer(ETHERNET, place, ETHERNET_HEADER_LENGTH, (builder) => builder.table(HEADER, end))
    work.sumUp(place, () => `Ethernet type 0x${type.toString(16).padStart(4, '0')}`)
    const next = { ...place, start: start + ETHERNET_HEADER_LENGTH }
    const protocol = work.protocols.at('etherType', type)
    if (protocol === undefined) work.data(next)
    else protocol.dissect(work, next)
  },
}
