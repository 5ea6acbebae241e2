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

test('of those drawn on each other the last is left, in the order of all', () => {
  expect(names([dot('first', 0), dot('on it', 0.5), dot('beside', 3)])).toEqual(['on it', 'beside'])
})

test('one of another way, and one without a place, are covered by nothing and cover nothing', () => {
  expect(names([dot('here', 0), dot('there', 0, 'b'), dot('nowhere', null)])).toEqual(['here', 'there', 'nowhere'])
})

test('what is to be kept is drawn though it is covered', () => {
  expect(names([dot('asked for', 0), dot('plain', 0), dot('last', 0)], ({ name }) => name === 'asked for')).toEqual([
    ...['asked for', 'last'],
  ])
})
