/** Input and output of a compressor; its counts go down as it proceeds, as in zlib's `z_stream`. */
export interface Span {
  input: Uint8Array
  inputOffset: number
  inputLeft: number
  output: Uint8Array
  outputOffset: number
  outputLeft: number
}

/** Arguments of a stream's `onerror`. */
export interface CodecError {
  message: string
  errno: number
  code: string
}

/** One direction of one format, below `CompressionStream`. */
export interface Codec {
  /** Reads and writes as much as it can, advancing `span`. Returns null unless there was an error. */
  run(flush: number, span: Span): CodecError | null
  /** Starts again with the same parameters. */
  reset(): CodecError | null
  /** Cost of a byte of input, in nanoseconds. */
  readonly cost: number
}
