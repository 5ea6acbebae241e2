/** The options of the command line `node [options] program`, as node_options.cc understands them. */

type OptionValue = boolean | number | string | string[] | object | null

/** Values by option: the binary's defaults where the command line gives none. */
export type OptionValues = Record<string, OptionValue>

/** An option of V8, not of Node. V8's options have no effect here except on `exposesGc`. */
const V8_EXPOSE_GC = /^--expose[-_]gc$/

export const exposesGc = (options: readonly string[]): boolean => options.some((option) => V8_EXPOSE_GC.test(option))

/** Short forms of options (node_options.cc). */
const ALIASES: Record<string, string[]> = {
  '-c': ['--check'],
  '-e': ['--eval'],
  '-p': ['--print'],
  '-pe': ['--print', '--eval'],
  '-r': ['--require'],
  '-v': ['--version'],
  '-C': ['--conditions'],
}

/** A parsed command line: `node [options] [program] [words]`. */
export interface CommandLine {
  /** Options as written: `process.execArgv`. */
  options: string[]
  /** null: the program comes on standard input. */
  program: string | null
  words: string[]
  evaluate: string | null
  print: boolean
  version: boolean
}

/** Separates Node's options from the program and its arguments. `defaults` tells which options take a value. */
export function parseCommandLine(line: readonly string[], defaults: Readonly<OptionValues>): CommandLine {
  const parsed: CommandLine = { options: [], program: null, words: [], evaluate: null, print: false, version: false }
  const rest = [...line]
  while (rest[0]?.startsWith('-') && rest[0] !== '-' && rest[0] !== '--') takeOption(parsed, rest, defaults)
  if (rest[0] === '--') rest.shift()
  if (parsed.evaluate === null) {
    const program = rest.shift()
    parsed.program = program === undefined || program === '-' ? null : program
    if (program === '-') rest.unshift('-')
  }
  parsed.words = rest
  return parsed
}

function takeOption(parsed: CommandLine, rest: string[], defaults: Readonly<OptionValues>): void {
  const word = rest.shift()!
  parsed.options.push(word)
  const equals = word.startsWith('--') ? word.indexOf('=') : -1
  const written = equals < 0 ? word : word.slice(0, equals)
  for (const name of ALIASES[written] ?? [written.replaceAll('_', '-')]) {
    parsed.version ||= name === '--version'
    parsed.print ||= name === '--print'
    // `--print` takes its code with or without `--eval`.
    const takesCode =
      name === '--eval' || (name === '--print' && written !== '-pe' && rest[0]?.startsWith('-') !== true)
    if (!takesCode && !takesValue(defaults[name])) continue
    let value = equals < 0 ? undefined : word.slice(equals + 1)
    if (value === undefined) {
      value = rest.shift() ?? ''
      parsed.options.push(value)
    }
    if (takesCode) parsed.evaluate = value
  }
}

const takesValue = (value: OptionValue | undefined) => value !== undefined && typeof value !== 'boolean'

/** Returns `defaults` with `options` applied in order. Options that Node does not know are V8's and are ignored. */
export function applyOptions(defaults: Readonly<OptionValues>, options: readonly string[]): Readonly<OptionValues> {
  if (options.length === 0) return defaults
  const values: OptionValues = { __proto__: null, ...defaults } as OptionValues
  const rest = [...options]
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    const equals = option.indexOf('=')
    const name = (equals < 0 ? option : option.slice(0, equals)).replaceAll('_', '-')
    const current = values[name]
    if (typeof current === 'boolean') setFlag(values, name, true)
    else if (current !== undefined) {
      const given = equals < 0 ? (rest.shift() ?? '') : option.slice(equals + 1)
      values[name] = parsed(current, given)
    }
  }
  return values
}

/** Sets an option, and its negation to the opposite. */
function setFlag(values: OptionValues, name: string, value: boolean): void {
  values[name] = value
  const opposite = name.startsWith('--no-') ? `--${name.slice('--no-'.length)}` : `--no-${name.slice('--'.length)}`
  if (opposite in values) values[opposite] = !value
}

function parsed(current: OptionValue, given: string): OptionValue {
  if (typeof current === 'number') return Number(given)
  return Array.isArray(current) ? [...current, given] : given
}
