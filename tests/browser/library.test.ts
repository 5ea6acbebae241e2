/** What the built site ships of Node is Node's own. Looks at the site as `npm run build` leaves it; needs no browser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const assets = join(root, 'dist/_astro')
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

test('the page’s net.js is the extracted one, byte for byte, and comes with Node’s licence', () => {
  if (!existsSync(assets)) throw new Error('The site is not built: npm run build')
  const name = readdirSync(assets).find((file) => /^node-library.*\.json$/.test(file))
  const shipped = read(join(assets, name!))
  expect(shipped.sources.net === read(join(root, 'generated/node-library.json')).sources.net).toBe(true)
  expect(shipped.license).toContain('Copyright Node.js contributors')
})
