/** grep(1): prints lines that match a pattern, in basic, extended and fixed form, in the C locale. */
'use strict'
const { Refusal, complain, contentOf, linesOf, main, messageOf, print, readOptions } = require('./support.cjs')

const LETTERS = 'EFGivnclLoqswxHhe:m:A:B:C:'
const LONG = {
  'extended-regexp': 'E',
  'fixed-strings': 'F',
  'basic-regexp': 'G',
  'ignore-case': 'i',
  'invert-match': 'v',
  'line-number': 'n',
  count: 'c',
  'files-with-matches': 'l',
  'files-without-match': 'L',
  'only-matching': 'o',
  quiet: 'q',
  silent: 'q',
  'no-messages': 's',
  'word-regexp': 'w',
  'line-regexp': 'x',
  'with-filename': 'H',
  'no-filename': 'h',
  regexp: 'e',
  'max-count': 'm',
  'after-context': 'A',
  'before-context': 'B',
  context: 'C',
}
const USAGE = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information."
const CLASSES = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\t-\\r ',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
}
const wrong = (text) => new Refusal(text, 2)

/** A bracket expression from `at` on, and where it ends. */
function bracket(text, at) {
  let end = at + 1
  let source = '['
  if (text[end] === '^') {
    source += '^'
    end++
  }
  for (let first = true; first || text[end] !== ']'; first = false) {
    if (end >= text.length)
      throw wrong(text.length === at + 1 ? 'Invalid regular expression' : 'Unmatched [, [^, [:, [., or [=')
    const [whole, name] = /^\[:(\w+):\]/.exec(text.slice(end)) ?? []
    if (whole && !Object.hasOwn(CLASSES, name)) throw wrong('Invalid character class name')
    source += whole ? CLASSES[name] : text[end].replace(/[\\\]^[]/, '\\$&')
    end += whole ? whole.length : 1
  }
  return [`${source}]`, end + 1]
}

/** An interval's numbers and its length, from behind its brace on; null where an extended expression has no interval. */
function interval(text, extended) {
  const end = text.indexOf(extended ? '}' : '\\}')
  const [, least, comma, most] = /^(\d*)(,?)(\d*)$/.exec(text.slice(0, Math.max(end, 0))) ?? []
  if (end > 0 && least !== undefined && least + comma !== '')
    return { source: `{${least || '0'}${comma}${most}}`, length: end + (extended ? 1 : 2) }
  if (extended) return null
  throw wrong(end < 0 ? 'Unmatched \\{' : 'Invalid content of \\{\\}')
}

const LITERAL = /[$()*+./?[\\\]^{|}-]/g
/** Operators of extended expressions; basic ones have them behind a backslash (regex(7)). */
const OPERATORS = '(){}|+?'

/** A POSIX pattern as a source of RegExp. */
function sourceOf(text, extended) {
  let source = ''
  let depth = 0
  /** At the start of an expression `*` is a character. */
  let starts = true
  for (let at = 0; at < text.length; ) {
    const escaped = text[at] === '\\'
    const character = escaped ? text[at + 1] : text[at]
    if (character === undefined) throw wrong('Trailing backslash')
    const isOperator = OPERATORS.includes(character) && escaped !== extended
    if (character === '[' && !escaped) {
      const [piece, end] = bracket(text, at)
      source += piece
      at = end
      starts = false
      continue
    }
    at += escaped ? 2 : 1
    if (isOperator) {
      if (character === '(') depth++
      if (character === ')' && --depth < 0) {
        if (!extended) throw wrong('Unmatched ) or \\)')
        depth = 0
        source += '\\)'
        continue
      }
      if (character === '{' && !starts) {
        const found = interval(text.slice(at), extended)
        source += found?.source ?? '\\{'
        at += found?.length ?? 0
        continue
      }
      if (character === '}') {
        source += '\\}'
        continue
      }
      const isLiteral = starts && '+?{'.includes(character)
      source += isLiteral ? (extended ? '' : `\\${character}`) : character
      starts = '(|'.includes(character)
      continue
    }
    if (escaped && '<>'.includes(character)) source += character === '<' ? '\\b(?=\\w)' : '\\b(?<=\\w)'
    else if (escaped && /[wWsSbB1-9]/.test(character)) source += `\\${character}`
    else if (!escaped && character === '.') source += '.'
    else if (!escaped && character === '*' && !starts) source += '*'
    else if (!escaped && character === '*' && extended) source += ''
    else if (!escaped && character === '^' && (extended || starts)) {
      source += '^'
      continue
    } else if (!escaped && character === '$' && (extended || at === text.length || /^\\[)|]/.test(text.slice(at))))
      source += '$'
    else source += character.replace(LITERAL, '\\$&')
    starts = false
  }
  if (depth > 0) throw wrong('Unmatched ( or \\(')
  return source
}

