import {
  ICMP_HEADER_LENGTH,
  ICMPV6_FIELDS,
  ICMPV6_REST_FIELDS,
  type IcmpMessage,
  Icmpv6Type,
  IpProtocol,
  icmpIdentifier,
  icmpSequence,
  icmpv6ChecksumOk,
  icmpv6Meaning,
  icmpv6RestFields,
  isIcmpv6Error,
  ParseError,
  parseIcmpv6,
} from '../../../wire/index.ts'
import { checksumStatus, checksumStatusField } from '../dissecting.ts'
import type { Protocol } from '../protocol.ts'
import { addExchange, echoFields } from './exchange-fields.ts'
import type { BodyFormat, MessageBody } from './icmpv6-body.ts'
import { IPV6 } from './ipv6.ts'
import { MLD_BODY } from './mld.ts'
import { NEIGHBOR_DISCOVERY_BODY } from './neighbor-discovery.ts'

const CHECKSUM_STATUS = checksumStatusField('icmpv6')
const EXCHANGE = echoFields('icmpv6')
/** Messages with a structure after the first 8 bytes. */
const BODIES: readonly BodyFormat[] = [NEIGHBOR_DISCOVERY_BODY, MLD_BODY]

export const ICMPV6: Protocol = {
  name: 'icmpv6',
  label: 'Internet Control Message Protocol v6',
  title: 'ICMPv6',
  header: ICMPV6_FIELDS,
  fields: [
    CHECKSUM_STATUS,
    ...ICMPV6_REST_FIELDS,
    ...Object.values(EXCHANGE),
    ...BODIES.flatMap(({ fields }) => fields),
  ],
  foundAt: { ipProtocol: [IpProtocol.ICMPV6] },
  dissect(work, place) {
    const { start, end, isQuoted, carrier } = place
    const bytes = work.current.subarray(start, end)
    const message = parseIcmpv6(bytes)
    if (message instanceof ParseError) return work.malformed(message, place)
    const isComplete = carrier?.isComplete === true
    const body = isComplete ? readBody(message) : null
    work.layer(ICMPV6, place, body === null ? ICMP_HEADER_LENGTH : end - start, (builder) => {
      builder.table(ICMPV6_FIELDS, end)
      const isOk = () => icmpv6ChecksumOk(bytes, carrier!.source, carrier!.destination)
      checksumStatus(builder, CHECKSUM_STATUS, () => (isComplete && !isQuoted ? (isOk() ? 1 : 0) : 2))
      builder.table(icmpv6RestFields(message.type), end)
      const { exchange } = work.datagramPosition ?? {}
      if (exchange && !isQuoted)
        addExchange(builder, EXCHANGE, exchange, work.frame?.number, message.type === Icmpv6Type.ECHO_REQUEST)
      if (body !== null && !(body instanceof ParseError)) body.addFields(builder, end)
    })
    work.sumUp(place, () => summarize(message, carrier?.ttl ?? 0, body))
    const payload = { start: start + ICMP_HEADER_LENGTH, end, isQuoted }
    if (body instanceof ParseError) work.malformed(body, payload)
    else if (typeof body?.quotedAt === 'number')
      IPV6.dissect(work, { start: start + body.quotedAt, end, isQuoted: true })
    else if (isIcmpv6Error(message.type)) IPV6.dissect(work, { ...payload, isQuoted: true })
    else if (body === null) work.data(payload)
  },
}

function readBody(message: IcmpMessage): MessageBody | ParseError | null {
  return BODIES.find(({ has }) => has(message.type))?.read(message) ?? null
}

function summarize(message: IcmpMessage, hopLimit: number, body: MessageBody | ParseError | null): string {
  const { type, code, rest } = message
  const meaning = icmpv6Meaning(type, code)
  if (type === Icmpv6Type.ECHO_REQUEST || type === Icmpv6Type.ECHO_REPLY)
    return `${meaning} id ${icmpIdentifier(message)} seq ${icmpSequence(message)} ttl ${hopLimit}`
  if (type === Icmpv6Type.PACKET_TOO_BIG) return `${meaning} mtu ${rest}`
  const more = body === null || body instanceof ParseError ? '' : body.summary
  return more === '' ? meaning : `${meaning} ${more}`
}
