// Patterns over a tree.
import fs from 'node:fs'
import fsp from 'node:fs/promises'
import '../support/scratch-folder.cjs'

for (const name of ['a/b/c.js', 'a/b/d.ts', 'a/e.js', 'f.js', 'g.md', '.hidden/h.js', 'a/[x].js']) {
  fs.mkdirSync(name.replace(/[^/]*$/, '.'), { recursive: true })
  fs.writeFileSync(name, '')
}
for (const pattern of ['*.js', '**/*.js', 'a/*', '**', '*.{js,md}', 'a/?.js', '**/[cd].*', 'nope/*', './*.js', 'a/**/d.ts', '.*/*.js', ['*.md', 'a/*.js']])
  console.log(pattern, fs.globSync(pattern).sort())
console.log(fs.globSync('**/*.js', { exclude: (name) => name === 'b' }).sort())
console.log((await Array.fromAsync(fsp.glob('**/*.js'))).sort())
fs.glob('*.md', (error, matches) => console.log(error, matches))
console.log(fs.globSync('*', { withFileTypes: true }).map((entry) => `${entry.name} ${entry.isDirectory()}`).sort())
