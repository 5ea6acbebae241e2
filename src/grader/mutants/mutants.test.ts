import { describe, expect, test } from 'vitest'
import { mutantsOf } from './index.ts'

const changes = (source: string) =>
  mutantsOf({ 'a.ts': source }, ['a.ts']).map(({ files, idea }) => `${idea} → ${files['a.ts']}`)

describe('a mutant is one change to the solution', () => {
  test.each([
    ['if (n < max) go()', '< became <=: the boundary itself is on the other side → if (n <= max) go()'],
    ['if (n < max) go()', 'the condition (n < max) is always true → if (true) go()'],
    ['if (n < max) go()', 'a statement is gone → if (n < max) ;'],
    [`s.on('error', f).on('end', g)`, `the listener of 'error' is gone → s.on('end', g)`],
    [`s.on('error', f).on('end', g)`, `the listener of 'end' is gone → s.on('error', f)`],
    ['const t = b.readUInt32BE(4)', 'readUInt32BE() became readUInt32LE() → const t = b.readUInt32LE(4)'],
    ['const t = b.readUInt32BE(4)', 'readUInt32BE() became readInt32BE() → const t = b.readInt32BE(4)'],
    ['const t = b.readUInt32BE(4)', '4 became 5: off by one → const t = b.readUInt32BE(5)'],
    [`const t = b.toString('utf8')`, `'utf8' became 'latin1' → const t = b.toString('latin1')`],
    ['socket.end(x)', 'end() became destroy() → socket.destroy(x)'],
    ['listen({ allowHalfOpen: true })', 'the option allowHalfOpen is not given → listen({ ...{} })'],
    ['const x = a && b', '&& became || → const x = a || b'],
    ['await f()', 'nothing waits for it: await is gone → f()'],
    [`write('BYE\\n')`, `the end of the line is not sent or not looked for → write('BYE')`],
    ['const f = () => { if (a) return; b() }', 'an early return is gone → const f = () => { if (a) ; b() }'],
  ])('%s: %s', (source, expected) => {
    expect(changes(source)).toContain(expected)
  })

  test('is never the solution itself, never one that does not parse, and never a duplicate', () => {
    const all = changes(
      `import a from 'a'\nlet n = 0\nfor (const x of a) { n += x.length - 1; if (!x) continue }\nexport { n }`,
    )
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(3)
  })

  test('names the line of the TypeScript source, with its text before and after', () => {
    const [mutant] = mutantsOf({ 'a.ts': 'interface A {\n  n: number\n}\nconst f = (a: A) => a.n >= 3' }, ['a.ts'])
    expect(mutant).toMatchObject({ line: 4, before: 'const f = (a) => a.n >= 3', after: 'const f = (a) => a.n > 3' })
  })

  test('comes from the named files only, and from no file that does not parse', () => {
    expect(mutantsOf({ 'a.ts': 'f(', 'b.ts': 'g()', 'notes.md': 'a < b' }, ['a.ts', 'notes.md'])).toEqual([])
  })
})
