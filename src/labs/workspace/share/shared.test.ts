import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packShared, type Shared, SharedError, unpackShared } from './shared.ts'

const shared: Shared = {
  exercise: 'tcp-echo-line',
  variant: 'practice',
  seed: 1,
  files: { 'server.ts': 'console.log("ä")\n' },
  checkpoint: null,
}
const batch = {
  batch: 1,
  commands: [{ id: 1, kind: 'act' as const, on: '#3', op: 'write', args: [new Uint8Array([1, 0, 255])] }],
  run: true,
}
const checkpoint: Shared['checkpoint'] = {
  at: 54_200_000,
  handles: { pids: [1], held: [], manual: { ends: null, lines: [{ kind: 'said', text: 'PING↵', at: 12.5 }] } },
  recipe: {
    version: 1,
    seed: 1,
    files: { submission: shared.files, programs: {} },
    description: { name: 'x', nodes: [], links: [] } as never,
    journal: [{ kind: 'batch', events: 0, at: 0, batch }],
  },
}

async function packed(data: unknown): Promise<string> {
  const stream = new Blob([JSON.stringify(data)]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return `#s=${Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url')}`
}

test('files, seed and variant come back as they were', async () => {
  expect(await unpackShared(`#${await packShared(shared)}`)).toEqual(shared)
})

test('a run comes back with its moment and what was typed, bytes too', async () => {
  expect(await unpackShared(`#${await packShared({ ...shared, checkpoint })}`)).toEqual({ ...shared, checkpoint })
})

test('any files survive', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (text) => {
      const whole = { ...shared, files: { 'a.ts': text.toWellFormed() } }
      expect(await unpackShared(`#${await packShared(whole)}`)).toEqual(whole)
    }),
    { numRuns: 10 },
  )
})

test.each(['', '#', '#top', '#s=', '#s=!!', '#sx=abc'])('%j is no shared link', async (fragment) => {
  expect(await unpackShared(fragment)).toBeNull()
})

test('noise is refused with an error message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      await expect(unpackShared(`#s=${Buffer.from(bytes).toString('base64url')}`)).rejects.toThrow(SharedError)
    }),
    { numRuns: 25 },
  )
})

test('a fragment that unpacks to more than any link needs is stopped early', async () => {
  const stream = new Blob([new Uint8Array(16 * 2 ** 20)]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bomb = Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url')
  await expect(unpackShared(`#s=${bomb.slice(0, 59_000)}`)).rejects.toThrow(SharedError)
})

test.each([
  ['another version', { ...shared, v: 1 }],
  ['no files', { ...shared, v: 2, files: {} }],
  ['a file outside of its folder', { ...shared, v: 2, files: { '../x.ts': '' } }],
  ['a file that is no text', { ...shared, v: 2, files: { 'a.ts': { toString: 'x' } } }],
  ['a seed that is none', { ...shared, v: 2, seed: -1 }],
  ['a run without a recipe', { ...shared, v: 2, checkpoint: { at: 1, handles: {} } }],
  [
    'a journal that is none',
    { ...shared, v: 2, checkpoint: { ...checkpoint, recipe: { ...checkpoint.recipe, journal: [{ kind: 'eval' }] } } },
  ],
  ['a moment before the beginning', { ...shared, v: 2, checkpoint: { ...checkpoint, at: -5 } }],
])('%s is refused', async (_what, data) => {
  await expect(packed(data).then(unpackShared)).rejects.toThrow(SharedError)
})
