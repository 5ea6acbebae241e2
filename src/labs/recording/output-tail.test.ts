import { expect, test } from 'vitest'
import { OutputTail } from './output-tail.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const texts = (tail: OutputTail) => tail.lines.map((line) => line.text)

test('output becomes lines, wherever it was cut', () => {
  const tail = new OutputTail()
  for (const piece of ['one\ntw', 'o\n', 'three']) tail.push('stdout', bytes(piece))
  expect(texts(tail)).toEqual(['one', 'two', 'three'])
})

test('a line that is split inside a character comes out whole', () => {
  const tail = new OutputTail()
  const euro = bytes('5 €\n')
  tail.push('stdout', euro.subarray(0, 3))
  tail.push('stdout', euro.subarray(3))
  expect(texts(tail)).toEqual(['5 €'])
})

test('empty lines are lines', () => {
  const tail = new OutputTail()
  tail.push('stdout', bytes('a\n\nb\n'))
  expect(texts(tail)).toEqual(['a', '', 'b'])
})

test('standard error starts its own line', () => {
  const tail = new OutputTail()
  tail.push('stdout', bytes('half'))
  tail.push('stderr', bytes('oh\n'))
  expect(tail.lines).toEqual([
    { stream: 'stdout', text: 'half' },
    { stream: 'stderr', text: 'oh' },
  ])
})

test('a flood keeps its last lines and counts the dropped ones', () => {
  const tail = new OutputTail()
  for (let i = 0; i < 50_000; i++) tail.push('stdout', bytes(`${i}\n`))
  expect(tail.lines.length).toBeLessThanOrEqual(1250)
  expect(texts(tail).at(-1)).toBe('49999')
  expect(tail.dropped + tail.lines.length).toBe(50_000)
})
