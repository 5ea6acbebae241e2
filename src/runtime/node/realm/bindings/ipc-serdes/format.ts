/** Kinds of views, in the order of their numbers. */
export const VIEWS = [
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'DataView'],
]
/** Number of a view that is a Buffer. */
export const BUFFER = 255

/** Tag before each value. */
export type Tag =
  | 'u'
  | '0'
  | 't'
  | 'f'
  | 'n'
  | 's'
  | 'b'
  | 'r'
  | 'o'
  | 'a'
  | 'd'
  | 'x'
  | 'm'
  | 'S'
  | 'e'
  | 'A'
  | 'v'
  | 'P'
