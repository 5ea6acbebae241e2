/** xxd(1): bytes as hexadecimal text, and back (`-r`). */
'use strict'
const { writeFileSync } = require('node:fs')
const { Refusal, contentOf, main, messageOf, print, readOptions } = require('./support.cjs')

const visible = (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')

function dump(bytes, start, { columns, group, upper, bits }) {
  const textOf = (byte) => {
    const hex = bits ? byte.toString(2).padStart(8, '0') : byte.toString(16).padStart(2, '0')
    return upper ? hex.toUpperCase() : hex
  }
  const size = group === 0 ? columns : group
  const width = columns * (bits ? 8 : 2) + Math.ceil(columns / size) - 1
  const lines = []
  for (let at = 0; at < bytes.length; at += columns) {
    const row = [...bytes.subarray(at, at + columns)]
    const cells = row.map((byte, i) => `${i > 0 && i % size === 0 ? ' ' : ''}${textOf(byte)}`).join('')
    lines.push(`${(start + at).toString(16).padStart(8, '0')}: ${cells.padEnd(width)}  ${row.map(visible).join('')}\n`)
  }
  return lines.join('')
}

function plain(bytes, columns, upper) {
  const hex = bytes.toString('hex')
  const text = columns === 0 ? `${hex}\n` : hex.replace(new RegExp(`.{1,${columns * 2}}`, 'g'), '$&\n')
  return upper ? text.toUpperCase() : text
}

/** Bytes of a dump: each line has its offset, two blanks end it. */
function undumped(text) {
  let bytes = Buffer.alloc(0)
  for (const line of text.split('\n')) {
    const [, offset, cells] = /^([0-9a-f]+): ?((?:[0-9a-f]{2} ?)*)/i.exec(line) ?? []
    if (offset === undefined) continue
    const at = Number.parseInt(offset, 16)
    const piece = Buffer.from(cells.replaceAll(' ', ''), 'hex')
    if (bytes.length < at + piece.length) bytes = Buffer.concat([bytes, Buffer.alloc(at + piece.length - bytes.length)])
    piece.copy(bytes, at)
  }
  return bytes
}

main('xxd', async (args) => {
  const { has, last, operands } = readOptions(args, 'purbl:s:c:g:', { plain: 'p' }, (text) => new Refusal(text, 1))
  const number = (letter, otherwise) => (last(letter) === undefined ? otherwise : Number(last(letter)))
  const [input = '-', output = '-'] = operands
  let text
  try {
    text = await contentOf(input)
  } catch (error) {
    throw error.code === undefined ? error : new Refusal(`${input}: ${messageOf(error)}`, 2)
  }
  const start = number('s', 0)
  const bytes = Buffer.from(text, 'latin1').subarray(start).subarray(0, number('l', Number.POSITIVE_INFINITY))
  const columns = number('c', has('p') ? 30 : has('b') ? 6 : 16)
  const shape = { columns, group: number('g', has('b') ? 1 : 2), upper: has('u'), bits: has('b') }
  const result = has('r')
    ? has('p')
      ? Buffer.from(text.replace(/[^0-9a-f]/gi, ''), 'hex')
      : undumped(text)
    : Buffer.from(has('p') ? plain(bytes, columns, has('u')) : dump(bytes, start, shape))
  if (output === '-') print(result.toString('latin1'))
  else writeFileSync(output, result)
  return 0
})
