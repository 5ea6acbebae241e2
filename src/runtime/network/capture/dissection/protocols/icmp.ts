import {
  ICMP_FIELDS,
  ICMP_HEADER_LENGTH,
  ICMP_REST_FIELDS,
  IcmpCode,
  type IcmpMessage,
  IcmpType,
  IpProtocol,
  icmpChecksumOk,
  icmpIdentifier,
  icmpMeaning,
  icmpNextHopMtu,
  icmpRestFields,
  icmpSequence,
  isIcmpError,
  ParseError,
  parseIcmp,
} from '../../../wire/index.ts'
import { checksumStatus, checksumStatusField } from '../dissecting.ts'
import type { Protocol } from '../protocol.ts'
import { addExchange, echoFields } from './exchange-fields.ts'
import { IPV4 } from './ipv4.ts'

const CHECKSUM_STATUS = checksumStatusField('icmp')
const EXCHANGE = echoFields('icmp')

export const ICMP: Protocol = {
  name: 'icmp',
  label: 'Internet Control Message Protocol',
  title: 'ICMP',
  header: ICMP_FIELDS,
  fields: [CHECKSUM_STATUS, ...ICMP_REST_FIELDS, ...Object.values(EXCHANGE)],
  foundAt: { ipProtocol: [IpProtocol.ICMP] },
  dissect(work, place) {
    const { start, end, isQuoted, carrier } = place
    const bytes = work.current.subarray(start, end)
    const message = parseIcmp(bytes)
    if (message instanceof ParseError) return work.malformed(message, place)
    work.layer(ICMP, place, ICMP_HEADER_LENGTH, (builder) => {
      builder.table(ICMP_FIELDS, end)
      const isChecked = carrier?.isComplete === true && !isQuoted
      checksumStatus(builder, CHECKSUM_STATUS, () => (isChecked ? (icmpChecksumOk(bytes) ? 1 : 0) : 2))
      builder.table(icmpRestFields(message.type, message.code), end)
      const { exchange } = work.datagramPosition ?? {}
      if (exchange && !isQuoted)
        addExchange(builder, EXCHANGE, exchange, work.frame?.number, message.type === IcmpType.ECHO_REQUEST)
    })
    work.sumUp(place, () => summarize(message, carrier?.ttl ?? 0))
    const payload = { start: start + ICMP_HEADER_LENGTH, end, isQuoted }
    if (isIcmpError(message.type)) IPV4.dissect(work, { ...payload, isQuoted: true })
    else work.data(payload)
  },
}

function summarize(message: IcmpMessage, ttl: number): string {
  const { type, code } = message
  const meaning = icmpMeaning(type, code)
  if (type === IcmpType.ECHO_REQUEST || type === IcmpType.ECHO_REPLY)
    return `${meaning} id ${icmpIdentifier(message)} seq ${icmpSequence(message)} ttl ${ttl}`
  const isTooLarge = type === IcmpType.DESTINATION_UNREACHABLE && code === IcmpCode.FRAGMENTATION_NEEDED
  return isTooLarge ? `${meaning} mtu ${icmpNextHopMtu(message)}` : meaning
}
