import type { Relation } from '../exercise/index.ts'

/** Relations of the received value to the expected one; several may hold. */
export function relationsOf(
  compared: { actual: unknown; expected?: unknown },
  others: readonly Uint8Array[],
  said: Uint8Array | undefined,
): ReadonlySet<Relation> {
  const [actual, expected] = [asText(compared.actual), asText(compared.expected)]
  const found = new Set<Relation>()
  const add = (...relations: (Relation | false)[]) => {
    for (const relation of relations) if (relation !== false) found.add(relation)
  }
  if (isNothing(actual)) add(!isNothing(expected) && 'nothing')
  else if (typeof actual === 'number' && typeof expected === 'number') add(...numberRelations(actual, expected))
  else if (Array.isArray(actual) && Array.isArray(expected)) {
    add(...listRelations(actual, expected))
    const i = expected.findIndex((item, n) => actual[n] !== item)
    if (isText(actual[i]) && isText(expected[i])) add(...textRelations(actual[i], expected[i]))
  } else if (isText(actual) && isText(expected)) {
    add(...textRelations(actual, expected))
    const lines = [actual, expected].map((text) => text.split('\n')) as [string[], string[]]
    if (lines.some(({ length }) => length > 2)) add(...listRelations(...lines))
  }
  add(isFromOther(actual, expected, others, said) && 'other-client')
  return found
}

/** Bytes are compared like text, one character per byte. */
const asText = (value: unknown): unknown =>
  value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value

const isText = (value: unknown): value is string => typeof value === 'string'
const isNothing = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

function textRelations(actual: string, expected: string): (Relation | false)[] {
  if (actual === expected) return []
  const plain = (text: string) => text.replace(/\s/g, '')
  const broken = (text: string) => text.split('\ufffd').length
  const [came, wanted] = [actual.replaceAll('\r', ''), expected.replaceAll('\r', '')]
  return [
    actual !== '' && expected.startsWith(actual) && 'beginning',
    actual !== '' && expected.endsWith(actual) && 'ending',
    expected !== '' && actual.startsWith(expected) && 'longer',
    expected !== '' && actual.endsWith(expected) && 'extra-before',
    expected !== '' && actual.length > expected.length && isRepeated(actual, expected) && 'repeated',
    came === wanted && actual.length > expected.length && 'extra-cr',
    came === wanted && actual.length < expected.length && 'missing-cr',
    actual.toLowerCase() === expected.toLowerCase() && 'case',
    came !== wanted && plain(actual) === plain(expected) && 'whitespace',
    broken(actual) > broken(expected) && 'broken-character',
  ]
}

const isRepeated = (actual: string, expected: string) =>
  actual.length % expected.length === 0 && expected.repeat(actual.length / expected.length) === actual

function listRelations(actual: readonly unknown[], expected: readonly unknown[]): (Relation | false)[] {
  const sorted = (list: readonly unknown[]) => JSON.stringify(list.map((item) => JSON.stringify(item)).toSorted())
  const isSame = JSON.stringify(actual) === JSON.stringify(expected)
  return [
    !isSame && actual.length === expected.length && sorted(actual) === sorted(expected) && 'swapped',
    actual.length < expected.length && isWithin(actual, expected) && 'missing-lines',
    actual.length > expected.length && isWithin(expected, actual) && 'extra-lines',
  ]
}

/** Whether one list is the other with items left out. */
function isWithin(part: readonly unknown[], whole: readonly unknown[]): boolean {
  let at = 0
  for (const item of whole) if (at < part.length && Object.is(part[at], item)) at++
  return at === part.length
}

function numberRelations(actual: number, expected: number): (Relation | false)[] {
  return [
    actual > expected && 'more',
    actual < expected && 'less',
    actual === expected + 1 && 'one-more',
    actual === expected - 1 && 'one-less',
    expected !== 0 && actual === 2 * expected && 'double',
    expected !== 0 && 2 * actual === expected && 'half',
  ]
}

/** Shortest match that counts: fewer bytes may be equal by accident. */
const LEAST_SHARED = 4

/** Whether it contains a piece of another connection's data that was neither sent on this one nor expected. */
function isFromOther(
  actual: unknown,
  expected: unknown,
  others: readonly Uint8Array[],
  said: Uint8Array | undefined,
): boolean {
  const text = Array.isArray(actual) ? actual.join('\n') : actual
  if (!isText(text) || said === undefined) return false
  const wanted = Array.isArray(expected) ? expected.join('\n') : String(expected ?? '')
  const own = new TextDecoder().decode(said)
  return others.some((other) =>
    new TextDecoder()
      .decode(other)
      .split(/[\r\n\ufffd]+/)
      .some(
        (piece) =>
          piece.length >= LEAST_SHARED && text.includes(piece) && !own.includes(piece) && !wanted.includes(piece),
      ),
  )
}
