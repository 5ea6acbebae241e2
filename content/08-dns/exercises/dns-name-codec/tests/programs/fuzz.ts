/** Thousands of messages and names, in the process that decodes them: a call from a test would cost more than the decoding. */
const { decodeName, encodeName } = (await import('./names.ts' as string)) as typeof import('../../solution/names.ts')

/** A sentence on the first message that broke a rule; null when none did. */
export function breakMessages(count: number, seed: number): string | null {
  const below = generator(seed)
  const pool = new Uint8Array(64)
  const chain = chainOfPointers(1_000)
  const broken = breakMessage(chain, chain.length - 2, 'a chain of 1,000 pointers')
  if (broken !== null) return broken
  for (let i = 0; i < count; i++) {
    // As a socket gives it: a part of a larger buffer.
    for (let at = 0; at < pool.length; at++) pool[at] = likelyByte(below)
    const from = below(8)
    const message = pool.subarray(from, from + 1 + below(40))
    const offset = below(message.length)
    const sentence = breakMessage(message, offset, show(message))
    if (sentence !== null) return sentence
  }
  return null
}

/** A sentence on the first text that broke a rule; null when none did. */
export function breakTexts(count: number, seed: number): string | null {
  const below = generator(seed)
  for (let i = 0; i < count; i++) {
    const text = Array.from({ length: below(12) }, () => LIKELY[below(LIKELY.length)]).join('')
    const sentence = breakText(text)
    if (sentence !== null) return sentence
  }
  const result = tried(() => encodeName('a.'.repeat(100_000)))
  if (result === BAD) return null
  return `encodeName of 100,000 labels ${typeof result === 'string' ? `threw ${result}` : 'gave bytes'}.`
}

const LIKELY = ['.', '.', '\\', '\\', '\\\\', '\\.', '\\000', '\\25', '5', '0', 'a', 'Z', '~', ' ', 'é', '\\032', '"']

function breakMessage(message: Uint8Array, offset: number, what: string): string | null {
  const result = tried(() => decodeName(message, offset))
  if (result === BAD) return null
  const call = `decodeName of ${what} at offset ${offset}`
  if (typeof result === 'string') return `${call} threw ${result}.`
  const { name, next } = result
  if (next > message.length)
    return `${call} gave next ${next}, behind the end of the message's ${message.length} bytes.`
  if (!(next > offset)) return `${call} gave next ${next}, which is not behind it.`
  const again = tried(() => decodeName(encodeName(name), 0))
  if (typeof again === 'object' && again.name === name) return null
  return `${call} gave '${name}', which encodeName and decodeName turn into ${typeof again === 'string' ? again : `'${again.name}'`}.`
}

const BYTE = String.raw`(?:[!-\-/-\[\]-~]|\\[.\\]|\\(?:0[0-2]\d|03[0-2]|12[7-9]|1[3-9]\d|2[0-4]\d|25[0-5]))`
const IS_NAME = new RegExp(String.raw`^(?:\.?|(?:${BYTE}+\.)*${BYTE}+\.?)$`)

/** Each name has one text, except for a dot at the end. */
function breakText(text: string): string | null {
  const result = tried(() => decodeName(encodeName(text), 0))
  const isName = IS_NAME.test(text)
  if (result === BAD) return isName ? `encodeName refused '${text}'.` : null
  if (typeof result === 'string') return `encodeName of '${text}', or decodeName of its bytes, threw ${result}.`
  const { name } = result
  if (!isName) return `encodeName took '${text}', which is no name.`
  if (text === name || text === `${name}.` || text === '') return null
  return `decodeName of the bytes that encodeName gave for '${text}' gave '${name}'.`
}

const BAD = 'EBADNAME'

function tried<T extends object>(act: () => T): T | string {
  try {
    return act()
  } catch (error) {
    return (error as { code?: string }).code === BAD ? BAD : String(error)
  }
}

/** Bytes at which decoders go wrong: lengths, zeros, pointers with short ways. */
function likelyByte(below: (n: number) => number): number {
  const kind = below(8)
  if (kind < 3) return below(4)
  if (kind === 3) return 0xc0
  return kind === 4 ? below(40) : below(256)
}

/** The root, and pointers that each lead to the one before. */
function chainOfPointers(count: number): Uint8Array {
  const message = new Uint8Array(1 + 2 * count)
  for (let i = 0; i < count; i++) {
    const target = Math.max(0, 2 * i - 1)
    message.set([0xc0 | (target >> 8), target & 0xff], 1 + 2 * i)
  }
  return message
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
