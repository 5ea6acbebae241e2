import { expect, test } from 'vitest'
import { SavedFiles, type TextStorage } from './saved-files.ts'

const starter = { 'server.ts': '// start' }

function memory(): TextStorage & { texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return { texts, getItem: (key) => texts.get(key) ?? null, setItem: (key, value) => void texts.set(key, value) }
}

function opened(exercise: string, storage: TextStorage | null): SavedFiles {
  const files = new SavedFiles(exercise, starter)
  files.attach(storage)
  return files
}

test('begins as the exercise does', () => {
  const files = opened('echo', memory())
  expect(files.texts.value).toEqual(starter)
  expect(files.isChanged).toBe(false)
})

test('every change survives a reload', () => {
  const storage = memory()
  opened('echo', storage).change('server.ts', 'mine')
  expect(opened('echo', storage).texts.value).toEqual({ 'server.ts': 'mine' })
})

test('two exercises do not share files', () => {
  const storage = memory()
  opened('echo', storage).change('server.ts', 'mine')
  expect(opened('other', storage).texts.value).toEqual(starter)
})

test('a reset can be undone, even after a reload', () => {
  const storage = memory()
  const files = opened('echo', storage)
  files.change('server.ts', 'mine')
  files.reset()
  expect(files.texts.value).toEqual(starter)
  const reloaded = opened('echo', storage)
  expect(reloaded.texts.value).toEqual(starter)
  reloaded.undoReset()
  expect(reloaded.texts.value).toEqual({ 'server.ts': 'mine' })
})

test('a full or forbidden storage loses nothing in the page and says so', () => {
  const full: TextStorage = {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError')
    },
  }
  const files = opened('echo', full)
  files.change('server.ts', 'mine')
  expect(files.texts.value).toEqual({ 'server.ts': 'mine' })
  expect(files.isStored.value).toBe(false)
})

test('data stored by another version is left alone', () => {
  const storage = memory()
  storage.texts.set('ackademy:files:echo', '{"version":99,"files":{"server.ts":"?"}}')
  expect(opened('echo', storage).texts.value).toEqual(starter)
})
