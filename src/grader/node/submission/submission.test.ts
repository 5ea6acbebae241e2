import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readHandedIn, SubmissionError } from './index.ts'
import { type EntrySpec, zipOf } from './zip.fixture.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-handed-in-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const zipped = (bytes: Uint8Array, name = 'ann.zip') => {
  writeFileSync(join(folder, name), bytes)
  return readHandedIn(join(folder, name), ['server.ts'])
}
const entries = (...specs: EntrySpec[]) => zipped(zipOf(specs))
const server = { name: 'server.ts', text: 'listen()' }

describe('a zip file', () => {
  test('is read with everything in it, except packages, hidden files and what a Mac adds', async () => {
    const litter = ['node_modules/x/index.js', '.DS_Store', '__MACOSX/._server.ts', '.git/config', 'lib/.x']
    expect(
      await entries(
        server,
        { name: 'lib/', text: '' },
        { name: 'lib/grüße.ts', text: 'ü' },
        ...litter.map((name) => ({ name, text: 'x' })),
      ),
    ).toEqual({ 'server.ts': 'listen()', 'lib/grüße.ts': 'ü' })
  })

  test('loses the folder that everything is in, unless the exercise asks for a file there', async () => {
    expect(await entries({ name: 'ann/server.ts', text: '1' }, { name: 'ann/lib/a.ts', text: '2' })).toEqual({
      'server.ts': '1',
      'lib/a.ts': '2',
    })
    writeFileSync(join(folder, 'x.zip'), zipOf([{ name: 'src/server.ts', text: '1' }]))
    expect(await readHandedIn(join(folder, 'x.zip'), ['src/server.ts'])).toEqual({ 'src/server.ts': '1' })
  })

  test.each<[string, EntrySpec[], RegExp]>([
    ['climbs out of its folder', [server, { name: '../../etc/cron.d/x', text: '' }], /relative path: \.\.\/\.\.\/etc/],
    ['climbs out further in', [{ name: 'a/../../x', text: '' }], /relative path/],
    ['names an absolute path', [{ name: '/etc/passwd', text: '' }], /absolute path: \/etc\/passwd/],
    ['names a drive', [{ name: 'C:/x', text: '' }], /absolute path: C:\/x/],
    ['climbs with backslashes', [{ name: '..\\..\\x', text: '' }], /relative path/],
    ['has a link', [{ name: 'server.ts', text: '/etc/shadow', mode: 0o120777 }], /^server\.ts is a symbolic link$/],
    ['has control characters', [{ name: 'a\x1b[2J', text: '' }], /control characters/],
    ['has a name of many levels', [{ name: `${'a/'.repeat(40)}x`, text: '' }], /too long or too deep/],
    ['has an endless name', [{ name: 'x'.repeat(500), text: '' }], /too long or too deep/],
    ['has a name of more bytes than a disk takes', [{ name: 'ü'.repeat(128), text: '' }], /too long or too deep/],
    ['has a name that JavaScript would trip over', [{ name: '__proto__', text: '' }], /odd path/],
    ['has empty names', [{ name: 'a//b', text: '' }], /odd path/],
    ['has a file twice', [server, server], /^server\.ts is in it twice$/],
    ['is encrypted', [{ ...server, flags: 1 }], /^server\.ts is encrypted$/],
    [
      'has too many files',
      Array.from({ length: 2_001 }, (_, i) => ({ name: `${i}`, text: '' })),
      /more than 2000 files/,
    ],
  ])('that %s is refused in a sentence', async (_, specs, sentence) => {
    await expect(entries(...specs)).rejects.toThrow(SubmissionError)
    await expect(entries(...specs)).rejects.toThrow(sentence)
  })

  test('that is a bomb is refused by what it claims, before anything of it is inflated', async () => {
    const bomb = zipOf([{ name: 'server.ts', text: '0'.repeat(21_000_000) }])
    expect(bomb.length).toBeLessThan(50_000)
    await expect(zipped(bomb)).rejects.toThrow(/^it holds more than 20 MB$/)
    const many = Array.from({ length: 25 }, (_, i) => ({ name: `${i}`, text: '', claims: 1_000_000 }))
    await expect(entries(...many)).rejects.toThrow(/more than 20 MB/)
  })

  test('that holds more than it claims is refused while it is inflated', async () => {
    await expect(entries({ name: 'server.ts', text: '0'.repeat(5_000_000), claims: 10 })).rejects.toThrow(
      /^server\.ts in it cannot be read as zip: too many bytes/,
    )
  })

  test('that is damaged is refused, whatever is wrong with it', async () => {
    const whole = zipOf([server, { name: 'lib/a.ts', text: 'a'.repeat(300) }])
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), async (at, value, length) => {
        const bytes = Buffer.from(whole)
        bytes[at] = value
        await zipped(bytes.subarray(0, length)).catch((error: Error) => expect(error).toBeInstanceOf(SubmissionError))
      }),
      { numRuns: 200 },
    )
  })
})

describe('a folder', () => {
  const read = () => readHandedIn(folder, ['server.ts'])

  test('is read with everything below it', async () => {
    mkdirSync(join(folder, 'lib'))
    for (const path of ['server.ts', 'lib/a.ts', '.hidden']) writeFileSync(join(folder, path), path)
    expect(await read()).toEqual({ 'server.ts': 'server.ts', 'lib/a.ts': 'lib/a.ts' })
  })

  test('with one zip file in it is that zip file, as some course systems pack it', async () => {
    writeFileSync(join(folder, 'upload.zip'), zipOf([server]))
    expect(await read()).toEqual({ 'server.ts': 'listen()' })
  })

  test('with a link, a pipe or an odd name is refused', async () => {
    symlinkSync('/etc/shadow', join(folder, 'server.ts'))
    await expect(read()).rejects.toThrow(/^server\.ts is a symbolic link$/)
    rmSync(join(folder, 'server.ts'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    await expect(read()).rejects.toThrow(/^pipe is no ordinary file$/)
    rmSync(join(folder, 'pipe'))
    writeFileSync(join(folder, 'a\nb'), '')
    await expect(read()).rejects.toThrow(/control characters/)
  })

  test('that is larger than any submission is refused', async () => {
    writeFileSync(join(folder, 'large'), Buffer.alloc(20_000_001))
    await expect(read()).rejects.toThrow(/^it holds more than 20 MB$/)
  })
})

test('what is neither, a link, or gone is refused', async () => {
  writeFileSync(join(folder, 'notes.txt'), '')
  symlinkSync('/etc', join(folder, 'link'))
  const refusal = (name: string) => readHandedIn(join(folder, name), []).catch((error: Error) => error.message)
  expect(await refusal('notes.txt')).toBe('it is neither a folder nor a zip file')
  expect(await refusal('link')).toBe('it is a symbolic link, expected a folder or a zip file')
  expect(await refusal('nothing')).toMatch(/^it cannot be read: ENOENT/)
})
