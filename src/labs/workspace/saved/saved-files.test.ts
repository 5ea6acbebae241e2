import { expect, test } from 'vitest'
import type { TextStorage } from '../../progress/index.ts'
import { SavedFiles, type Texts } from './saved-files.ts'

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

test('two pages on one exercise: a change of one reaches the other, which then adds to it', () => {
  const storage = memory()
  const [one, two] = [opened('echo', storage), opened('echo', storage)]
  one.change('server.ts', 'newer')
  expect(two.refresh()).toBe(true)
  two.change('server.ts', 'newer and more')
  expect(one.refresh()).toBe(true)
  expect(one.texts.value).toEqual({ 'server.ts': 'newer and more' })
  expect(one.refresh()).toBe(false)
})

test('a page that has not heard of a newer text hands it out before it is replaced', () => {
  const storage = memory()
  const [older, newer] = [opened('echo', storage), opened('echo', storage)]
  const replaced: Texts[] = []
  older.onReplacing = (theirs) => replaced.push(theirs)
  newer.change('server.ts', 'an hour of work')
  older.change('server.ts', '// starx')
  older.change('server.ts', '// stars')
  expect(replaced).toEqual([{ 'server.ts': 'an hour of work' }])
})

test.each(['{"version":99,"files":{"server.ts":"?"}}', '{"version":1,"files":', '[]', '{"version":1,"files":null}'])(
  'data that cannot be read is kept in a copy before anything is written over it: %s',
  (text) => {
    const storage = memory()
    storage.texts.set('ackademy:files:echo', text)
    const files = opened('echo', storage)
    expect(files.texts.value).toEqual(starter)
    expect(files.unreadable.value).toBe(text)
    files.change('server.ts', 'mine')
    expect(storage.texts.get('ackademy:files:echo:unreadable')).toBe(text)
    expect(opened('echo', storage).texts.value).toEqual({ 'server.ts': 'mine' })
  },
)

test('unreadable data stays in its place when there is no room for a copy', () => {
  const storage = memory()
  storage.texts.set('ackademy:files:echo', '?')
  const full: TextStorage = {
    getItem: storage.getItem,
    setItem: () => {
      throw new Error('QuotaExceededError')
    },
  }
  const files = opened('echo', full)
  files.change('server.ts', 'mine')
  expect(files.isStored.value).toBe(false)
  expect(storage.texts.get('ackademy:files:echo')).toBe('?')
})
