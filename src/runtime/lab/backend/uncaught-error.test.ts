import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { uncaughtError } from './uncaught-error.ts'

/** Node's output when a program ends this way. */
function printedBy(program: string): string {
  try {
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', stdio: 'pipe' })
    return ''
  } catch (error) {
    return (error as { stderr: string }).stderr
  }
}

describe('the uncaught error in what a program printed', () => {
  test.each([
    ['an error', "throw new RangeError('too far')", { name: 'RangeError', message: 'too far' }],
    [
      'an error with a code',
      "throw Object.assign(new Error('read ECONNRESET'), { errno: -104, code: 'ECONNRESET', syscall: 'read' })",
      { name: 'Error', message: 'read ECONNRESET', code: 'ECONNRESET' },
    ],
    [
      'an error of Node’s own',
      "Buffer.alloc('x')",
      { name: 'TypeError', message: expect.stringContaining('must be of type number'), code: 'ERR_INVALID_ARG_TYPE' },
    ],
    [
      "an unhandled 'error' event",
      "import e from 'node:events'; new e.EventEmitter().emit('error', Object.assign(new Error('boom'), { code: 'EPIPE' }))",
      { name: 'Error', message: 'boom', code: 'EPIPE' },
    ],
    ['an unhandled rejection', "Promise.reject(new TypeError('later'))", { name: 'TypeError', message: 'later' }],
    [
      'an error of a class of the program',
      "class MyError extends Error { name = 'MyError' }; throw new MyError('mine')",
      { name: 'MyError', message: 'mine' },
    ],
    [
      'an error after other output',
      "console.error('Note: all is well'); throw new Error('not')",
      { name: 'Error', message: 'not' },
    ],
  ])('is %s', (_, program, error) => {
    expect(uncaughtError(printedBy(program))).toEqual(error)
  })

  test('names the innermost line of the program’s own files', () => {
    const frames = [
      'file:///work/parse.ts:5\n    a.b.c = 1\n          ^\n',
      "TypeError: Cannot set properties of undefined (setting 'c')",
      '    at parse (file:///work/parse.ts:5:11)',
      '    at Socket.<anonymous> (file:///work/server.ts:9:3)',
      '    at Socket.emit (node:events:514:28)\n',
    ]
    expect(uncaughtError(frames.join('\n'))?.at).toEqual({ file: 'parse.ts', line: 5, column: 11 })
  })

  test('names the line above its caret where no frame is in the program: text that does not parse', () => {
    const said = "file:///work/lib/codec.ts:2\nconst b = ;\n          ^\n\nSyntaxError: Unexpected token ';'\n"
    expect(uncaughtError(said)?.at).toEqual({ file: 'lib/codec.ts', line: 2, column: 11 })
  })

  test('names no line where Node itself emitted it: none of the program’s ran', () => {
    const said =
      'node:events:486\n      throw er;\n      ^\n\nError: read ECONNRESET\n    at TCP.onStreamRead (node:internal/stream_base_commons:216:20)\n'
    expect(uncaughtError(said)).toEqual({ name: 'Error', message: 'read ECONNRESET' })
  })

  test('is none when nothing was thrown', () => {
    expect(uncaughtError('warming up\n')).toBeNull()
    expect(uncaughtError('')).toBeNull()
  })
})
