/** The check that holds the floors must itself notice what it is there for. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { FLOORS } from '../../scripts/floors.ts'

vi.setConfig({ testTimeout: 60_000 })

const script = fileURLToPath(new URL('../../scripts/check-imports.ts', import.meta.url))
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A repository in which nothing is wrong. */
const SOUND = {
  'tsconfig.json':
    '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true } }',
  'src/runtime/network/index.ts': "export { clock } from './clock.ts'",
  'src/runtime/network/clock.ts': 'export const clock = 1',
  'src/runtime/node/index.ts': "import { clock } from '../network/index.ts'\nexport const node = clock",
  'src/labs/index.ts': "import { node } from '../runtime/node/index.ts'\nexport const lab = node",
  'src/grading/index.ts': 'export const server = 1',
}

/** Checks that repository with some files changed or added. */
function check(changes: Record<string, string> = {}): Promise<{ status: number; stdout: string; stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-imports-'))
  folders.push(folder)
  for (const floor of FLOORS.flat()) mkdirSync(join(folder, floor), { recursive: true })
  for (const [name, text] of Object.entries({ ...SOUND, ...changes })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, folder], (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

describe('the check of the floors', () => {
  test('lists only folders that are there', () => {
    expect(
      FLOORS.flat().filter((folder) => !existsSync(fileURLToPath(new URL(`../../${folder}`, import.meta.url)))),
    ).toEqual([])
  })

  test('lets a lower floor read what instructors write', async () => {
    const clock = "export const clock = new URL('../../../content/topologies/', import.meta.url)"
    expect(await check({ 'src/runtime/network/clock.ts': clock })).toMatchObject({ status: 0, stderr: '' })
  })

  test('passes a repository that keeps to them, and says how many modules it read', async () => {
    expect(await check()).toEqual({ status: 0, stdout: 'imports: 5 modules read, 0 violations\n', stderr: '' })
  })

  test.each<[string, Record<string, string>, string]>([
    [
      'an import upwards',
      { 'src/runtime/network/clock.ts': "import { node } from '../node/index.ts'\nexport const clock = node" },
      'src/runtime/network/clock.ts imports src/runtime/node/index.ts: that is upwards',
    ],
    [
      'an import of a type upwards',
      {
        'src/runtime/network/clock.ts':
          "import type { node } from '../node/index.ts'\nexport const clock: typeof node = 1",
      },
      'src/runtime/network/clock.ts imports src/runtime/node/index.ts: that is upwards',
    ],
    [
      'an import past the index of another folder',
      { 'src/runtime/node/index.ts': "import { clock } from '../network/clock.ts'\nexport const node = clock" },
      'src/runtime/node/index.ts imports src/runtime/network/clock.ts: another folder is imported through its index.ts',
    ],
    [
      'the page that knows the server',
      { 'src/labs/index.ts': "import { server } from '../grading/index.ts'\nexport const lab = server" },
      'src/labs/index.ts imports src/grading/index.ts: these two never import each other',
    ],
    [
      'a circle',
      {
        'src/runtime/network/clock.ts': "import { other } from './other.ts'\nexport const clock = other",
        'src/runtime/network/other.ts': "import { clock } from './clock.ts'\nexport const other: number = clock",
      },
      'src/runtime/network/clock.ts imports itself through',
    ],
    [
      'a circle of types',
      {
        'src/runtime/network/clock.ts': "import type { Other } from './other.ts'\nexport const clock: Other = 1",
        'src/runtime/network/other.ts':
          "import type { clock } from './clock.ts'\nexport type Other = number\nexport type Clock = typeof clock",
      },
      'src/runtime/network/clock.ts and 1 more import each other, at least through types: src/runtime/network/other.ts',
    ],
    [
      'another floor by dots where it has a name',
      { 'package.json': '{ "imports": { "#network": "./src/runtime/network/index.ts" } }' },
      'src/runtime/node/index.ts imports ../network/index.ts: write #network, the name in package.json',
    ],
    [
      'a path upwards',
      { 'src/runtime/network/clock.ts': "export const clock = new URL('../node/index.ts', import.meta.url)" },
      'src/runtime/network/clock.ts names src/runtime/node/index.ts: that is upwards',
    ],
    [
      'a folder of the page upwards',
      { 'src/runtime/network/clock.ts': "export const clock = join(import.meta.dirname, '../../labs')" },
      'src/runtime/network/clock.ts names src/labs: that is upwards',
    ],
    [
      'a file that was not read',
      { 'src/runtime/dist/unseen.ts': "import { lab } from '../../labs/index.ts'" },
      '1 files were not read, among them src/runtime/dist/unseen.ts',
    ],
  ])('finds %s', async (_, changes, message) => {
    const { status, stderr } = await check(changes)
    expect(stderr).toContain(message)
    expect(status).toBe(1)
  })
})
