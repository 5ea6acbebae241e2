/** uniq(1): leaves out lines that repeat the one before them. */
'use strict'
const { writeFileSync } = require('node:fs')
const { Refusal, contentOf, linesOf, main, messageOf, print, readOptions, tryHelp } = require('./support.cjs')

const LONG = {
  count: 'c',
  repeated: 'd',
  unique: 'u',
  'ignore-case': 'i',
  'skip-fields': 'f',
  'skip-chars': 's',
  'check-chars': 'w',
}
const WHAT = { f: 'fields to skip', s: 'bytes to skip', w: 'bytes to compare' }

main('uniq', async (args) => {
  const { has, last, operands } = readOptions(args, 'cduif:s:w:', LONG, tryHelp('uniq', 1))
  const number = (letter, otherwise) => {
    const text = last(letter) ?? otherwise
    if (!/^(\d+|Infinity)$/.test(text)) throw new Refusal(`${text}: invalid number of ${WHAT[letter]}`, 1)
    return Number(text)
  }
  const [fields, skipped, width] = [number('f', '0'), number('s', '0'), number('w', 'Infinity')]
  if (operands.length > 2) throw tryHelp('uniq', 1)(`extra operand '${operands[2]}'`)
  const [input = '-', output = '-'] = operands
  let text
  try {
    text = await contentOf(input)
  } catch (error) {
    throw error.code === undefined ? error : new Refusal(`${input}: ${messageOf(error)}`, 1)
  }
  const keyOf = (line) => {
    let rest = line
    for (let i = 0; i < fields; i++) rest = rest.replace(/^[ \t]*[^ \t]*/, '')
    const key = rest.slice(skipped, skipped + width)
    return has('i') ? key.toUpperCase() : key
  }
  const groups = []
  for (const line of linesOf(text)) {
    const group = groups.at(-1)
    const key = keyOf(line)
    if (group?.key === key) group.count++
    else groups.push({ key, line, count: 1 })
  }
  const shown = groups.filter(({ count }) => (count > 1 ? !has('u') : !has('d')))
  const out = shown.map(({ line, count }) => `${has('c') ? `${`${count}`.padStart(7)} ` : ''}${line}\n`).join('')
  if (output === '-') print(out)
  else writeFileSync(output, out, 'latin1')
  return 0
})
