/** What the tools share: options as getopt(3) reads them, files or standard input, messages. Bytes are handled as Latin-1 text, as in the C locale. */
'use strict'
const { readFileSync } = require('node:fs')

/** Ends a tool with a message and a status. */
class Refusal extends Error {
  constructor(text, status) {
    super(text)
    this.status = status
  }
}

const MESSAGES = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
}
const messageOf = ({ code }) => MESSAGES[code] ?? code

/**
 * Reads options and operands. `letters`: those of getopt(3), a colon after each that takes a value; `long`: the letter of each long name.
 * `refuse` makes the error of a wrong option from its message.
 */
function readOptions(args, letters, long, refuse) {
  const given = []
  const operands = []
  const takesValue = (letter) => letters[letters.indexOf(letter) + 1] === ':'
  const queue = [...args]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') operands.push(...queue.splice(0))
    else if (word.startsWith('--')) {
      const [, name, value] = /^--([^=]*)(?:=(.*))?$/s.exec(word)
      const letter = Object.hasOwn(long, name) ? long[name] : undefined
      if (letter === undefined) throw refuse(`unrecognized option '--${name}'`)
      if (!takesValue(letter) && value !== undefined) throw refuse(`option '--${name}' doesn't allow an argument`)
      const taken = takesValue(letter) ? (value ?? queue.shift()) : ''
      if (taken === undefined) throw refuse(`option '--${name}' requires an argument`)
      given.push([letter, taken])
    } else if (/^-./s.test(word)) {
      for (let at = 1; at < word.length; at++) {
        const letter = word[at]
        if (letter === ':' || !letters.includes(letter)) throw refuse(`invalid option -- '${letter}'`)
        if (!takesValue(letter)) {
          given.push([letter, ''])
          continue
        }
        const value = at + 1 < word.length ? word.slice(at + 1) : queue.shift()
        if (value === undefined) throw refuse(`option requires an argument -- '${letter}'`)
        given.push([letter, value])
        break
      }
    } else operands.push(word)
  }
  return {
    given,
    operands,
    has: (letter) => given.some(([one]) => one === letter),
    last: (letter) => given.findLast(([one]) => one === letter)?.[1],
  }
}

async function standardInput() {
  const pieces = []
  for await (const piece of process.stdin) pieces.push(piece)
  return Buffer.concat(pieces).toString('latin1')
}

/** The content of a file, or of standard input for `-`. Throws Node's error. */
async function contentOf(name) {
  return name === '-' ? await standardInput() : readFileSync(name, 'latin1')
}

/** A text's lines without their ends. */
function linesOf(text) {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

const print = (text) => process.stdout.write(text, 'latin1')
const complain = (text) => process.stderr.write(`${text}\n`, 'latin1')

/** Runs a tool: its result is the exit status, and a refusal a message with one. */
function main(name, tool) {
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 141 : 1))
  const args = process.argv.slice(2).map((word) => Buffer.from(word).toString('latin1'))
  tool(args).then(
    (status) => {
      process.exitCode = status
    },
    (error) => {
      if (!(error instanceof Refusal)) throw error
      complain(`${name}: ${error.message}`)
      process.exitCode = error.status
    },
  )
}

/** The refusal of a wrong option by one of the GNU tools. */
const tryHelp = (name, status) => (text) => new Refusal(`${text}\nTry '${name} --help' for more information.`, status)

module.exports = { Refusal, complain, contentOf, linesOf, main, messageOf, print, readOptions, tryHelp }
