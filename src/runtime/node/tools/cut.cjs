/** cut(1): prints parts of each line: bytes, characters (the same in the C locale) or fields. */
'use strict'
const { complain, contentOf, linesOf, main, messageOf, print, readOptions, tryHelp } = require('./support.cjs')

const LONG = {
  bytes: 'b',
  characters: 'c',
  fields: 'f',
  delimiter: 'd',
  'only-delimited': 's',
  complement: 'C',
  'output-delimiter': 'O',
}
const refuse = tryHelp('cut', 1)

/** Returns whether the list `1,3-5,7-` has a number. */
function listOf(text, isFields) {
  const what = isFields ? 'fields' : 'byte/character positions'
  const ranges = text.split(/[, \t]/).map((range) => {
    const [, from, dash, to] = /^(\d*)(-?)(\d*)$/.exec(range) ?? []
    if (dash === undefined)
      throw refuse(
        isFields
          ? `invalid field value '${range.replace(/^[\d-]*/, '')}'`
          : `invalid byte/character position '${range.replace(/^[\d-]*/, '')}'`,
      )
    if (from === '' && to === '') {
      throw refuse(dash === '' ? `${what} are numbered from 1` : 'invalid range with no endpoint: -')
    }
    const [first, last] = [
      from === '' ? 1 : Number(from),
      dash === '' ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to),
    ]
    if (first === 0 || (last === 0 && from === '')) throw refuse(`${what} are numbered from 1`)
    if (last < first) throw refuse('invalid decreasing range')
    return [first, last]
  })
  return (number) => ranges.some(([first, last]) => number >= first && number <= last)
}

main('cut', async (args) => {
  const { given, has, last, operands } = readOptions(args, 'b:c:f:d:snCO:', LONG, refuse)
  const lists = given.filter(([letter]) => 'bcf'.includes(letter))
  if (lists.length === 0) throw refuse('you must specify a list of bytes, characters, or fields')
  if (lists.length > 1) throw refuse('only one list may be specified')
  const [kind, text] = lists[0]
  const isFields = kind === 'f'
  if ((last('d')?.length ?? 1) !== 1) throw refuse('the delimiter must be a single character')
  if (!isFields && has('d')) throw refuse('an input delimiter may be specified only when operating on fields')
  if (!isFields && has('s'))
    throw refuse('suppressing non-delimited lines makes sense\n\tonly when operating on fields')
  const inList = listOf(text, isFields)
  const isChosen = (_, i) => inList(i + 1) !== has('C')
  const delimiter = last('d') ?? '\t'
  const partOf = (line) => {
    if (!isFields) return [...line].filter(isChosen).join('')
    if (!line.includes(delimiter)) return has('s') ? null : line
    return line
      .split(delimiter)
      .filter(isChosen)
      .join(last('O') ?? delimiter)
  }
  let status = 0
  for (const name of operands.length > 0 ? operands : ['-']) {
    try {
      const parts = linesOf(await contentOf(name)).map(partOf)
      print(parts.map((part) => (part === null ? '' : `${part}\n`)).join(''))
    } catch (error) {
      if (error.code === undefined) throw error
      status = 1
      complain(`cut: ${name}: ${messageOf(error)}`)
    }
  }
  return status
})
