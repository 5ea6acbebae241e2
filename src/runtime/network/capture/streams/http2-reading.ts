/** Frames of HTTP/2 as a capture shows them: read in their connection, with the headers and messages that they complete. */
import type { HpackPlace, Http2Error, Http2Frame, Http2FrameHeader } from '../../wire/index.ts'

/** Header block that a frame completes. */
export interface Http2HeaderBlock {
  /** The whole block: a view of the frame, or of several joined fragments. */
  readonly bytes: Uint8Array
  readonly places: readonly HpackPlace[]
  /** Why it can't be decoded, or why only its beginning can. */
  readonly error: Http2Error | null
  /** Earlier blocks of its direction are not in the capture, so that some texts are unknown. */
  readonly isLate: boolean
}

/** A message of gRPC that a DATA frame completes: a flag, a length, and the message itself. */
export interface GrpcReading {
  /** A view of the frame, or several joined parts. */
  readonly bytes: Uint8Array
}

export interface Http2Reading {
  /** Null for a client's preface. */
  readonly header: Http2FrameHeader | null
  readonly frame: Http2Frame | Http2Error | null
  readonly block: Http2HeaderBlock | null
  readonly grpc: readonly GrpcReading[]
}
