import { STAT_FIELDS } from '../../../syscalls/index.ts'

const STATFS_FIELDS = 8

/** The arrays in which C++ passes struct stat to the library: one for numbers and one for BigInts, each with room for two. */
export class StatArrays {
  readonly statValues = new Float64Array(2 * STAT_FIELDS)
  readonly bigintStatValues = new BigInt64Array(2 * STAT_FIELDS)
  readonly statFsValues = new Float64Array(STATFS_FIELDS)
  readonly bigintStatFsValues = new BigInt64Array(STATFS_FIELDS)

  /** Fills an array. `own`: a new array, since a promise's result is read later. */
  stat(values: readonly number[], useBigint: boolean, own: boolean, offset = 0): Float64Array | BigInt64Array {
    if (useBigint) return fillBig(own ? new BigInt64Array(STAT_FIELDS) : this.bigintStatValues, values, offset)
    const array = own ? new Float64Array(STAT_FIELDS) : this.statValues
    array.set(values, offset)
    return array
  }

  statFs(values: readonly number[], useBigint: boolean, own: boolean): Float64Array | BigInt64Array {
    if (useBigint) return fillBig(own ? new BigInt64Array(STATFS_FIELDS) : this.bigintStatFsValues, values, 0)
    const array = own ? new Float64Array(STATFS_FIELDS) : this.statFsValues
    array.set(values)
    return array
  }
}

function fillBig(array: BigInt64Array, values: readonly number[], offset: number): BigInt64Array {
  for (const [index, value] of values.entries()) array[offset + index] = BigInt(value)
  return array
}
