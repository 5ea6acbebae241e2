/**
 * Pool of buffers freed by byte rings: a stream fills and empties its ring many times a second. Buffers keep old contents; a
 * ring shows only what was written to it.
 */

/** Largest buffer kept; larger ones are rare. */
const LARGEST = 1024 * 1024
const MOST_OF_A_SIZE = 4

/** Buffers by capacity, a power of two. */
const spare = new Map<number, Uint8Array[]>()

export function takeRingMemory(capacity: number): Uint8Array {
  return spare.get(capacity)?.pop() ?? new Uint8Array(capacity)
}

export function giveRingMemory(memory: Uint8Array): void {
  if (memory.length > LARGEST) return
  const others = spare.get(memory.length)
  if (others === undefined) spare.set(memory.length, [memory])
  else if (others.length < MOST_OF_A_SIZE) others.push(memory)
}
