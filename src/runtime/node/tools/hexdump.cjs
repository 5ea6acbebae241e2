/** hexdump(1): bytes in hexadecimal: words of two bytes, or `-C` with their text. Formats of one's own (`-e`) are not there. */
'use strict'
const { Refusal, complain, contentOf, main, messageOf, print, readOptions, tryHelp } = require('./support.cjs')

const ROW = 16
const LONG = { canonical: 'C', 'no-squeezing': 'v', length: 'n', skip: 's', 'two-bytes-hex': 'x' }
const visible = (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')
const hex = (number, width) => number.toString(16).padStart(width, '0')

function canonical(row) {
  const half = (from) =>
    Array.from({ length: 8 }, (_, i) => (from + i < row.length ? ` ${hex(row[from + i], 2)}` : '   ')).join('')
  return ` ${half(0)} ${half(8)}  |${[...row].map(visible).join('')}|`
}

/** Words in the byte order of x86; an odd last byte is a word with 0. */
function words(row, before) {
  const count = ROW / 2
  return Array.from({ length: count }, (_, i) => {
    if (i * 2 >= row.length) return ' '.repeat(before + 4)
    return ' '.repeat(before) + hex(row[i * 2] + (row[i * 2 + 1] ?? 0) * 256, 4)
  }).join('')
}

main('hexdump', async (args) => {
  const { has, last, operands } = readOptions(args, 'Cvxn:s:', LONG, tryHelp('hexdump', 1))
  const pieces = []
  let failed = 0
  const names = operands.length > 0 ? operands : ['-']
  for (const name of names) {
    try {
      pieces.push(await contentOf(name))
    } catch (error) {
      if (error.code === undefined) throw error
      failed++
      complain(`hexdump: ${name}: ${messageOf(error)}`)
    }
  }
  if (failed === names.length) throw new Refusal('all input file arguments failed', 1)
  const skipped = Number(last('s') ?? 0)
  const bytes = Buffer.from(pieces.join(''), 'latin1')
    .subarray(skipped)
    .subarray(0, Number(last('n') ?? Number.POSITIVE_INFINITY))
  const width = has('C') ? 8 : 7
  const lines = []
  let previous = null
  let squeezed = false
  for (let at = 0; at < bytes.length; at += ROW) {
    const row = bytes.subarray(at, at + ROW)
    if (!has('v') && previous !== null && row.length === ROW && row.equals(previous)) {
      if (!squeezed) lines.push('*')
      squeezed = true
      continue
    }
    squeezed = false
    previous = row
    lines.push(hex(skipped + at, width) + (has('C') ? canonical(row) : words(row, has('x') ? 4 : 1)))
  }
  if (bytes.length > 0) lines.push(hex(skipped + bytes.length, width))
  print(lines.map((line) => `${line}\n`).join(''))
  return failed > 0 ? 1 : 0
})
