import { describe, expect, it } from 'vitest'
import { createVmLoader } from '../../../../tests/modules/program.ts'
import { recordFiles } from './index.ts'

describe('a loader', () => {
  it('keeps one registry for import and require', async () => {
    const { loader } = createVmLoader({
      '/work/a.cjs': 'exports.b = require("./b.mjs")',
      '/work/b.mjs': 'export const x = {}',
    })
    const a = loader.require('./a.cjs', '/work/entry.ts') as { b: { x: object } }
    expect((await loader.import('./b.mjs', '/work/entry.ts')).x).toBe(a.b.x)
  })
  it('shares nothing with another loader', async () => {
    const files = { '/work/a.mjs': 'export const x = {}' }
    const [one, two] = [createVmLoader(files), createVmLoader(files)]
    expect((await one.loader.import('/work/a.mjs')).x).not.toBe((await two.loader.import('/work/a.mjs')).x)
  })
  it('finds a file that was added while the program ran', async () => {
    const files: Record<string, string> = {}
    const { loader } = createVmLoader(files)
    files['/work/late.mjs'] = 'export default 5'
    expect((await loader.import('/work/late.mjs')).default).toBe(5)
  })
  it('gives promises and errors of the realm', async () => {
    const { loader, context } = createVmLoader({})
    const promise = loader.import('/work/none.mjs')
    const realm = context as unknown as { Promise?: unknown }
    expect(realm.Promise).toBeUndefined()
    expect(promise).not.toBeInstanceOf(Promise)
    const error = await promise.then(undefined, (reason: unknown) => reason)
    expect(error).not.toBeInstanceOf(Error)
    expect(String(error)).toBe("Error: Cannot find module '/work/none.mjs' imported from /")
  })
  it('still works when a program replaces the globals', async () => {
    const { loader } = createVmLoader({
      '/work/a.mjs':
        'Promise.prototype.then = () => { throw 1 }; globalThis.Promise = null; JSON.parse = null; Object.defineProperty = null; export * from "./b.mjs"',
      '/work/b.mjs': 'await null; export const x = 1',
    })
    const namespace = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const promise = loader.import('/work/a.mjs')
      const { then } = promise
      Reflect.apply(then, promise, [resolve, reject])
    })
    expect(namespace.x).toBe(1)
  })
  it('offers builtins under any specifier', async () => {
    const { loader } = createVmLoader({
      '/work/a.ts': "import path, { sep } from 'path'\nexport default path.sep === sep",
    })
    expect((await loader.import('/work/a.ts')).default).toBe(true)
  })
  it('suggests the TypeScript file whose extension is missing, or was written as .js', async () => {
    const { loader } = createVmLoader({
      '/work/a.mts': "import './lib/b'",
      '/work/c.mts': "import './lib/b.js'",
      '/work/lib/b.ts': '',
    })
    for (const entry of ['/work/a.mts', '/work/c.mts']) {
      await expect(loader.runMain(entry)).rejects.toMatchObject({
        code: 'ERR_MODULE_NOT_FOUND',
        message: expect.stringMatching(/imported from \/work\/[ac]\.mts\nDid you mean to import "\.\/lib\/b\.ts"\?$/),
      })
    }
  })
  it('distinguishes its namespace objects from similar ones', async () => {
    const { loader } = createVmLoader({ '/work/a.mjs': 'export {}' })
    expect(loader.isModuleNamespace(await loader.import('/work/a.mjs'))).toBe(true)
    expect(loader.isModuleNamespace(Object.create(null, { [Symbol.toStringTag]: { value: 'Module' } }))).toBe(false)
  })
  it('remembers a failure for every module of a cycle', async () => {
    const { loader } = createVmLoader({
      '/work/a.mjs': "import './b.mjs'; import './c.mjs'",
      '/work/b.mjs': "import './a.mjs'",
      '/work/c.mjs': "import './missing.mjs'",
    })
    const message = "Cannot find module '/work/missing.mjs' imported from /work/c.mjs"
    for (const entry of ['a', 'b', 'c', 'b'])
      await expect(loader.import(`/work/${entry}.mjs`)).rejects.toMatchObject({ message })
  })
  it('refuses to require a module that needs a running one', async () => {
    const { loader } = createVmLoader({
      '/work/a.mjs': "import './start.cjs'; export const late = 1",
      '/work/start.cjs': "try { require('./b.mjs') } catch (error) { module.exports = error.code }",
      '/work/b.mjs': "import { late } from './a.mjs'; export default late",
    })
    await loader.import('/work/a.mjs')
    expect(loader.require('/work/start.cjs')).toBe('ERR_REQUIRE_CYCLE_MODULE')
    expect((await loader.import('/work/b.mjs')).default).toBe(1)
  })
  it('runs a CommonJS entry once, even if it leaves the cache', async () => {
    const { loader, context } = createVmLoader({
      '/work/main.cjs': 'delete require.cache[__filename]; globalThis.runs = (globalThis.runs ?? 0) + 1; exports.x = 1',
    })
    expect((await loader.runMain('/work/main.cjs')).default).toEqual({ x: 1 })
    expect(context.runs).toBe(1)
  })
  it('says where a top-level await never settles', async () => {
    const { loader } = createVmLoader({
      '/work/a.mts': "import './b.mts'",
      '/work/b.mts':
        'const a: number = await 1\nif (a as any) {\n  const x: object[] = [await new Promise(() => {})]\n}\nawait 2',
    })
    void loader.runMain('/work/a.mts')
    await new Promise((resolve) => setTimeout(resolve, 5))
    const line = '  const x: object[] = [await new Promise(() => {})]'
    expect(loader.unsettledTopLevelAwait()).toBe(`file:///work/b.mts:3\n${line}\n${' '.repeat(23)}^`)
  })
  it('reports nothing unsettled for a program that has ended', async () => {
    const { loader } = createVmLoader({ '/work/a.mjs': 'export default await 5' })
    expect((await loader.runMain('/work/a.mjs')).default).toBe(5)
    expect(loader.unsettledTopLevelAwait()).toBeNull()
  })
  it('reports a missing program', async () => {
    const { loader } = createVmLoader({})
    await expect(loader.runMain('/work/none.ts')).rejects.toMatchObject({
      code: 'MODULE_NOT_FOUND',
      message: "Cannot find module '/work/none.ts'",
    })
  })
  it('says that data: URLs are not supported yet', async () => {
    const { loader } = createVmLoader({})
    await expect(loader.import('data:text/javascript,1')).rejects.toMatchObject({
      message: expect.stringContaining('not supported yet'),
    })
  })
})

