/** Thousands of messages and names, in the process that decodes them: a call from a test would cost more than the decoding. */
const { decodeName, encodeName } = (await import('./names.ts' as string)) as typeof import('../../solution/names.ts')

/** What became of the first that broke a rule; null when none did. */
export function breakMessages(count: number, seed: number): string | null {
  const below = generator(seed)
  for (let i = 0; i < count; i++) {
    const message = Uint8Array.from({ length: 1 + below(40) }, () => likelyByte(below))
    const offset = below(message.length)
    try {
      const { name, next } = decodeName(message, offset)
      if (next <= offset || next > message.length) return `${show(message)} at ${offset}: next is ${next}`
      if (decodeName(encodeName(name), 0).name !== name)
        return `${show(message)} at ${offset}: ${name} is not encoded back`
    } catch (error) {
      if ((error as { code?: string }).code !== 'EBADNAME') return `${show(message)} at ${offset}: ${error}`
    }
  }
  return null
}

/** Bytes at which decoders go wrong: lengths, zeros, pointers with short ways. */
function likelyByte(below: (n: number) => number): number {
  const kind = below(8)
  if (kind < 3) return below(4)
  if (kind === 3) return 0xc0
  return kind === 4 ? below(40) : below(256)
}

/** xorshift32: the same numbers for the same seed. */
function generator(seed: number): (n: number) => number {
  let state = (seed * 2_654_435_769) >>> 0 || 1
  return (n) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % n
  }
}

const show = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
