import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { loopSaid, markLoops } from './loop-marks.ts'

/** Runs a program with marks on real Node; returns their report and how it ended. */
function run(program: string) {
  const { stderr, stdout, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', markLoops('server.ts', program)],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  )
  return { said: loopSaid(stderr), stdout, status }
}

describe('a program with marked loops', () => {
  test.each([
    ['a loop without end', 'let n = 0\nwhile (true) {\n  n++\n}', 'loop', 2],
    ['one without a body', 'const type: string = "x"\nfor (;;);', 'loop', 2],
    ['the outer of two', 'for (;;) {\n  for (let i = 0; i < 5; i++) {}\n}', 'loop', 1],
    ['the one that is left out of those that end', 'for (let i = 0; i < 1e6; i++) {}\nfor (;;) {}', 'loop', 2],
    ['the caller of a function that ends', 'function f() {\n for (const x of [1, 2]) x\n}\nfor (;;) f()', 'loop', 4],
    ['one that catches every error', 'for (;;) {\n try { throw 1 } catch {}\n}', 'loop', 1],
    ['ticks that never end', 'console.log(1)\nconst next = () => process.nextTick(next)\nnext()', 'function', 2],
    ['promises that never end', 'const go = async () => {\n await null\n go()\n}\ngo()', 'function', 1],
  ])(
    'names the line of %s',
    (_, program, kind, line) => {
      expect(run(program)).toMatchObject({ said: { kind, file: 'server.ts', line }, status: 1 })
    },
    60_000,
  )

  test('reports nothing about a loop that ends, however often it runs again in later turns', () => {
    const program =
      'let turns = 0\nconst turn = () => {\n for (let i = 0; i < 4e5; i++) {}\n if (++turns < 10) setTimeout(turn, 1)\n else console.log("done")\n}\nturn()'
    expect(run(program)).toEqual({ said: null, stdout: 'done\n', status: 0 })
  }, 60_000)

  test('keeps the meaning of bodies: labels, bodies without braces, arrow functions that return an object', () => {
    const program =
      'const f = (x: number) => ({ x })\nouter: for (const a of [1, 2]) for (const b of [1, 2]) if (b === 2) continue outer; else console.log(f(a).x)\nlet n = 0\ndo n++; while (n < 3)\nconsole.log(n)'
    expect(run(program).stdout).toBe('1\n2\n3\n')
  })

  test('keeps its lines', () => {
    const program = 'const a = 1\nfor (;;) {\n\n  a\n}\n'
    expect(markLoops('server.ts', program).split('\n')).toHaveLength(program.split('\n').length)
  })

  test.each([
    ['does not parse', 'server.ts', 'for (;;'],
    ['is no program', 'notes.md', 'for (;;) {}'],
    ['has nothing to mark', 'server.ts', 'const a = 1\n'],
  ])('is left as it is where it %s', (_, file, source) => {
    expect(markLoops(file, source)).toBe(source)
  })
})
