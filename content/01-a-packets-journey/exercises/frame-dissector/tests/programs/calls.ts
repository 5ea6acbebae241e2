/** Calls dissect.ts with Buffers, as a card would. A frame has other bytes before and behind it, if they are given. */
const { dissect } = (await import('./dissect.ts' as string)) as typeof import('../../solution/dissect.ts')

// In memory of its own: Node's pool would put other bytes in front of it.
const view = (frame: Uint8Array, around: Uint8Array): Buffer =>
  Buffer.from(Uint8Array.of(...around, ...frame, ...around).buffer, around.length, frame.length)

export const take = (frame: Uint8Array, around: Uint8Array) => dissect(view(frame, around))
