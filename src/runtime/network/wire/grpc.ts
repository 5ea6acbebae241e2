/** The prefix of a gRPC message in DATA frames (grpc.io, "gRPC over HTTP2"). */
import { numberField } from './field.ts'

/** A flag of one byte and a length of four. */
export const GRPC_PREFIX = 5

export const GRPC_FIELDS = [
  numberField('grpc.compressed_flag', 'Compressed Flag', 0, 8, { meanings: { 0: 'Not Compressed', 1: 'Compressed' } }),
  numberField('grpc.message_length', 'Message Length', 8, 32),
]