describe('stack traces', () => {
  const files = {
    '/work/a.ts':
      "import { n, f } from './b.ts'\nexport const go = (): void => { [n].map((x: number): void => f(x as any)) }",
    '/work/b.ts': 'export let n = 1\nn++\nexport function f(a: string) { throw new Error(a) }',
  }
  const stackOf = async () => {
    const { loader } = createVmLoader(files)
    const { go } = (await loader.import('/work/a.ts')) as { go: () => void }
    try {
      go()
    } catch (error) {
      return { loader, stack: (error as Error).stack! }
    }
    throw new Error('nothing thrown')
  }
  it('show the learner’s columns, the engine’s own frames, and none of the platform', async () => {
    const { loader, stack } = await stackOf()
    expect(loader.mapStack(stack)).toBe(
      [
        'Error: 2',
        '    at f (file:///work/b.ts:3:38)',
        '    at file:///work/a.ts:2:62',
        '    at Array.map (<anonymous>)',
        '    at go (file:///work/a.ts:2:37)',
      ].join('\n'),
    )
  })
  it('keep frames of Node’s own library', async () => {
    const { loader } = await stackOf()
    const text = 'Error: x\n    at Socket.emit (node:events:1:2)\n    at platform (/srv/platform.js:1:1)'
    expect(loader.mapStack(text)).toBe('Error: x\n    at Socket.emit (node:events:1:2)')
  })
  it('leave text that is not a stack trace unchanged', async () => {
    const { loader } = await stackOf()
    expect(loader.mapStack('x\n at least (file:///work/b.ts)')).toBe('x\n at least (file:///work/b.ts)')
  })
  it('give the excerpt: the caret at `throw`, or for a rejection where the error was created', async () => {
    const { loader, stack } = await stackOf()
    const mapped = loader.mapStack(stack)
    const line = 'file:///work/b.ts:3\nexport function f(a: string) { throw new Error(a) }\n'
    expect(loader.errorExcerpt(mapped)).toBe(`${line}${' '.repeat(31)}^`)
    expect(loader.errorExcerpt(mapped, 'unhandledRejection')).toBe(`${line}${' '.repeat(37)}^`)
    expect(loader.errorExcerpt('Error: x\n    at node:events:1:2')).toBeNull()
  })
  it('answer for single call sites', async () => {
    const { loader } = await stackOf()
    expect(loader.originalPosition('file:///work/b.ts', 3, 10)).toEqual({ line: 3, column: 17 })
    expect(loader.originalPosition('/srv/platform.js', 3, 10)).toBeNull()
  })
  it('allow for what the platform puts before the first line', async () => {
    const { compileFunction } = createVmLoader({})
    const { createModuleLoader } = await import('./compiler/index.ts')
    const loader = createModuleLoader({
      files: recordFiles({ '/work/a.cjs': 'exports.at = new Error("x").stack' }),
      builtins: { has: () => false, load: () => undefined },
      compileFunction: (code, parameters, filename) => compileFunction(`/* seven */${code}`, parameters, filename),
      firstLineColumns: () => '/* seven */'.length,
    })
    expect(loader.mapStack((loader.require('/work/a.cjs') as { at: string }).at)).toContain('/work/a.cjs:1:14')
  })
})
