import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Exercise } from '../exercise/index.ts'
import { coveringVariants, drawParams, paramsFile } from './index.ts'

const exercise = (variants: object, more: object = {}) =>
  Exercise.parse({
    version: 1,
    id: 'a',
    title: 'A',
    module: 1,
    kind: 'drill',
    tier: 1,
    points: 1,
    backends: ['simulated', 'linux'],
    topology: 'wire',
    submission: { files: ['a.ts'] },
    starter: { fails: ['v1'], hint: 'h' },
    tests: { groups: [{ id: 'g', title: 'G', tests: ['v1'], points: 1 }] },
    variants,
    ...more,
  })
const THREE = { port: { value: 9000 }, tail: { oneOf: ['echo', 'drop'] }, size: { integer: [10, 50], step: 20 } }

describe('a variant', () => {
  test('is the same for the same key, and another for some other key', () => {
    const drawn = (key: string) => JSON.stringify(drawParams(exercise(THREE), key, 'simulated'))
    expect(drawn('learner/1')).toBe(drawn('learner/1'))
    expect(new Set(Array.from({ length: 50 }, (_, i) => drawn(`learner/${i}`))).size).toBe(6)
  })

  test('keeps its values when the exercise gets another parameter', () => {
    const { port, ...later } = THREE
    fc.assert(
      fc.property(fc.string(), (key) => {
        const before = drawParams(exercise(later), key, 'simulated')
        expect(drawParams(exercise({ extra: { oneOf: [1, 2] }, ...THREE }), key, 'simulated')).toMatchObject(before)
      }),
    )
  })

  test('draws integers from first to last in steps', () => {
    const sizes = Array.from({ length: 60 }, (_, i) => drawParams(exercise(THREE), `${i}`, 'simulated').size)
    expect(new Set(sizes)).toEqual(new Set([10, 30, 50]))
  })

  test('has smaller values on Linux where the exercise says so', () => {
    const scaled = exercise(THREE, { linux: { params: { size: 1 } } })
    expect(drawParams(scaled, 'k', 'linux').size).toBe(1)
    expect(drawParams(scaled, 'k', 'simulated').size).not.toBe(1)
  })

  test('is checked with keys that show every value', () => {
    const keys = coveringVariants(exercise(THREE))
    expect(new Set(keys.map((key) => drawParams(exercise(THREE), key, 'simulated').tail))).toEqual(
      new Set(['echo', 'drop']),
    )
  })
})

describe('params.ts', () => {
  test('gives each parameter the type of all its possible values', () => {
    expect(paramsFile(exercise(THREE), { port: 9000, tail: 'drop', size: 30 })).toMatch(
      /export const params = \{\n {2}port: 9000 as number,\n {2}tail: 'drop' as 'echo' \| 'drop',\n {2}size: 30 as number,\n\}\n$/,
    )
  })

  test('says what a parameter is for, where its author does', () => {
    const about = { size: { value: 3, about: 'bytes of an answer' }, port: { value: 9000 } }
    expect(paramsFile(exercise(about), { size: 3, port: 9000 })).toContain(
      '  size: 3 as number, // bytes of an answer\n  port: 9000 as number,\n',
    )
  })

  test('can hold any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const file = paramsFile(exercise({ word: { oneOf: [text, 'other'] } }), { word: text })
        const literal = /word: (.*) as '/.exec(file)![1]!
        expect(new Function(`return ${literal}`)()).toBe(text)
      }),
    )
  })
})
