import { expect, test } from 'vitest'
import { placeHosts } from './places.ts'

test('two hosts stand at the edges of the drawing', () => {
  const places = placeHosts(['client', 'server'], [{ ends: ['client', 'server'] }])
  expect(places.at('client')).toEqual({ x: 8, y: 12 })
  expect(places.at('server').x).toBe(places.width - 8 - places.box.width)
})

test('a chain goes from left to right, and what is beside each other stands below each other', () => {
  const links = [{ ends: ['a', 'r1'] }, { ends: ['b', 'r1'] }, { ends: ['r1', 'r2'] }, { ends: ['r2', 'c'] }] as {
    ends: [string, string]
  }[]
  const { at } = placeHosts(['a', 'b', 'r1', 'r2', 'c'], links)
  expect(at('a').x).toBeLessThan(at('r1').x)
  expect(at('r1').x).toBeLessThan(at('r2').x)
  expect(at('c').x).toBeGreaterThan(at('r2').x)
  expect(at('b').x).toBe(at('r2').x)
  expect(at('b').y).not.toBe(at('r2').y)
})

test('no two hosts share a place', () => {
  const names = ['lan', 'a', 'b', 'c', 'd', 'e']
  const links = names.slice(1).map((name) => ({ ends: ['lan', name] as [string, string] }))
  const { at } = placeHosts(names, links)
  expect(new Set(names.map((name) => `${at(name).x} ${at(name).y}`)).size).toBe(names.length)
})
