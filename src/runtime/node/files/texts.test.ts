import { expect, test } from 'vitest'
import { textSource } from './texts.ts'

const source = textSource({ 'b/c/d.js': 'deep', 'a.js': 'é', 'b/e.js': '' })

test('texts appear in the folders that their paths name', () => {
  expect(source.list('').map(([name, { kind }]) => [name, kind])).toEqual([
    ['a.js', 'file'],
    ['b', 'directory'],
  ])
  expect(source.list('b').map(([name]) => name)).toEqual(['c', 'e.js'])
  expect(source.list('b/c')).toEqual([['d.js', { kind: 'file', size: 4, executable: false }]])
  expect(source.list('nowhere')).toEqual([])
})

test('a text is read by bytes, in pieces', () => {
  expect(source.read('a.js', 1, 10)).toEqual(Uint8Array.of(0xa9))
  expect(source.read('nowhere', 0, 10)).toEqual(new Uint8Array(0))
})
