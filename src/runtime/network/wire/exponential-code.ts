/**
 * Times in the compact codes of IGMP and MLD: linear up to a limit, with an exponent above (RFC 3376 4.1.1, RFC 3810
 * 5.1.3).
 */

/** Returns the value of an 8-bit code, in its own units: 0 to 31,744. */
export function decodeTime8(code: number): number {
  return code < 128 ? code : ((code & 15) | 16) << (((code >> 4) & 7) + 3)
}

/** Returns the 8-bit code of a number of units, rounded down to one that exists. */
export function encodeTime8(units: number): number {
  return units < 128 ? units : exponential(units, 4, 31) | 128
}

/** Returns the value of a 16-bit code, in its own units: 0 to 8,387,584. */
export function decodeTime16(code: number): number {
  return code < 32_768 ? code : ((code & 0xfff) | 0x1000) << (((code >> 12) & 7) + 3)
}

/** Returns the 16-bit code of a number of units, rounded down to one that exists. */
export function encodeTime16(units: number): number {
  return units < 32_768 ? units : exponential(units, 12, 0x1fff) | 0x8000
}

/** Returns exponent and mantissa, whose highest bit is implicit. */
function exponential(units: number, bits: number, largest: number): number {
  let exponent = 0
  while (exponent < 7 && units >> (exponent + 3) > largest) exponent++
  const mantissa = Math.min(units >> (exponent + 3), largest) & (2 ** bits - 1)
  return (exponent << bits) | mantissa
}
