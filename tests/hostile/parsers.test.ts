/**
 * Whatever a parser is given, it answers or throws its own error: input cut at every length, damaged, spliced, random, and what was found to break one before.
 * 10,000 inputs here for a parser that takes a microsecond; a million in the full form (`npm run prove hostile`).
 */
import { describe, expect, test } from 'vitest'
import { RandomStream } from '#network'
import { FULL, proofCount } from '../support/proof.ts'
import { FOUND } from './found.ts'
import { hostileBytes, hostileText } from './mutation.ts'
import { BYTES_PARSERS, type BytesParser, TEXT_PARSERS, type TextParser } from './parsers.ts'

const COUNT = proofCount(10_000, 1_000_000)
/** Cut at every length: of so many, the first. */
const MOST_CUT = proofCount(20, 200)
/** The quick form gives slow parsers less. */
const countFor = (slowness: number) => (FULL ? COUNT : Math.ceil(COUNT / slowness))
const TIMEOUT = { timeout: 3_600_000 }

/** Describes how a parser broke the rule; null if it did not. */
function harm<Input extends string | Uint8Array>(
  { read, throws }: { read: (input: Input) => unknown; throws?: BytesParser['throws'] },
  input: Input,
): string | null {
  try {
    read(input)
    return null
  } catch (error) {
    if (throws?.some((own) => error instanceof own)) return null
    const shown = typeof input === 'string' ? JSON.stringify(input) : Buffer.from(input).toString('hex')
    return `${error instanceof Error ? error.stack : error}\nfor ${shown}`
  }
}

function expectNoHarm<Input extends string | Uint8Array>(
  parser: BytesParser | TextParser,
  count: number,
  next: (index: number) => Input,
): void {
  for (let index = 0; index < count; index++) {
    const found = harm(parser as { read: (input: Input) => unknown }, next(index))
    if (found !== null) expect.fail(`input ${index}: ${found}`)
  }
}

describe.each(BYTES_PARSERS)('$name', TIMEOUT, (parser) => {
  const { name, corpus, slowness } = parser

  test('whole, is read', () => {
    expectNoHarm(parser, corpus.length, (index) => corpus[index]!)
  })

  test('cut at every length', () => {
    for (const whole of corpus.slice(0, MOST_CUT)) {
      expectNoHarm(parser, whole.length, (length) => whole.subarray(0, length))
    }
  })

  test('mutated and random', () => {
    const random = new RandomStream(1, `hostile ${name}`)
    expectNoHarm(parser, countFor(slowness), () => hostileBytes(corpus, random))
  })
})

describe.each(TEXT_PARSERS)('$name', TIMEOUT, (parser) => {
  const { name, corpus, alphabet, slowness } = parser

  test('whole, are read', () => {
    expectNoHarm(parser, corpus.length, (index) => corpus[index]!)
  })

  test('cut at every length', () => {
    for (const whole of corpus.slice(0, slowness > 20 ? 2 : MOST_CUT)) {
      const step = slowness > 100 && COUNT < 100_000 ? 20 : 1
      expectNoHarm(parser, Math.ceil(whole.length / step), (index) => whole.slice(0, index * step))
    }
  })

  test('mutated and random', () => {
    const random = new RandomStream(1, `hostile ${name}`)
    expectNoHarm(parser, countFor(slowness), () => hostileText(corpus, alphabet, random))
  })
})

describe('input that once broke a parser', () => {
  test.each(FOUND)('$parser: $broke', ({ parser: name, input }) => {
    const [bytes, text] = [BYTES_PARSERS, TEXT_PARSERS].map((list) => list.find((parser) => parser.name === name))
    expect(bytes ?? text, `there is no parser ${name}`).toBeDefined()
    const given = bytes === undefined ? input : Uint8Array.from(Buffer.from(input, 'hex'))
    expect(harm((bytes ?? text) as { read: (input: string | Uint8Array) => unknown }, given)).toBe(null)
  })
})
