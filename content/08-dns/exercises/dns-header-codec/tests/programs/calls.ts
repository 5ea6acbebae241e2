/** Calls header.ts with Buffers, as a socket would. A message has other bytes before and behind it, if they are given. */
const { decodeHeader, encodeHeader, replyTo } = (await import(
  './header.ts' as string
)) as typeof import('../../solution/header.ts')

// In memory of its own: Node's pool would put other bytes in front of it.
const view = (message: Uint8Array, around: Uint8Array): Buffer =>
  Buffer.from(Uint8Array.of(...around, ...message, ...around).buffer, around.length, message.length)

export const decode = (message: Uint8Array, around: Uint8Array) => decodeHeader(view(message, around))
export const encode = (header: Parameters<typeof encodeHeader>[0]) => encodeHeader(header)
export const reply = (message: Uint8Array, around: Uint8Array) => replyTo(view(message, around))
