/** Checks of arguments that Node does in C++ and not in its library. */
import type { RealmContext } from '../../context.ts'

const LARGEST_DESCRIPTOR = 2 ** 31 - 1
const ALL_MODES = 7

/** Checks a descriptor's number. Throws Node's errors for an invalid one. */
export function validDescriptor(realm: RealmContext, fd: unknown): number {
  if (typeof fd !== 'number') throw realm.nodeError('ERR_INVALID_ARG_TYPE', 'fd', 'number', fd)
  if (!Number.isInteger(fd)) throw realm.nodeError('ERR_OUT_OF_RANGE', 'fd', 'an integer', fd)
  if (fd < 0 || fd > LARGEST_DESCRIPTOR)
    throw realm.nodeError('ERR_OUT_OF_RANGE', 'fd', `>= 0 && <= ${LARGEST_DESCRIPTOR}`, fd)
  return fd
}

/** Checks the mode of `access` and `copyFile`. */
export function validMode(realm: RealmContext, mode: unknown): number {
  if (mode === undefined || mode === null) return 0
  const { TypeError: RealmTypeError, RangeError: RealmRangeError } = realm.primordials
  if (typeof mode !== 'number')
    throw withCode(new RealmTypeError('mode must be int32 or null/undefined'), 'ERR_INVALID_ARG_TYPE')
  if (mode < 0 || mode > ALL_MODES)
    throw withCode(new RealmRangeError(`mode is out of range: >= 0 && <= ${ALL_MODES}`), 'ERR_OUT_OF_RANGE')
  return Math.trunc(mode)
}

function withCode(error: Error, code: string): Error {
  return Object.assign(error, { code })
}
