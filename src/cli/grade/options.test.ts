import { describe, expect, test } from 'vitest'
import { CommandError } from '../command-error.ts'
import { parseGradeOptions } from './options.ts'

describe('ackademy grade', () => {
  test('takes an exercise and folders, and has a default for everything else', () => {
    expect(parseGradeOptions(['tcp-echo-line', 'a', 'b'])).toEqual({
      exercise: 'tcp-echo-line',
      folders: ['a', 'b'],
      backend: null,
      seed: 1,
      variant: 'sample',
      tests: null,
      jobs: null,
      unsandboxed: false,
      keep: null,
      batch: null,
      format: 'text',
    })
  })

  test('takes options anywhere, and tests several times', () => {
    const args = [
      'x',
      '--seed',
      '7',
      'dir',
      '--test',
      'v1',
      '--test=h3/*',
      '--backend',
      'linux',
      '--format',
      'junit',
      '--jobs',
      '2',
    ]
    expect(parseGradeOptions(args)).toMatchObject({
      seed: 7,
      tests: ['v1', 'h3/*'],
      backend: 'linux',
      format: 'junit',
      jobs: 2,
    })
  })

  test('takes a folder of submissions instead, whose grades lie beside it unless said', () => {
    const { batch, folders } = parseGradeOptions(['e', '--batch', '/tmp/class/'])!
    expect([batch, folders]).toEqual([{ folder: '/tmp/class', out: '/tmp/class-graded', fresh: false }, []])
    expect(parseGradeOptions(['e', '--batch', '/a', '--out', '/b', '--fresh'])!.batch).toEqual({
      folder: '/a',
      out: '/b',
      fresh: true,
    })
  })

  test('asks for help', () => {
    expect(parseGradeOptions(['--help'])).toBeNull()
  })

  test.each([
    [[], 'expected an exercise and one or more folders'],
    [['tcp-echo-line'], 'expected an exercise and one or more folders'],
    [['x', 'd', '--batch', 'b'], 'd cannot stand beside it'],
    [['x', '--batch', 'b', '--unsandboxed'], "grades other people's code, which runs in the jail only"],
    [['x', 'd', '--out', 'o'], '--out is about a batch'],
    [['x', 'd', '--fresh'], '--fresh is about a batch'],
    [['x', 'd', '--seed', '1.5'], '--seed 1.5: expected a whole number from 0 up'],
    [['x', 'd', '--jobs', '0'], '--jobs 0: expected a whole number from 1 up'],
    [['x', 'd', '--backend', 'docker'], '--backend docker: expected simulated or linux'],
    [['x', 'd', '--format', 'yaml'], '--format yaml: expected text or json or junit'],
    [['x', '--batch', 'b', '--format', 'gradescope'], '--format gradescope holds one submission'],
    [['x', 'd', 'e', '--format', 'gradescope'], '--format gradescope holds one submission'],
    [['x', 'd', '--backend', 'both', '--format', 'junit'], '--format junit: a comparison of two backends'],
  ])('refuses %j in one sentence', (args, message) => {
    expect(() => parseGradeOptions(args)).toThrow(CommandError)
    expect(() => parseGradeOptions(args)).toThrow(message)
  })

  test('refuses options that it does not have', () => {
    expect(() => parseGradeOptions(['x', 'd', '--sed', '1'])).toThrow("Unknown option '--sed'")
  })
})
