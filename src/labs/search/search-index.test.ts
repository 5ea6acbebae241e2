import { expect, test } from 'vitest'
import { SearchIndex } from './search-index.ts'

const index = new SearchIndex([
  {
    id: 0,
    kind: 'lesson',
    title: 'Handshake and stream',
    text: 'The client sends a SYN; the server answers.',
    href: '/a',
  },
  { id: 1, kind: 'term', title: 'connection reset, ECONNRESET', text: 'The peer has sent RST.', href: '/b' },
  { id: 2, kind: 'term', title: 'SYN', text: 'Opens one direction.', href: '/c' },
])
const hrefs = (query: string) => index.find(query).map(({ href }) => href)

test('a title weighs more than a text', () => {
  expect(hrefs('syn')).toEqual(['/c', '/a'])
})

test('errors are found by their code, words by their beginning and despite a typo', () => {
  expect(hrefs('econnreset')).toEqual(['/b'])
  expect(hrefs('hands')).toEqual(['/a'])
  expect(hrefs('handshkae')).toEqual(['/a'])
})

test('a word that occurs nowhere has no results', () => {
  expect(hrefs('quantum')).toEqual([])
  expect(hrefs('')).toEqual([])
})

test('an excerpt shows the place', () => {
  expect(index.find('server')[0]?.excerpt).toContain('the server answers')
})

test('a match only in the title shows the start of the text, up to the end of a word', () => {
  const long = new SearchIndex([{ id: 0, kind: 'term', title: 'reset', text: 'abcdefghi '.repeat(30), href: '/a' }])
  expect(long.find('reset')[0]?.excerpt).toMatch(/^(abcdefghi )+…$/)
})
