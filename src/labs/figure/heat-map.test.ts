import { expect, test } from 'vitest'
import { readFigure } from './figure-file.ts'
import { judged, mapRows, runMap } from './heat-map.ts'

const figure = (more: string) =>
  readFigure(
    'figure.yaml',
    `version: 1
title: Two ways
topology: wire
programs: [{ host: server, program: server.ts }]
link: [client, server]
settings: { delay: 10ms, loss: 0, rate: 10Mbit, params: { fast: false } }
knobs: { delay: [1ms, 40ms], rate: [1Mbit, 10Mbit, 1Gbit] }
variants:
  slow: { title: Slow, settings: {} }
  fast: { title: Fast, settings: { params: { fast: true } } }
${more}`,
  )
const MAP = 'map: { between: [slow, fast], across: delay, down: rate }'

test('every pair of knob values occurs, for both variants', () => {
  const rows = mapRows(figure(MAP))
  expect(rows.map(({ value }) => value)).toEqual(['1Mbit', '10Mbit', '1Gbit'])
  const [slow, fast] = rows[2]!.cells[1]!.settings
  expect(slow).toMatchObject({ delay: '40ms', rate: '1Gbit', params: { fast: false } })
  expect(fast).toMatchObject({ delay: '40ms', rate: '1Gbit', params: { fast: true } })
})

test('a map over a missing knob names the knobs that it needs', () => {
  expect(() => mapRows(figure('map: { between: [slow, fast], across: loss, down: rate }'))).toThrow('loss and rate')
  expect(() => mapRows(figure(''))).toThrow('has no "map"')
})

test('the worlds run row by row, and each cell has both variants', async () => {
  const rows = mapRows(figure(MAP))
  const cells = []
  for await (const cell of runMap(
    rows,
    async ({ delay, params }) => Number.parseInt(delay, 10) * (params.fast ? 1 : 3),
  ))
    cells.push(cell)
  expect(cells).toHaveLength(6)
  expect(cells[1]).toEqual({ row: 0, column: 1, finishes: [120, 40] })
})

test('the faster variant wins; within one percent neither does', () => {
  expect(judged([100, 300])).toEqual({ first: 0, factor: 3 })
  expect(judged([300, 100])).toEqual({ first: 1, factor: 3 })
  expect(judged([1000, 1005]).first).toBe(null)
})
