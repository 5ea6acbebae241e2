/** Syntax errors read as the pinned Node prints them: place, source line, caret, message. */
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { compileModule } from '#node/modules/compiler/index.ts'

/** One mistake each, as a learner makes them; all are the same mistake in CommonJS and in a module unless said otherwise. */
const MISTAKES = [
  'let a = ;',
  'const a = 1\nconst a = 2',
  'let a = 1\nvar a = 2',
  'const a\n',
  'const { a }\n',
  'function f( { }',
  'foo(1, 2',
  'foo(1, 2\nbar()',
  'foo(1 2)',
  'server.listen(80, () => {\n  done()\n',
  'const a = [1, 2\nconst b = 3',
  'const o = { a: 1 b: 2 }',
  'const o = { a: 1,, }',
  'if (a {\n}',
  'if a) {}',
  'for (let i = 0; i < 3; i++ {}',
  'while true {}',
  'function () {}',
  'function 3() {}',
  'class { }',
  'class A { constructor() {} constructor() {} }',
  'class A { constructor() { super() } }',
  'class A { #x; #x }',
  'class A { m() { this.#y } }',
  "const s = 'abc\nfoo()",
  'const s = "abc',
  'const s = `abc',
  'const r = /abc',
  'const r = /a(/',
  'const r = /a/gg',
  'a = 3in [1]',
  'a = 1__0',
  'a = 0x',
  '@',
  'a # b',
  'return = 1',
  '}',
  ')',
  'else {}',
  'case 1:',
  'break',
  'continue',
  'a: { continue a }',
  'while (1) { break missing }',
  'a: a: {}',
  'try {}',
  'try { } catch (e { }',
  'throw\nnew Error()',
  'switch (a) { default: default: }',
  '1 = 2',
  'a + b = c',
  '++1',
  'for (1 of []) {}',
  'const await1 = 1; await1 x',
  'function f() { await x }',
  'const f = () => { await x }',
  'async function f() { function g() { await x } }',
  'function* g() { function h() { yield 1 } }',
  'let let = 1',
  'const enum1 = 1; enum = 2',
  'var class = 1',
  'import',
  'a ?? b || c',
  '-1 ** 2',
  'a?.b = 1',
  'new a?.b()',
  '({ __proto__: 1, __proto__: 2 })',
  'if (1) const a = 1',
  'if (1) class A {}',
  'label: const x = 1',
  '"\\u{zz}"',
  '"\\xz"',
  '/* never closed',
  '<div></div>',
  'const f = (a, a) => a',
  '"use strict"; const o = 010',
  '"use strict"; delete a',
  '"use strict"; with (a) {}',
  '"use strict"; eval = 1',
  '"use strict"; let static = 1',
  'x = { get a(b) {} }',
  'x = { set a() {} }',
  '(a, b) => { "use strict" } 5 5',
  'let [a]\n',
  'a\n\n   .b(,)',
  '\tconst x = 5 5',
]

/** The block that V8 makes for the text as a CommonJS file; null if it finds nothing wrong. */
function inNode(source: string): { text: string; line: string } | null {
  try {
    vm.compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: '/work/a.cjs' })
    return null
  } catch (error) {
    const [block, message] = (error as Error).stack!.split(/\n\n(?=\w*Error: )/)
    return { text: message!.split('\n', 1)[0]!, line: block!.split('\n').slice(0, 2).join('\n') }
  }
}

describe('a mistake is described in the words of Node', () => {
  for (const source of MISTAKES) {
    it(JSON.stringify(source), () => {
      const expected = inNode(source)
      const ours = compileModule({ source, filename: '/work/a.cjs' })
      expect(expected).not.toBeNull()
      if (ours.ok) return expect(ours.ok, 'compiled').toBe(false)
      expect({ text: `SyntaxError: ${ours.message}`, line: ours.text.split('\n').slice(0, 2).join('\n') }).toEqual(
        expected,
      )
    })
  }
})
