import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BindingKind, CompiledEsModule, CompileError } from '../types.ts'
import { compileModule, createCompileCache } from './compile-module.ts'

function compileEsm(source: string, filename = '/work/a.ts'): CompiledEsModule {
  const compiled = compileModule({ source, filename })
  if (!compiled.ok || compiled.format !== 'module') throw new Error(compiled.ok ? 'not a module' : compiled.text)
  return compiled
}

function fails(source: string, filename = '/work/server.ts'): CompileError {
  const compiled = compileModule({ source, filename })
  if (compiled.ok) throw new Error('compiled')
  return compiled
}

describe('the format of a file', () => {
  const formatOf = (filename: string, source: string) => {
    const compiled = compileModule({ filename, source })
    return compiled.ok ? compiled.format : compiled.message
  }
  it('is what its extension says', () => {
    for (const extension of ['mjs', 'mts']) expect(formatOf(`/work/a.${extension}`, '')).toBe('module')
    for (const extension of ['cjs', 'cts']) expect(formatOf(`/work/a.${extension}`, '')).toBe('commonjs')
  })
  it('is CommonJS for .js and .ts without ESM syntax', () =>
    expect(formatOf('/work/a.ts', 'let x: number')).toBe('commonjs'))
  it('is ESM with an import', () => expect(formatOf('/work/a.js', "import 'x'")).toBe('module'))
  it('is ESM with an export', () => expect(formatOf('/work/a.ts', 'export const x = 1')).toBe('module'))
  it('is ESM with top-level await', () => expect(formatOf('/work/a.js', 'await 1')).toBe('module'))
  it('is ESM with import.meta', () => expect(formatOf('/work/a.js', 'import.meta.url')).toBe('module'))
  it('is CommonJS with import() alone', () => expect(formatOf('/work/a.js', "import('x')")).toBe('commonjs'))
  it('does not follow an import in a comment', () =>
    expect(formatOf('/work/a.js', "/*\nimport 'x'\n*/")).toBe('commonjs'))
  it('is ESM for top-level await below an import in a comment', () => {
    expect(formatOf('/work/a.js', "/*\nimport 'x'\n*/\nawait 1")).toBe('module')
  })
})

describe('TypeScript', () => {
  it('loses an import that is used only as a type', () => {
    expect(compileEsm("import { Options } from './o.ts'\nexport const x: Options = {}").requests).toEqual([])
  })
  it('loses the type part of a mixed import', () => {
    const { imports } = compileEsm("import { type T, v, U } from './o.ts'\nexport const x: U = v")
    expect(imports.map((entry) => entry.local)).toEqual(['v'])
  })
  it('keeps an import for its effects', () => {
    expect(compileEsm("import './setup.ts'").requests.map((request) => request.specifier)).toEqual(['./setup.ts'])
  })
  it('does not export a type', () => {
    expect(
      compileEsm('interface T { a: 1 }\nexport type { T }\nexport { T as U }\nexport const v = 1').exports,
    ).toHaveLength(1)
  })
  it('says that a namespace is not supported, at its place', () => {
    expect(fails('export const a = 1\n  namespace Deep {\n export const b = 1 }')).toMatchObject({
      line: 2,
      column: 3,
      message: expect.stringMatching(/^TypeScript namespace declarations are not supported/),
    })
  })
  it('accepts the word namespace in strings, comments and declarations of types', () => {
    const source = [
      'const text = `',
      'namespace A { }',
      '`',
      '/*',
      'namespace B {',
      '*/',
      'declare namespace C { const c: number }',
      'declare global {',
      '  namespace D { type E = 1 }',
      '}',
      'const namespace = 1; export { text, namespace }',
    ].join('\n')
    expect(compileEsm(source).exports).toHaveLength(2)
  })
  it('says that an import alias is not supported', () => {
    expect(fails("import * as a from 'a'\nimport b = a.b\nexport { b }")).toMatchObject({ line: 2, column: 1 })
  })
  it('reports a syntax error at its place in the TypeScript', () => {
    expect(fails('const a: number = 1, b: string = ]\nexport {}').text).toBe(
      "file:///work/server.ts:1\nconst a: number = 1, b: string = ]\n                                 ^\n\nSyntaxError: Unexpected token ']'",
    )
  })
  it('reports what only JavaScript forbids at its place in the TypeScript', () => {
    expect(fails('export const a: number = 1\nconst long: Map<string, number> = 1, a = 2')).toMatchObject({
      line: 2,
      column: 38,
      message: "Identifier 'a' has already been declared",
    })
  })
  it('may end a return type on a line of its own', () => {
    expect(
      compileEsm('export const f = (\n  a: string,\n): Promise<\n  void\n> => { g(a) }').generate(() => 'live').code,
    ).toContain(') =>')
  })
})

