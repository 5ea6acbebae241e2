import { Http2ErrorCode, http2ErrorName } from './http2-names.ts'
import { ParseError } from './parse-error.ts'

/** Violation of HTTP/2 by the sender of the bytes, with the error code that the receiver answers (RFC 9113 §5.4). */
export class Http2Error extends ParseError {
  /** One of `Http2ErrorCode`. */
  readonly code: number
  /** Stream to reset; 0 for an error of the connection, which ends with GOAWAY. */
  readonly streamId: number

  constructor(code: number, reason: string, streamId = 0) {
    super('http2', `${reason} (${http2ErrorName(code)})`)
    this.code = code
    this.streamId = streamId
  }
}

export const protocolError = (reason: string, streamId = 0) =>
  new Http2Error(Http2ErrorCode.PROTOCOL_ERROR, reason, streamId)
export const frameSizeError = (reason: string, streamId = 0) =>
  new Http2Error(Http2ErrorCode.FRAME_SIZE_ERROR, reason, streamId)
export const compressionError = (reason: string) => new Http2Error(Http2ErrorCode.COMPRESSION_ERROR, reason)
