import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mirror } from './mirror.ts'

let root = ''
const at = (path: string) => join(root, path)
const inMirror = () => readdirSync(at('mirror'), { recursive: true, encoding: 'utf8' }).sort()
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ackademy-mirror-'))
  writeFileSync(at('a.txt'), 'a')
})
afterEach(() => rmSync(root, { recursive: true }))

test('it has every file, from the disk or as a text, at its path', () => {
  mirror(
    new Map([
      ['deep/er/a.txt', { file: at('a.txt') }],
      ['b.txt', { text: 'b' }],
    ]),
    at('mirror'),
  )
  expect(readFileSync(at('mirror/deep/er/a.txt'), 'utf8')).toBe('a')
  expect(readFileSync(at('mirror/b.txt'), 'utf8')).toBe('b')
})

test('what is no longer listed goes, what is kept stays', () => {
  mkdirSync(at('mirror/dist'), { recursive: true })
  writeFileSync(at('mirror/dist/x'), '')
  writeFileSync(at('mirror/old.txt'), '')
  mirror(new Map([['b.txt', { text: 'b' }]]), at('mirror'), (path) => path.startsWith('dist/'))
  expect(inMirror()).toEqual(['b.txt', 'dist', 'dist/x'])
})

test('a file that has not changed is not written again', () => {
  const files = new Map([
    ['a.txt', { file: at('a.txt') }],
    ['b.txt', { text: 'b' }],
  ])
  mirror(files, at('mirror'))
  const times = () => ['a.txt', 'b.txt'].map((name) => statSync(at(`mirror/${name}`)).ctimeMs)
  const before = times()
  mirror(files, at('mirror'))
  expect(times()).toEqual(before)
})

test('a changed file is copied again', () => {
  const files = new Map([['a.txt', { file: at('a.txt') }]])
  mirror(files, at('mirror'))
  writeFileSync(at('a.txt'), 'changed')
  mirror(files, at('mirror'))
  expect(readFileSync(at('mirror/a.txt'), 'utf8')).toBe('changed')
})