/** Statements with a marker (`m1`, `m2`, …) at a place that survives; `live1` … are imports. */
const STATEMENTS: readonly ((m: () => string) => string)[] = [
  (m) => `const ${m()}: Array<number> = [live1 as any, ${m()}!] satisfies unknown`,
  (m) => `export const f${m()} = (a: string, b?: Map<string, number>): void => { ${m()}(a!, live2) }`,
  (m) =>
    `function g${m()}<T extends object>(this: T, a: T, ...rest: readonly T[]): asserts a is T { return ${m()}(live1(a), rest) }`,
  (m) => `interface I${m()} {\n  a: string\n  b(): void\n}\n${m()}()`,
  (m) =>
    `class C${m()}<T> extends live2.Base<T> implements I {\n  constructor(private readonly a: string, public b = ${m()}) { super(a); ${m()}() }\n  declare z: number; k?: T; override m(): T { return ${m()} as T } }`,
  (m) => `enum E${m()} { A, B = 1 << 2,\n  C = 'x' }; ${m()}.call(live1)`,
  (m) => `const arrow${m()} = (\n  a: number,\n): Promise<\n  string\n> => ${m()}(a)`,
  (m) => `const o${m()} = { live1, live2, ${m()}: new live1.X(live2), [live2]: import.meta.url + ${m()} }`,
  (m) => `const d${m()} = await import('./x.ts'); ${m()}(); if (live1) { const live1 = ${m()}; live1() }`,
  (m) =>
    `// import x from 'y' ${'<T>'}\nconst t${m()} = \`\${live1}\n${'${'}${m()} as string}\`; type T${m()} = { a: 1 }; ${m()}()`,
  (m) => `export type { U }; type U = string; export let l${m()} = live1, k${m()}: string = \`a\`; ${m()}(new live2())`,
  (m) => `for (const x of live1 as string[]) ${m()}(x!); label: while (false) { [${m()}.x] = live2; break label }`,
]

const programs = fc.array(fc.nat(STATEMENTS.length - 1), { minLength: 1, maxLength: 12 }).map((choices) => {
  let count = 0
  const next = () => `m${++count}`
  const statements = choices.map((choice) => STATEMENTS[choice]!(next))
  return `import { live1, live2, type T0 } from './live.ts'\n${statements.join('\n')}\nexport default live1\n`
})
const kinds = fc.record({
  live1: fc.constantFrom<BindingKind>('live', 'late', 'fixed'),
  live2: fc.constantFrom<BindingKind>('live', 'late'),
})

describe('positions', () => {
  it('lines never move, and columns of the code lead back to the TypeScript', () => {
    fc.assert(
      fc.property(programs, kinds, (source, kindOf) => {
        const generated = compileEsm(source).generate((local) => kindOf[local as keyof typeof kindOf])
        const lines = source.split('\n')
        const codeLines = generated.code.split('\n')
        expect(codeLines.length).toBe(lines.length + 2)
        for (const [index, line] of codeLines.slice(0, lines.length).entries()) {
          for (const match of line.matchAll(/\bm\d+\b/g)) {
            const column = lines[index]!.search(new RegExp(`\\b${match[0]}\\b`)) + 1
            expect(column, `${match[0]} moved to line ${index + 1}`).toBeGreaterThan(0)
            expect(generated.originalPosition(index + 1, match.index + 1)).toEqual({ line: index + 1, column })
          }
        }
      }),
      { numRuns: 200 },
    )
  })
  it('of code that is ours alone are unknown', () => {
    const generated = compileEsm('export const a = 1').generate(() => 'late')
    expect(generated.originalPosition(1, 1)).toBeNull()
    expect(generated.originalPosition(2, 1)).toBeNull()
    expect(generated.originalPosition(99, 1)).toBeNull()
  })
  it('survive \\r\\n and the other line ends', () => {
    const generated = compileEsm('export const a = 1\r\n// \u2028x()\r\nfail()').generate(() => 'late')
    expect(generated.originalPosition(4, 1)).toEqual({ line: 4, column: 1 })
  })
  it('of a call through a live binding are those of the name', () => {
    const generated = compileEsm("import { f } from './f.mjs'\nx; f(1)", '/work/a.mjs').generate(() => 'live')
    const column = generated.code.split('\n')[1]!.indexOf('(1)') + 1
    expect(generated.originalPosition(2, column)).toEqual({ line: 2, column: 4 })
  })
})

describe('a compile cache', () => {
  it('compiles the same text once, and again under another name', () => {
    const compile = createCompileCache()
    const first = compile({ source: 'export {}', filename: '/work/a.ts' })
    expect(compile({ source: 'export {}', filename: '/work/a.ts' })).toBe(first)
    expect(compile({ source: 'export {}', filename: '/work/b.ts' })).not.toBe(first)
  })
})
