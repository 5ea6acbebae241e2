/**
 * The printf of GNU coreutils 9.1. Not there: `%q`, and `%a`, `%e`, `%f` and `%g`, whose digits come from C's long double; they get the message of an
 * invalid conversion. `--help` is shorter.
 */
import { complain, print } from './output.ts'
import type { ShellCommand } from './system.ts'

const HELP = `Usage: printf FORMAT [ARGUMENT]...
Print ARGUMENT(s) according to FORMAT: %d %i %u %o %x %X %c %s %b %%, with flags, width and precision as in C.
FORMAT is used again until no ARGUMENT is left. Escapes: \\" \\\\ \\a \\b \\c \\e \\f \\n \\r \\t \\v \\NNN \\xHH \\uHHHH
`
const CONVERSION = /%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlLjtz]*([\s\S]?)/y
const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|([\s\S]))/y
const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const RADIX: Readonly<Record<string, number>> = { o: 8, x: 16, X: 16 }
/** Largest width and precision: a line of a program can't fill the memory. */
const MOST = 65_536

/** Returns a text's UTF-8 as one character a byte: widths count bytes. */
const bytesOf = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')

/** An error after which nothing more is printed. */
class Refused extends Error {}

class Formatter {
  out = ''
  readonly warnings: string[] = []
  readonly errors: string[] = []
  isStopped = false
  readonly #rest: string[]

  constructor(args: string[]) {
    this.#rest = args
  }

  get left(): readonly string[] {
    return this.#rest
  }

  /** Prints the format once; returns whether it took an argument. */
  once(format: string): boolean {
    const before = this.#rest.length
    for (let at = 0; at < format.length && !this.isStopped; ) {
      if (format[at] === '\\') at = this.#escape(format, at, false)
      else if (format.startsWith('%%', at)) at = this.#add('%', at + 2)
      else if (format[at] === '%') at = this.#conversion(format, at)
      else at = this.#add(format[at]!, at + 1)
    }
    return this.#rest.length < before
  }

  #add(text: string, next: number): number {
    this.out += text
    return next
  }

  #escape(text: string, at: number, isArgument: boolean): number {
    // The octal number of %b may have four digits, of which the first is 0.
    const start = isArgument && /^\\0[0-7]/.test(text.slice(at, at + 3)) ? at + 1 : at
    ESCAPE.lastIndex = at
    const [whole = '\\', octal, hex, point, letter] =
      (start > at ? /^\\0([0-7]{1,3})/.exec(text.slice(at)) : ESCAPE.exec(text)) ?? []
    const next = at + whole.length
    if (letter === 'x') throw new Refused('missing hexadecimal number in escape')
    if (letter === 'c') this.isStopped = true
    else if (octal !== undefined) this.#add(String.fromCharCode(Number.parseInt(octal, 8) & 0xff), next)
    else if (hex !== undefined) this.#add(String.fromCharCode(Number.parseInt(hex, 16)), next)
    else if (point !== undefined) this.#add(bytesOf(String.fromCharCode(Number.parseInt(point, 16))), next)
    else this.#add(SIMPLE[letter ?? ''] ?? whole, next)
    return next
  }

  #conversion(format: string, at: number): number {
    CONVERSION.lastIndex = at
    const [whole, flags, width, precision, kind] = CONVERSION.exec(format)!
    const given = width === '*' ? this.#size() : Number(width)
    const left = flags!.includes('-') || given < 0
    const digits = precision === '*' ? this.#size() : precision === undefined ? -1 : Number(precision)
    if (whole !== '%b' && !isValid(kind!, flags!, digits))
      throw new Refused(`${whole}: invalid conversion specification`)
    if (Math.abs(given) > MOST || digits > MOST) throw new Refused(`${whole}: width or precision above ${MOST}`)
    const text = this.#converted(kind!, flags!, digits)
    const fill = flags!.includes('0') && !left && digits < 0 ? zeroFilled(text, given) : text
    this.out += left ? fill.padEnd(Math.abs(given)) : fill.padStart(given)
    return at + whole.length
  }

  #converted(kind: string, flags: string, digits: number): string {
    const argument = this.#rest.shift()
    if (kind === 'c') return bytesOf(argument ?? '')[0] ?? '\0'
    if (kind === 's') return bytesOf(argument ?? '').slice(0, digits < 0 ? undefined : digits)
    if (kind !== 'b') return integerText(this.#integer(argument, kind), kind, flags, digits)
    const [text, already] = [bytesOf(argument ?? ''), this.out]
    this.out = ''
    for (let at = 0; at < text.length && !this.isStopped; )
      at = text[at] === '\\' ? this.#escape(text, at, true) : this.#add(text[at]!, at + 1)
    const said = this.out
    this.out = already
    return said
  }

  #size(): number {
    return Number(this.#integer(this.#rest.shift(), 'd'))
  }

  #integer(argument: string | undefined, kind: string): bigint {
    if (!argument) return 0n
    if (/^['"]./u.test(argument)) {
      const more = [...argument].slice(2).join('')
      if (more) this.warnings.push(`warning: ${more}: character(s) following character constant have been ignored`)
      return BigInt(argument.codePointAt(1)!)
    }
    const said = `'${argument.replace(/['\\]/g, '\\$&')}'`
    const [whole, sign, digits] = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(argument) ?? []
    if (whole === undefined) this.errors.push(`${said}: expected a numeric value`)
    else if (whole.length < argument.length) this.errors.push(`${said}: value not completely converted`)
    const size = BigInt(/^0[0-7]/.test(digits ?? '') ? `0o${digits}` : (digits ?? 0))
    const value = sign === '-' ? -size : size
    const [lowest, highest] =
      kind === 'd' || kind === 'i' ? [-(2n ** 63n), 2n ** 63n - 1n] : [1n - 2n ** 64n, 2n ** 64n - 1n]
    if (value >= lowest && value <= highest) return value
    this.errors.push(`${said}: Numerical result out of range`)
    return value < 0n && (kind === 'd' || kind === 'i') ? lowest : highest
  }
}

