import { fieldType, GRPC_FIELDS, GRPC_PREFIX, ParseError } from '../../../wire/index.ts'
import type { Protocol } from '../protocol.ts'

const DATA = fieldType('grpc.message_data', 'Message Data', 'bytes')

/** Message that DATA frames of HTTP/2 bring: a flag, a length, and a message, usually of Protocol Buffers. */
export const GRPC: Protocol = {
  name: 'grpc',
  label: 'GRPC Message',
  title: 'GRPC',
  fields: [...GRPC_FIELDS, DATA],
  dissect(work, place) {
    const { start, end } = place
    if (end - start < GRPC_PREFIX) return work.malformed(new ParseError('grpc', 'no length'), place)
    const dataStart = start + GRPC_PREFIX
    work.layer(GRPC, place, end - start, (builder) => {
      builder.table(GRPC_FIELDS, end)
      if (end > dataStart) builder.field(DATA, builder.bytes.subarray(dataStart, end), dataStart, end - dataStart)
    })
    const isCompressed = work.current[start] !== 0
    if (!isCompressed && end > dataStart)
      work.protocols.named('protobuf')?.dissect(work, { ...place, start: dataStart })
  },
}
