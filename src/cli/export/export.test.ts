import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Entry, fromBuffer, type ZipFile as ZipFileRead } from 'yauzl'
import { gradescopeFiles } from './gradescope.ts'
import { zipOf } from './zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'ackademy-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a zip', () => {
  const files = [
    { path: 'run_autograder', bytes: Buffer.from('#!/bin/sh\n'), executable: true },
    { path: 'a/ü.txt', bytes: Buffer.from('x'.repeat(5000)) },
    { path: 'empty', bytes: Buffer.alloc(0) },
  ]

  test('is the same for the same files, and small for what repeats itself', () => {
    expect(zipOf(files).equals(zipOf(files))).toBe(true)
    expect(zipOf(files).length).toBeLessThan(600)
  })

  test('is read by others, with names, contents and permissions', async () => {
    const zip = await new Promise<ZipFileRead>((resolve, reject) =>
      fromBuffer(zipOf(files), { lazyEntries: false }, (error, opened) => (error ? reject(error) : resolve(opened))),
    )
    const seen: [string, number, string][] = []
    zip.on('entry', (entry: Entry) =>
      seen.push([entry.fileName, entry.uncompressedSize, (entry.externalFileAttributes >>> 16).toString(8)]),
    )
    await new Promise((resolve) => zip.on('end', resolve))
    expect(seen).toEqual([
      ['run_autograder', 10, '100755'],
      ['a/ü.txt', 5000, '100644'],
      ['empty', 0, '100644'],
    ])
  })
})

describe('the zip for Gradescope', () => {
  const { files } = gradescopeFiles('tcp-echo-line')
  const paths = files.map(({ path }) => path)

  test('has what the system runs, the exercise, its topology and the platform', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        ...['setup.sh', 'run_autograder', 'platform/bin/ackademy.mjs', 'platform/package-lock.json'],
        ...['platform/src/cli/main.ts', 'platform/content/topologies/wire.yaml', 'platform/content/course.yaml'],
        'platform/content/03-tcp-conversations/exercises/tcp-echo-line/tests/practice.test.ts',
      ]),
    )
    expect(files.filter(({ executable }) => executable).map(({ path }) => path)).toEqual(['setup.sh', 'run_autograder'])
  })

  test('has every module that grading imports', () => {
    const texts = new Map(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')]))
    const { imports } = JSON.parse(texts.get('platform/package.json')!) as { imports: Record<string, string> }
    /** Where a name of the package's own `imports` leads: `#lab`, or `#lab/yaml/index.ts` by the pattern `#lab/*`. */
    const placeOf = (path: string, target: string): string => {
      if (target.startsWith('.')) return join(dirname(path), target)
      const floor = target.split('/', 1)[0]!
      const place = imports[target] ?? imports[`${floor}/*`]?.replace('*', target.slice(floor.length + 1))
      return join('platform', place ?? target)
    }
    const missing: string[] = []
    const seen = new Set(['platform/scripts/command.ts', 'platform/src/cli/main.ts'])
    for (const path of seen)
      for (const [, target] of (texts.get(path) ?? '').matchAll(
        /(?:^(?:import|export|\}).*? from |import\()'([.#][^']+)'/gm,
      )) {
        const place = placeOf(path, target!)
        if (texts.has(place)) seen.add(place)
        // The texts that `new` writes have imports of their own.
        else if (!path.includes('/cli/new/templates/')) missing.push(`${path} → ${place}`)
      }
    expect(seen.size).toBeGreaterThan(500)
    expect(missing).toEqual([])
  })

  test('gives no answer away', () => {
    expect(paths.filter((path) => /exercises\/.*\/(solution|wrong)(\/|\.yaml$)/.test(path))).toEqual([])
  })

  test('has scripts that a shell understands', () => {
    for (const name of ['setup.sh', 'run_autograder']) {
      const path = join(folder, name)
      writeFileSync(path, files.find((file) => file.path === name)!.bytes)
      execFileSync('bash', ['-n', path])
    }
  })
})
