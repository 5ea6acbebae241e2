import { describe, expect, test } from 'vitest'
import { publishedDiff, publishedProgram, type ShownLine } from './program-diff.ts'

const server = (version: string) => `03-tcp-conversations/server/${version}.ts`
const textOf = (line: ShownLine) => (line.kind === 'gap' ? '' : line.tokens.map(({ text }) => text).join(''))

describe('the difference between two versions of a program', () => {
  const lines = publishedDiff(server('3-6'), server('3-7'))

  test('numbers what stays and what was added as in the new version, what was removed as in the old one', () => {
    const [before, after] = [publishedProgram(server('3-6')), publishedProgram(server('3-7'))]
    for (const line of lines) {
      if (line.kind === 'gap') continue
      const whole = line.kind === 'removed' ? before : after
      expect(textOf(whole[line.number - 1]!)).toBe(textOf(line))
    }
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['same', 'added', 'removed', 'gap']))
  })

  test('leaves out unchanged lines that are far from a change, with one gap for each run of them', () => {
    for (const [index, { kind }] of lines.entries()) if (kind === 'gap') expect(lines[index + 1]?.kind).not.toBe('gap')
    expect(lines.length).toBeLessThan(publishedProgram(server('3-7')).length)
  })

  test('of a program and itself stops the build', () => {
    expect(() => publishedDiff(server('3-1'), server('3-1'))).toThrow('the same program')
  })
})
