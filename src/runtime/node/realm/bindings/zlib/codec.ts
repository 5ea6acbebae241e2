/** Where a compressor reads and writes: counted down as it goes, as zlib's `z_stream` is. */
export interface Span {
  input: Uint8Array
  inputOffset: number
  inputLeft: number
  output: Uint8Array
  outputOffset: number
  outputLeft: number
}

/** What `onerror` of a stream is called with. */
export interface CodecError {
  message: string
  errno: number
  code: string
}

/** One direction of one format: what `CompressionStream` has below it. */
export interface Codec {
  /** Reads and writes as much as it can; null when all is well. `span` is left where it has got to. */
  run(flush: number, span: Span): CodecError | null
  /** Begins anew with the same parameters. */
  reset(): CodecError | null
  /** Nanoseconds that a byte of input takes. */
  readonly cost: number
}
