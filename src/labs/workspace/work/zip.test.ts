import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { zipFolder } from './zip.ts'

const READER = `import sys, json, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    print(json.dumps({"bad": z.testzip(), "files": {i.filename: z.read(i).decode() for i in z.infolist()}}))`

const python = spawnSync('python3', ['-c', 'import zipfile']).status === 0

test.skipIf(!python)('is a zip file as others read it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-zip-'))
  const file = join(folder, 'x.zip')
  writeFileSync(file, zipFolder('echo', { 'server.ts': 'let ä = 1\n', 'lib/empty.ts': '' }))
  const { stdout, stderr } = spawnSync('python3', ['-c', READER, file], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual({ bad: null, files: { 'echo/server.ts': 'let ä = 1\n', 'echo/lib/empty.ts': '' } })
})

test('the same files make the same bytes', () => {
  expect(zipFolder('a', { 'b.ts': 'c' })).toEqual(zipFolder('a', { 'b.ts': 'c' }))
})
