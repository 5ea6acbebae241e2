import fc from 'fast-check'
import { expect, test } from 'vitest'
import { highlightLines } from './index.ts'

const kinds = (source: string) =>
  highlightLines(source).map((line) => line.filter((t) => t.kind !== 'plain').map((t) => `${t.kind} ${t.text}`))

test('names keywords, strings, numbers, comments and calls', () => {
  expect(kinds("const s = net.connect(9000, 'server') // go")).toEqual([
    ['keyword const', 'function connect', 'number 9000', "string 'server'", 'comment // go'],
  ])
})

test('a keyword after a dot is a property', () => {
  expect(kinds('socket.delete(x)')).toEqual([['function delete']])
})

test('a template and a block comment keep their kind over several lines', () => {
  expect(kinds('`a\nb` /* c\nd */')).toEqual([['string `a'], ['string b`', 'comment /* c'], ['comment d */']])
})

test('no character is lost or added, whatever the text', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab9 \n\'"`/*\\$.(){}€'), maxLength: 60 })
  fc.assert(
    fc.property(text, (source) => {
      const joined = highlightLines(source)
        .map((line) => line.map((t) => t.text).join(''))
        .join('\n')
      expect(joined).toBe(source)
    }),
  )
})
