/** sort(1): sorts lines in the order of the C locale, by keys if there are any. */
'use strict'
const { writeFileSync } = require('node:fs')
const { Refusal, contentOf, linesOf, main, messageOf, print, readOptions, tryHelp } = require('./support.cjs')

const LONG = {
  'numeric-sort': 'n',
  reverse: 'r',
  unique: 'u',
  'ignore-case': 'f',
  'ignore-leading-blanks': 'b',
  stable: 's',
  check: 'c',
  key: 'k',
  'field-separator': 't',
  output: 'o',
}
const refuse = tryHelp('sort', 2)

/** `2`, `2,2n`, `1.3,1.5r` (POS1[,POS2]); `all`: the options beside the keys, for keys without their own. */
function keyOf(text, all) {
  const [, field, from = '1', one = '', end, to = '0', two = ''] =
    /^(\d+)(?:\.(\d+))?([bfnr]*)(?:,(\d+)(?:\.(\d+))?([bfnr]*))?$/.exec(text) ?? []
  if (field === undefined) throw new Refusal(`invalid number at field start: invalid count at start of '${text}'`, 2)
  if (field === '0')
    throw new Refusal(
      `-: invalid field specification '${text}'`.replace(
        '-: invalid field specification',
        'field number is zero: invalid field specification',
      ),
      2,
    )
  const own = one + two
  return {
    field: Number(field),
    from: Number(from),
    end: end === undefined ? Number.POSITIVE_INFINITY : Number(end),
    to: Number(to),
    how: own === '' ? all : own,
    startBlanks: (own === '' ? all : one).includes('b'),
    endBlanks: (own === '' ? all : two).includes('b'),
  }
}

/** Where each field begins and ends; without a separator a field has the blanks before it. */
function fieldsOf(line, separator) {
  const fields = []
  if (separator === undefined)
    for (const { 0: text, index } of line.matchAll(/[ \t]*[^ \t]+|[ \t]+$/g)) fields.push([index, index + text.length])
  else
    for (let at = 0; at <= line.length; ) {
      const next = line.indexOf(separator, at)
      fields.push([at, next < 0 ? line.length : next])
      at = next < 0 ? line.length + 1 : next + 1
    }
  return fields
}

function partOf(line, key, separator) {
  const fields = fieldsOf(line, separator)
  const place = (field, offset, blanks) => {
    const bounds = fields[field - 1]
    if (!bounds) return line.length
    const start = blanks ? bounds[0] + /^[ \t]*/.exec(line.slice(bounds[0]))[0].length : bounds[0]
    return Math.min(start + offset, line.length)
  }
  const start = place(key.field, key.from - 1, key.startBlanks)
  if (key.end === Number.POSITIVE_INFINITY) return line.slice(start)
  const end = key.to === 0 ? (fields[key.end - 1]?.[1] ?? line.length) : place(key.end, key.to, key.endBlanks)
  return line.slice(start, Math.max(start, end))
}

const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0)
/** Leading blanks, a minus sign, digits, a fraction; 0 where there is no number. */
const numberIn = (text) => Number(/^[ \t]*(-?\d*\.?\d*)/.exec(text)[1].replace(/^-?\.?$/, '') || 0)

function compare(one, other, how) {
  const trimmed = (text) => (how.includes('b') ? text.replace(/^[ \t]+/, '') : text)
  const folded = (text) =>
    how.includes('f') ? trimmed(text).replace(/[a-z]/g, (letter) => letter.toUpperCase()) : trimmed(text)
  const result = how.includes('n') ? order(numberIn(one), numberIn(other)) : order(folded(one), folded(other))
  return how.includes('r') ? -result : result
}

main('sort', async (args) => {
  const { given, has, last, operands } = readOptions(args, 'nrufbsck:t:o:', LONG, refuse)
  const all = [...'nrfb'].filter(has).join('')
  const separator = last('t') === '\\0' ? '\0' : last('t')
  if (separator === '') throw new Refusal('empty tab', 2)
  if (separator?.length > 1) throw new Refusal(`multi-character tab '${separator}'`, 2)
  const keys = given.filter(([letter]) => letter === 'k').map(([, text]) => keyOf(text, all))
  const byKeys = (one, other) => {
    if (keys.length === 0) return compare(one, other, all)
    for (const key of keys) {
      const result = compare(partOf(one, key, separator), partOf(other, key, separator), key.how)
      if (result !== 0) return result
    }
    return 0
  }
  const lines = []
  for (const name of operands.length > 0 ? operands : ['-']) {
    try {
      lines.push(...linesOf(await contentOf(name)))
    } catch (error) {
      if (error.code === undefined) throw error
      throw new Refusal(`cannot read: ${name}: ${messageOf(error)}`, 2)
    }
  }
  if (has('c')) {
    const wrong = lines.findIndex(
      (line, i) => i > 0 && (has('u') ? byKeys(lines[i - 1], line) >= 0 : byKeys(lines[i - 1], line) > 0),
    )
    if (wrong > 0) throw new Refusal(`${operands[0] ?? '-'}:${wrong + 1}: disorder: ${lines[wrong]}`, 1)
    return 0
  }
  // Lines that are equal by their keys are compared as a whole, unless -s or -u asks for the order of the input.
  const lastResort =
    has('s') || has('u') ? () => 0 : (one, other) => (has('r') ? -order(one, other) : order(one, other))
  const sorted = lines.sort((one, other) => byKeys(one, other) || lastResort(one, other))
  const shown = has('u') ? sorted.filter((line, i) => i === 0 || byKeys(sorted[i - 1], line) !== 0) : sorted
  const text = shown.map((line) => `${line}\n`).join('')
  if (has('o')) writeFileSync(last('o'), text, 'latin1')
  else print(text)
  return 0
})
