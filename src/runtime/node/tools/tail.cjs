/** tail(1): the last lines or bytes of files. It doesn't follow a file that grows (`-f`). */
'use strict'
const { Refusal, complain, contentOf, main, messageOf, print, readOptions, tryHelp } = require('./support.cjs')

const LONG = { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v' }

/** `+3` counts from the start, all else from the end. */
function lastPart(text, unit, number) {
  const count = Number(number.replace(/^[+-]/, ''))
  if (unit === 'c')
    return number[0] === '+' ? text.slice(Math.max(count - 1, 0)) : count === 0 ? '' : text.slice(-count)
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1)
  if (ends.at(-1) !== text.length) ends.push(text.length)
  const first = number[0] === '+' ? Math.max(count - 1, 0) : Math.max(ends.length - count, 0)
  return first === 0 ? text : text.slice(ends[first - 1] ?? text.length)
}

main('tail', async (args) => {
  const obsolete = /^-(\d+)$/.exec(args[0] ?? '')
  const words = obsolete ? ['-n', obsolete[1], ...args.slice(1)] : args
  const { given, operands, has } = readOptions(words, 'n:c:qv', LONG, tryHelp('tail', 1))
  const [unit, number] = given.findLast(([letter]) => 'nc'.includes(letter)) ?? ['n', '10']
  if (!/^[+-]?\d+$/.test(number))
    throw new Refusal(`invalid number of ${unit === 'c' ? 'bytes' : 'lines'}: '${number}'`, 1)
  const names = operands.length > 0 ? operands : ['-']
  const heads = has('v') || (names.length > 1 && !has('q'))
  let status = 0
  let before = ''
  for (const name of names) {
    try {
      const text = await contentOf(name)
      if (heads) print(`${before}==> ${name === '-' ? 'standard input' : name} <==\n`)
      before = '\n'
      print(lastPart(text, unit, number))
    } catch (error) {
      if (error.code === undefined) throw error
      status = 1
      complain(`tail: cannot open '${name}' for reading: ${messageOf(error)}`)
    }
  }
  return status
})
