import { expect, test } from 'vitest'
import { placeHosts, placeLink } from './places.ts'

type Point = { x: number; y: number }

test('two hosts stand at the edges of the drawing', () => {
  const places = placeHosts(['client', 'server'], [{ ends: ['client', 'server'] }])
  expect(places.at('client')).toEqual({ x: 8, y: 12 })
  expect(places.at('server').x).toBe(places.width - 8 - places.box.width)
})

test('a long chain is no wider than two hosts: each row goes back under the one before', () => {
  const links = [{ ends: ['a', 'r1'] }, { ends: ['r1', 'r2'] }, { ends: ['r2', 'c'] }] as { ends: [string, string] }[]
  const { at, width } = placeHosts(['a', 'r1', 'r2', 'c'], links)
  expect(width).toBe(placeHosts(['a', 'r1'], [{ ends: ['a', 'r1'] }]).width)
  expect(at('a').x).toBeLessThan(at('r1').x)
  expect(at('r2').x).toBe(at('r1').x)
  expect(at('c').x).toBe(at('a').x)
  expect(at('c').y).toBe(at('r2').y)
  expect(at('r2').y).toBeGreaterThan(at('r1').y)
})

test('hosts equally far from the first one are in one level, between nearer and farther ones', () => {
  const links = [
    ['host', 'isp1'],
    ['host', 'isp2'],
    ['isp1', 'server'],
    ['isp2', 'server'],
  ].map((ends) => ({ ends })) as {
    ends: [string, string]
  }[]
  const { at } = placeHosts(['host', 'isp1', 'isp2', 'server'], links)
  expect(at('isp1').y).toBe(at('isp2').y)
  expect([at('host').x, at('server').x]).toEqual([at('server').x, (at('isp1').x + at('isp2').x) / 2])
})

test('no two hosts share a place', () => {
  const names = ['lan', 'a', 'b', 'c', 'd', 'e']
  const links = names.slice(1).map((name) => ({ ends: ['lan', name] as [string, string] }))
  const { at } = placeHosts(names, links)
  expect(new Set(names.map((name) => `${at(name).x} ${at(name).y}`)).size).toBe(names.length)
})

test.each([
  ['a switch with four hosts', 'server sw, a sw, b sw, c sw'],
  ['a switch with four hosts, said the other way round', 'sw server, sw a, sw b, sw c'],
  ['two ways to one server', 'host isp1, host isp2, isp1 server, isp2 server'],
])('labels of %s touch neither a box nor each other', (_name, text) => {
  const links = text.split(', ').map((pair) => ({ ends: pair.split(' ') as [string, string] }))
  const names = [...new Set(['sw', ...links.flatMap(({ ends }) => ends)])].filter((name) => text.includes(name))
  const places = placeHosts(names, links)
  // “1 ms each way”, and its line.
  const [width, height] = [72, 12]
  const labels = links.map(({ ends }) => placeLink(places, ends).label)
  const boxes = names.map((name) => {
    const { x, y } = places.at(name)
    return { x: x + places.box.width / 2, y: y + places.box.height / 2 }
  })
  const overlap = (other: { width: number; height: number }) => (a: Point, b: Point) =>
    Math.abs(a.x - b.x) < (width + other.width) / 2 && Math.abs(a.y - b.y) < (height + other.height) / 2
  const pairs = labels.flatMap((label, index) => labels.slice(index + 1).map((other) => [label, other] as const))
  expect(pairs.filter(([a, b]) => overlap({ width, height })(a, b))).toEqual([])
  expect(labels.flatMap((label) => boxes.filter((box) => overlap(places.box)(label, box)))).toEqual([])
})
