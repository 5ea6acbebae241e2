/** `ackademy build --out`: the site of this checkout, which is built before any test here. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ackademy, root } from '../cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'ackademy-out-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the folder has every file of the site, the 404 page and the service worker too', {
  timeout: 300_000,
}, async () => {
  const { status, stdout } = await ackademy(['build', '--out', 'public'], { cwd: folder })
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'The site is in public\n' })
  const files = (of: string) => readdirSync(of, { recursive: true }).sort()
  expect(files(join(folder, 'public'))).toEqual(files(join(root, 'dist')))
  for (const file of ['index.html', '404.html', 'sw.js'])
    expect(readFileSync(join(folder, 'public', file)).equals(readFileSync(join(root, 'dist', file)))).toBe(true)
})
