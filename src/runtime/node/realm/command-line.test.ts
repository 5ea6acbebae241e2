import { describe, expect, test } from 'vitest'
import { applyOptions, exposesGc } from './command-line.ts'
import { runProgram } from './run-program.fixture.ts'

const DEFAULTS = {
  '--warnings': true,
  '--no-warnings': false,
  '--max-http-header-size': 16384,
  '--require': [],
  '--title': '',
}

describe('options of the command line', () => {
  test('a flag and its negation have opposite values', () => {
    expect(applyOptions(DEFAULTS, ['--no-warnings'])).toMatchObject({ '--warnings': false, '--no-warnings': true })
    expect(applyOptions(DEFAULTS, ['--no-warnings', '--warnings'])).toMatchObject({ '--warnings': true })
  })

  test('take values of their type, after "=" or as the next word; lists accumulate', () => {
    const values = applyOptions(DEFAULTS, [
      '--max_http_header_size=100',
      '--require',
      'a',
      '--require=b',
      '--title',
      'x',
    ])
    expect(values).toMatchObject({ '--max-http-header-size': 100, '--require': ['a', 'b'], '--title': 'x' })
  })

  test('of V8 change nothing', () => {
    expect(applyOptions(DEFAULTS, ['--stack-size=100', '--harmony'])).toEqual(DEFAULTS)
    expect(exposesGc(['--expose_gc'])).toBe(true)
  })

  test('reach the program: process.execArgv, a warning that is switched off', async () => {
    const program = 'process.emitWarning("w"); console.log(process.execArgv, typeof gc)'
    const quiet = await runProgram(program, { execArgv: ['--no-warnings', '--expose-gc'] })
    expect(quiet).toMatchObject({ stdout: "[ '--no-warnings', '--expose-gc' ] function\n", stderr: '' })
    expect((await runProgram(program)).stderr).toContain('Warning: w')
  })
})
