import { expect, test } from 'vitest'
import { curvesOf, numberRead } from './curves.ts'
import { readFigure } from './figure-file.ts'

const figure = (curves: string) =>
  readFigure(
    'figure.yaml',
    `version: 1
title: Too much
topology: wire
programs: [{ host: server, program: server.ts }]
link: [client, server]
settings: { delay: 10ms, loss: 0, rate: 10Mbit, params: { load: 2, queue: all, work: 200 } }
knobs:
  params:
    load: { label: Load, values: [2, 4] }
    queue: { label: Queue, values: [all, few] }
${curves}`,
  )
const CURVES = "curves: { across: load, lines: queue, reads: '^(\\d+) of \\d+', title: In time }"

test('each line has a world for every value across, and keeps the other parameters', () => {
  const curves = curvesOf(figure(CURVES))
  expect(curves.map(({ name, points }) => [name, points.map(({ x }) => x)])).toEqual([
    ['all', [2, 4]],
    ['few', [2, 4]],
  ])
  expect(curves[1]!.points[1]!.settings.params).toEqual({ load: 4, queue: 'few', work: 200 })
})

test('a parameter without values is named, with those that there are', () => {
  const unknown = figure(CURVES.replace('lines: queue', 'lines: speed'))
  expect(() => curvesOf(unknown)).toThrow('speed is none of the parameters in knobs: load, queue.')
  const words = figure(CURVES.replace('across: load', 'across: queue'))
  expect(() => curvesOf(words)).toThrow('queue has "all", no number')
})

test('the number is the last that was printed, and null without one', () => {
  const lines = ['3 of 8 answers', '7 of 8 answers', 'the end'].map((text, at) => ({ host: 'client', at, text }))
  expect(numberRead(figure(CURVES), lines)).toBe(7)
  expect(numberRead(figure(CURVES), lines.slice(2))).toBe(null)
})
