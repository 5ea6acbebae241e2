import { expect, test } from 'vitest'
import { withoutClosed } from './closed-links.ts'

const isThere = (address: string) => address === '/course/there/'

test('a link to a page that is there stays as it is', () => {
  const html = '<p><a class="x" href="/course/there/#step-run">read <em>this</em></a></p>'
  expect(withoutClosed(html, isThere)).toEqual({ text: html, closed: [] })
})

test('a link to a page that is not there becomes its text', () => {
  expect(
    withoutClosed('see <a href="/lab/gone/#x">the <em>lab</em></a>, or <a href="/course/there/">this</a>', isThere),
  ).toEqual({
    text: 'see the <em>lab</em>, or <a href="/course/there/">this</a>',
    closed: ['/lab/gone/'],
  })
})

test('addresses of other sites and of files are left alone', () => {
  const html = '<a href="https://example.com/lab/">a</a><a href="/favicon.svg">b</a>'
  expect(withoutClosed(html, isThere).text).toBe(html)
})
