import { expect, test } from 'vitest'
import { readInterview } from './index.ts'

const item = (id: string) => `
  - id: ${id}
    ask: What is a socket?
    points: [An end of a conversation., It has an address., It has buffers.]
    followUps: [{ ask: Whose?, answer: The kernel's. }]
    mistakes: [{ says: A cable., because: Nothing is plugged in. }]`

test('an interview is read, with no exercises unless it names some', () => {
  const { items } = readInterview('a.interview.yaml', `version: 1\nid: a\nitems:${item('socket')}`)
  expect(items).toMatchObject([{ id: 'socket', exercises: [] }])
})

test('a second item with the same id is reported with its line', () => {
  const text = `version: 1\nid: a\nitems:${item('socket')}${item('socket')}`
  expect(() => readInterview('a.interview.yaml', text)).toThrow(
    /a\.interview\.yaml:9:.*found "socket", expected an id that no other item has/,
  )
})
