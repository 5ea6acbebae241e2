import { describe, expect, test } from 'vitest'
import { compileModule } from './compile-module.ts'

/** Returns `line:column` and the message for a TypeScript program that does not parse. */
function problemOf(source: string): string {
  const compiled = compileModule({ source, filename: '/work/server.ts' })
  return compiled.ok ? 'none' : `${compiled.line}:${compiled.column} ${compiled.message}`
}

/** Places and messages are those of Node 24 for the same text without its types. */
describe('a mistake inside an arrow function is reported where it is', () => {
  test.each([
    ['in its body', 'f((a: number) => {\n  const b = ;\n})\n', "2:13 Unexpected token ';'"],
    ['in one inside another', 'f((a) => {\n  g((b) => {\n    h(1\n  })\n})\n', '3:7 missing ) after argument list'],
    ['below a return type', 'f((): void => {\n  const b = ;\n})\n', "2:13 Unexpected token ';'"],
    ['in an async one', 'f(async (a) => {\n  await g(1;\n})\n', '2:11 missing ) after argument list'],
    ['in a body that is an expression', 'const f = (a: number) => a +* 2\n', "1:29 Unexpected token '*'"],
    ['at the end, where it is not closed', 'f((a) => {\n  g()\n', '3:1 Unexpected end of input'],
    ['in a string without its end', "f((a) => {\n  g('x)\n  h('y')\n})\n", '2:5 Invalid or unexpected token'],
  ])('%s', (_, source, problem) => {
    expect(problemOf(source)).toBe(problem)
  })

  test('and one in its parameters at the arrow', () => {
    expect(problemOf('f((a + 1) => {\n  g()\n})\n')).toMatch(/^1:/)
  })
})
