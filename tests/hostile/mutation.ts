/** Damages input at random and where parsers tend to fail: bits, boundaries, lengths, repeated pieces, pieces of other input. */
import type { RandomStream } from '#network'

/** Values at which lengths and counts go wrong. */
const BORDERS = [0, 1, 2, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 192, 254, 255]
const MOST_BYTES = 2048

/** Noise, or one of the corpus with one to eight changes. */
export function hostileBytes(corpus: readonly Uint8Array[], random: RandomStream): Uint8Array {
  if (random.chance(0.1)) return random.bytes(random.below(200))
  let bytes: Uint8Array = pick(corpus, random).slice()
  for (let changes = 1 + random.below(8); changes > 0; changes--) bytes = changed(bytes, corpus, random)
  return bytes.subarray(0, MOST_BYTES)
}

function changed(bytes: Uint8Array, corpus: readonly Uint8Array[], random: RandomStream): Uint8Array {
  const at = random.below(bytes.length + 1)
  switch (random.below(7)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return joined(bytes.subarray(0, at), pick(corpus, random).subarray(random.below(40)))
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(random.below(at + 1)))
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(Math.min(at + 1 + random.below(8), bytes.length)))
    default:
      if (at < bytes.length) bytes[at] = damaged(bytes[at]!, random)
      return bytes
  }
}

function damaged(byte: number, random: RandomStream): number {
  if (random.chance(0.3)) return byte ^ (1 << random.below(8))
  return random.chance(0.5) ? pick(BORDERS, random) : random.below(256)
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

/** One of the corpus with one to eight pieces left out, put elsewhere, repeated, or of the alphabet. */
export function hostileText(corpus: readonly string[], alphabet: readonly string[], random: RandomStream): string {
  if (random.chance(0.1)) return noise(alphabet, random)
  let text = pick(corpus, random)
  for (let changes = 1 + random.below(8); changes > 0; changes--) {
    const [from, to] = [random.below(text.length + 1), random.below(text.length + 1)].sort((a, b) => a - b) as [
      number,
      number,
    ]
    const end = Math.min(to, from + random.below(20))
    const inserted = [pick(alphabet, random), text.slice(from, to), '', '', pick(corpus, random).slice(from, end)]
    text = text.slice(0, from) + pick(inserted, random) + text.slice(random.chance(0.5) ? from : end)
  }
  return text.slice(0, MOST_BYTES)
}

function noise(alphabet: readonly string[], random: RandomStream): string {
  return Array.from({ length: random.below(30) }, () => pick(alphabet, random)).join(random.chance(0.5) ? ' ' : '')
}

export function pick<T>(list: readonly T[], random: RandomStream): T {
  return list[random.below(list.length)]!
}
