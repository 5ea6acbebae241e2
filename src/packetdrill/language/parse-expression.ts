import type { Scanner } from './scanner.ts'
import type { Expression, StructField } from './script.ts'

const NUMBER = /-?(?:0x[0-9a-fA-F]+|\d+)/y
const NAME = /[A-Za-z_][A-Za-z_0-9]*/y
const TEXT = /"((?:[^"\\]|\\.)*)"/y
const FIELD = /([A-Za-z_][A-Za-z_0-9]*)\s*(?:\([^)]*\)\s*)?=(?!=)/y

/** A value as calls take and give them: a number, names joined by |, a text, [ … ], { … }, f(…) or `...`. */
export function parseExpression(scanner: Scanner): Expression {
  const first = parseOperand(scanner)
  if (!scanner.peek('|')) return first
  const parts = [first]
  while (scanner.accept('|')) parts.push(parseOperand(scanner))
  return { kind: 'or', parts }
}

/** Lists in lists: deeper is no script, and the parser calls itself. */
const DEEPEST = 64

function parseOperand(scanner: Scanner): Expression {
  if (scanner.depth >= DEEPEST) scanner.fail(`at most ${DEEPEST} values inside each other`)
  if (scanner.accept('...')) return { kind: 'any' }
  const number = scanner.take(NUMBER)
  if (number !== null) return { kind: 'number', value: readInteger(number[0]) }
  const text = scanner.take(TEXT)
  if (text !== null) return { kind: 'text', value: withoutEscapes(text[1]!) }
  if (scanner.accept('[')) return { kind: 'list', items: parseItems(scanner, ']', parseExpression) }
  if (scanner.accept('{')) return { kind: 'struct', fields: parseItems(scanner, '}', parseField) }
  const name = scanner.take(NAME)
  if (name === null) return scanner.fail('a value: a number, a name, a "text", [ ], { } or ...')
  if (!scanner.accept('(')) return { kind: 'name', name: name[0] }
  return { kind: 'apply', name: name[0], parameters: parseItems(scanner, ')', parseExpression) }
}

/** Items with commas between them, up to `end`, whose opening bracket was taken. */
export function parseItems<Item>(scanner: Scanner, end: string, parse: (scanner: Scanner) => Item): Item[] {
  const items: Item[] = []
  if (scanner.accept(end)) return items
  scanner.depth++
  do items.push(parse(scanner))
  while (scanner.accept(','))
  scanner.depth--
  scanner.expect(end, 'or "," after an item')
  return items
}

/** `name=value`, `name(…)=value` or only a value. */
function parseField(scanner: Scanner): StructField {
  const named = scanner.take(FIELD)
  return { name: named?.[1] ?? null, value: parseExpression(scanner) }
}

export function readInteger(text: string): number {
  return text.startsWith('-') ? -Number(text.slice(1)) : Number(text)
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|.)/g, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return { n: '\n', t: '\t', r: '\r', 0: '\0' }[code] ?? code
  })
}
