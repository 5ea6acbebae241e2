import { describe, expect, test } from 'vitest'
import type { LabExercise } from '../lab-exercise.ts'
import { inVariant, nextVariant } from './in-variant.ts'

const exercise = {
  variant: 'practice',
  params: { port: 9000, tail: 'echo', word: 'one' },
  generated: { 'params.ts': 'drawn when the site was built' },
  programs: [{ program: 'server.ts', host: 'server', args: ['one'], start: 'run' }],
  byHand: { host: 'client', port: 9000, say: [] },
  variants: {
    parameters: { port: { value: 9000 }, tail: { oneOf: ['echo', 'drop'] }, word: { oneOf: ['one', 'two', 'three'] } },
    mentions: [{ name: 'port' }, { name: 'word', where: { param: 'tail', value: 'drop', is: true } }],
    args: [[{ parameter: 'word' }, 5]],
    port: 'port',
  },
} as unknown as LabExercise

/** A key whose variant has this value. */
const keyWith = (name: string, value: string) => {
  const key = Array.from({ length: 50 }, (_, i) => `k/${i}`).find(
    (one) => inVariant(exercise, one).params[name] === value,
  )
  return key!
}

describe('a variant in the page', () => {
  test('has its own parameters in programs and files', () => {
    const { params, programs, byHand, whole } = inVariant(exercise, keyWith('word', 'three'))
    expect(params.word).toBe('three')
    expect(programs[0]!.args).toEqual(['three', '5'])
    expect(byHand?.port).toBe(9000)
    expect(whole['params.ts']).toContain("word: 'three'")
  })

  test('shows only the parameters that its task mentions', () => {
    const shown = (tail: string) => inVariant(exercise, keyWith('tail', tail)).generated['params.ts']
    expect(shown('drop')).toContain('word')
    expect(shown('echo')).not.toContain('word')
  })

  test('is the page as it was built for the key that it was built with', () => {
    expect(inVariant(exercise, 'practice')).toBe(exercise)
  })

  test('is followed by a different one', () => {
    const keys = ['seed']
    for (let i = 0; i < 5; i++) keys.push(nextVariant(exercise, keys.at(-1)!))
    expect(new Set(keys).size).toBe(6)
    const drawn = keys.map((key) => JSON.stringify(inVariant(exercise, key).params))
    for (const [i, one] of drawn.slice(1).entries()) expect(one).not.toBe(drawn[i])
  })
})
