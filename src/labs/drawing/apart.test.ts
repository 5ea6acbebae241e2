import { expect, test } from 'vitest'
import { apart } from './apart.ts'

const dot = (name: string, at: number | null, way = 'a') => ({ name, at, way })
const reading = {
  way: ({ way }: { way: string }) => way,
  place: ({ at }: { at: number | null }) => (at === null ? null : [at]),
  nearer: 1,
}
const names = (dots: readonly ReturnType<typeof dot>[], isKept?: (one: { name: string }) => boolean) =>
  apart(dots, { ...reading, ...(isKept && { isKept }) }).map(({ name }) => name)

test('of drawings that cover each other the last one stays, in its original order', () => {
  expect(names([dot('first', 0), dot('on it', 0.5), dot('beside', 3)])).toEqual(['on it', 'beside'])
})

test('a drawing on another path or without a position covers nothing and is never covered', () => {
  expect(names([dot('here', 0), dot('there', 0, 'b'), dot('nowhere', null)])).toEqual(['here', 'there', 'nowhere'])
})

test('a drawing marked as kept stays even if it is covered', () => {
  expect(names([dot('asked for', 0), dot('plain', 0), dot('last', 0)], ({ name }) => name === 'asked for')).toEqual([
    ...['asked for', 'last'],
  ])
})