function matcherOf(patterns, { has, given }) {
  const kind = given.findLast(([letter]) => 'EFG'.includes(letter))?.[0] ?? 'G'
  const sources = patterns.map((text) => (kind === 'F' ? text.replace(LITERAL, '\\$&') : sourceOf(text, kind === 'E')))
  let source = sources.map((one) => `(?:${one})`).join('|')
  if (has('w')) source = `(?<!\\w)(?:${source})(?!\\w)`
  if (has('x')) source = `^(?:${source})$`
  try {
    return new RegExp(source, has('i') ? 'gis' : 'gs')
  } catch {
    throw wrong(/\{/.test(source) ? 'Invalid content of \\{\\}' : 'Invalid regular expression')
  }
}

const numberOf = (text, otherwise, problem) => {
  if (text === undefined) return otherwise
  if (!/^\d+$/.test(text)) throw wrong(problem(text))
  return Number(text)
}

/** Lines to print of one file, as [index, separator]; and how many lines match. */
function select(lines, isMatch, { most, before, after }) {
  const shown = new Map()
  let count = 0
  for (let i = 0; i < lines.length && count < most; i++) {
    if (!isMatch(lines[i])) continue
    count++
    for (let near = Math.max(0, i - before); near < i; near++) if (!shown.has(near)) shown.set(near, '-')
    shown.set(i, ':')
    for (let near = i + 1; near <= Math.min(lines.length - 1, i + after); near++)
      if (!shown.has(near)) shown.set(near, '-')
  }
  return { count, shown: [...shown].sort(([one], [other]) => one - other) }
}

main('grep', async (args) => {
  const refuse = (text) => new Refusal(`${text}\n${USAGE}`, 2)
  const options = readOptions(args, LETTERS, LONG, refuse)
  const { has, last, given, operands } = options
  const texts = given.filter(([letter]) => letter === 'e').map(([, text]) => text)
  if (texts.length === 0) {
    if (operands.length === 0) {
      complain(USAGE)
      return 2
    }
    texts.push(operands.shift())
  }
  const pattern = matcherOf(
    texts.flatMap((text) => text.split('\n')),
    options,
  )
  const context = (text) => `${text}: invalid context length argument`
  const around = numberOf(last('C'), 0, context)
  const limits = {
    most: numberOf(last('m'), Number.POSITIVE_INFINITY, () => 'invalid max count'),
    before: numberOf(last('B'), around, context),
    after: numberOf(last('A'), around, context),
  }
  const isMatch = (line) => {
    pattern.lastIndex = 0
    return pattern.test(line) !== has('v')
  }
  const names = operands.length > 0 ? operands : ['-']
  const named = given.findLast(([letter]) => 'Hh'.includes(letter))?.[0] ?? (names.length > 1 ? 'H' : 'h')
  let found = false
  let failed = false
  let printed = false
  for (const name of names) {
    let text
    try {
      text = await contentOf(name)
    } catch (error) {
      if (error.code === undefined) throw error
      failed = true
      if (!has('s')) complain(`grep: ${name}: ${messageOf(error)}`)
      continue
    }
    const lines = linesOf(text)
    const title = name === '-' ? '(standard input)' : name
    const { count, shown } = select(
      lines,
      isMatch,
      has('l') || has('L') || has('q') ? { most: 1, before: 0, after: 0 } : limits,
    )
    if (has('L') ? count === 0 : count > 0) found = true
    if (has('q')) {
      if (found) return 0
      continue
    }
    const prefix = (separator, i) =>
      `${named === 'H' ? title + separator : ''}${has('n') && i >= 0 ? `${i + 1}${separator}` : ''}`
    if (has('l') || has('L')) {
      if (has('L') ? count === 0 : count > 0) print(`${title}\n`)
    } else if (has('c')) print(`${prefix(':', -1)}${count}\n`)
    else if (has('o')) {
      if (!has('v'))
        for (const [i, separator] of shown)
          if (separator === ':')
            for (const [piece] of lines[i].matchAll(new RegExp(pattern)))
              if (piece !== '') print(`${prefix(':', i)}${piece}\n`)
    } else {
      let previous = -1
      for (const [i, separator] of shown) {
        if (limits.before + limits.after > 0 && printed && i !== previous + 1) print('--\n')
        print(`${prefix(separator, i)}${lines[i]}\n`)
        printed = true
        previous = i
      }
    }
  }
  return failed ? 2 : found ? 0 : 1
})