function isValid(kind: string, flags: string, digits: number): boolean {
  if (kind === '' || !'diouxXcs'.includes(kind)) return false
  if (flags.includes('#') && 'cdisu'.includes(kind)) return false
  return !((flags.includes('0') && 'cs'.includes(kind)) || (digits >= 0 && kind === 'c'))
}

function integerText(value: bigint, kind: string, flags: string, digits: number): string {
  const isSigned = kind === 'd' || kind === 'i'
  const number = isSigned ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)
  const size = (number < 0n ? -number : number).toString(RADIX[kind] ?? 10).padStart(Math.max(digits, 0), '0')
  const shown = number === 0n && digits === 0 ? '' : size
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  if (isSigned) return (number < 0n ? '-' : plus) + shown
  if (!flags.includes('#')) return kind === 'X' ? shown.toUpperCase() : shown
  if (kind === 'o') return shown.startsWith('0') ? shown : `0${shown}`
  return number === 0n ? shown : kind === 'X' ? `0X${shown.toUpperCase()}` : `0x${shown}`
}

/** Puts zeros between sign or prefix and digits. */
function zeroFilled(text: string, width: number): string {
  const [start] = /^[-+ ]?(0[xX])?/.exec(text)!
  return start + text.slice(start.length).padStart(width - start.length, '0')
}

export const printf: ShellCommand = function* (system, given) {
  if (given.length === 1 && given[0] === '--help') return yield* print(system, 'printf', HELP)
  const [format, ...args] = given[0] === '--' ? given.slice(1) : given
  if (format === undefined)
    return yield* complain(system, "printf: missing operand\nTry 'printf --help' for more information.")
  const formatter = new Formatter(args)
  let refused: string | null = null
  let taken = true
  try {
    for (taken = formatter.once(bytesOf(format)); taken && !formatter.isStopped && formatter.left.length > 0; )
      formatter.once(bytesOf(format))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    refused = error.message
  }
  const failed = yield* print(
    system,
    'printf',
    Uint8Array.from(formatter.out, (byte) => byte.charCodeAt(0)),
  )
  const excess = refused === null && !taken && !formatter.isStopped ? formatter.left[0] : undefined
  if (excess !== undefined)
    yield* complain(system, `printf: warning: ignoring excess arguments, starting with '${excess}'`)
  for (const warning of formatter.warnings) yield* complain(system, `printf: ${warning}`)
  const messages = refused === null ? formatter.errors : [...formatter.errors, refused]
  for (const message of messages) yield* complain(system, `printf: ${message}`)
  return failed || (messages.length > 0 ? 1 : 0)
}
