/** What the built site ships of Node is Node's own. Looks at the site as `npm run build` leaves it; needs no browser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tokenizer } from 'acorn'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const assets = join(root, 'dist/_astro')
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

/** Every word of a program with its place: all but comments and white space. */
const words = (source: string) =>
  [...tokenizer(source, { ecmaVersion: 'latest' })].map(({ start, end }) => {
    const before = source.slice(0, start)
    return [source.slice(start, end), start - before.lastIndexOf('\n')]
  })

test('the page’s net.js is the extracted one but for lines of comment, word for word in its place, and comes with Node’s licence', () => {
  if (!existsSync(assets)) throw new Error('The site is not built: npm run build')
  const name = readdirSync(assets).find((file) => /^node-library.*\.json$/.test(file))
  const shipped = read(join(assets, name!))
  const extracted: string = read(join(root, 'generated/node-library.json')).sources.net
  expect(words(shipped.sources.net)).toEqual(words(extracted))
  const lines = extracted.split('\n')
  expect(shipped.sources.net.split('\n').filter((line: string, n: number) => line !== '' && line !== lines[n])).toEqual(
    [],
  )
  expect(shipped.license).toContain('Copyright Node.js contributors')
})
