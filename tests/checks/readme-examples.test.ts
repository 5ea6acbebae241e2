/** Every floor says in its README.md what it is, and the examples there print what is said that they print. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { FLOORS } from '../../scripts/floors.ts'

vi.setConfig({ testTimeout: 60_000 })

const ROOT = join(import.meta.dirname, '../..')
const EXAMPLE = /```ts\n(.*?)\n```\n\nIt prints:\n\n```text\n(.*?)\n```/gs
/** The top floor is the site and what surrounds the code. */
const floors = FLOORS.slice(0, -1).flat()
const readme = (folder: string) => join(ROOT, folder, 'README.md')
const examplesIn = (folder: string) => [...readFileSync(readme(folder), 'utf8').matchAll(EXAMPLE)]

function output(code: string): string {
  const parameters = ['--input-type=module-typescript', '--eval', code]
  return execFileSync(process.execPath, parameters, { cwd: ROOT, encoding: 'utf8' }).trimEnd()
}

test('each floor has a README.md', () => {
  expect(floors.filter((folder) => !existsSync(readme(folder)))).toEqual([])
})

test.each(['src/runtime/network', 'src/packetdrill', 'src/runtime/lab'])('%s shows how it is used', (folder) => {
  expect(examplesIn(folder)).toHaveLength(1)
})

describe.each(floors.filter((folder) => existsSync(readme(folder)) && examplesIn(folder).length > 0))(
  '%s',
  (folder) => {
    test('its example prints what it says', () => {
      for (const [, code, printed] of examplesIn(folder)) expect(output(code!)).toBe(printed)
    })
  },
)
