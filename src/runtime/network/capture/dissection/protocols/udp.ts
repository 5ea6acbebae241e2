import {
  fieldType,
  IpProtocol,
  ParseError,
  parseUdp,
  transportChecksumOk,
  UDP_FIELDS,
  UDP_HEADER_LENGTH,
} from '../../../wire/index.ts'
import type { DatagramPosition } from '../../analysis/index.ts'
import { checksumStatus, checksumStatusField } from '../dissecting.ts'
import type { Carrier } from '../dissection.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'
import { quotedText } from '../quoted-text.ts'

const CHECKSUM_STATUS = checksumStatusField('udp')
const STREAM = fieldType('udp.stream', 'Stream index', 'number')
const TIME_RELATIVE = fieldType('udp.time_relative', 'Time since first frame', 'seconds')
const TIME_DELTA = fieldType('udp.time_delta', 'Time since previous frame', 'seconds')
const PAYLOAD = fieldType('udp.payload', 'Payload', 'bytes')

export const UDP: Protocol = {
  name: 'udp',
  label: 'User Datagram Protocol',
  title: 'UDP',
  header: UDP_FIELDS,
  fields: [CHECKSUM_STATUS, STREAM, TIME_RELATIVE, TIME_DELTA, PAYLOAD],
  foundAt: { ipProtocol: [IpProtocol.UDP] },
  dissect(work, place) {
    const { start, end, isQuoted, carrier } = place
    const bytes = work.current.subarray(start, end)
    const datagram = parseUdp(bytes)
    if (datagram instanceof ParseError && carrier?.isComplete) return work.malformed(datagram, place)
    const payload = datagram instanceof ParseError ? bytes.subarray(UDP_HEADER_LENGTH) : datagram.payload
    const payloadStart = start + UDP_HEADER_LENGTH
    const payloadEnd = payloadStart + payload.length
    const length = Math.min(UDP_HEADER_LENGTH, bytes.length)
    work.layer(UDP, { ...place, end: Math.max(payloadEnd, start + length) }, length, (builder) => {
      builder.table(UDP_FIELDS, end)
      checksumStatus(builder, CHECKSUM_STATUS, () => statusOf(bytes.subarray(0, payloadEnd - start), carrier))
      if (work.datagramPosition !== null && !isQuoted) addPosition(builder, work.datagramPosition)
      if (payload.length > 0) builder.field(PAYLOAD, payload, payloadStart, payload.length)
    })
    const rest = { start: payloadStart, end: payloadEnd, isQuoted }
    if (datagram instanceof ParseError) return work.data(rest)
    const { sourcePort, destinationPort } = datagram
    work.sumUp(place, () => `${sourcePort} > ${destinationPort} len ${payload.length}${quotedText(payload)}`)
    const protocol = work.protocolOf(sourcePort, destinationPort, payload)
    if (protocol === undefined) work.data(rest)
    else protocol.dissect(work, rest)
  },
}

function addPosition(builder: FieldBuilder, { stream, sinceFirst, sincePrevious }: DatagramPosition): void {
  if (stream !== null) builder.derived(STREAM, stream)
  builder.derived(TIME_RELATIVE, sinceFirst / 1e9)
  builder.derived(TIME_DELTA, sincePrevious / 1e9)
}

function statusOf(bytes: Uint8Array, carrier: Carrier | undefined): 0 | 1 | 2 | 3 {
  if (!carrier?.isComplete) return 2
  if (bytes[6] === 0 && bytes[7] === 0) return 3
  return transportChecksumOk(bytes, carrier.source, carrier.destination, IpProtocol.UDP) ? 1 : 0
}
