// What a program writes it can import; symbolic links lead to one module.
import fs from 'node:fs'
import fsp from 'node:fs/promises'
import { attemptAsync as attempt, folder } from '../support/scratch-folder.cjs'

import { createRequire } from 'node:module'
const require = createRequire(`${folder}/x.js`)
fs.writeFileSync('one.mjs', 'export const value = 1; export const url = import.meta.url')
fs.symlinkSync('one.mjs', 'link.mjs')
const one = await import(`${folder}/one.mjs`)
const link = await import(`${folder}/link.mjs`)
console.log(one.value, one === link, link.url.endsWith('/one.mjs'))
fs.writeFileSync('data.json', '{"a": [1, 2]}')
console.log(require('./data.json'), (await import(`${folder}/data.json`, { with: { type: 'json' } })).default)
fs.mkdirSync('node_modules/pkg/lib', { recursive: true })
fs.writeFileSync('node_modules/pkg/package.json', JSON.stringify({ name: 'pkg', version: '1.2.3', exports: { '.': { import: './lib/m.mjs', default: './lib/c.cjs' }, './sub/*': './lib/*.cjs' } }))
fs.writeFileSync('node_modules/pkg/lib/m.mjs', 'export default "module"')
fs.writeFileSync('node_modules/pkg/lib/c.cjs', 'module.exports = "common"; exports.x = 1')
console.log(require('pkg'), require('pkg/sub/c'))
await attempt('hidden', () => require('pkg/lib/c.cjs'))
await attempt('missing', () => import(`${folder}/nope.mjs`))
fs.mkdirSync('dir')
fs.writeFileSync('dir/index.js', 'exports.name = __filename.slice(-12); exports.main = require.main === module')
fs.symlinkSync('../dir', 'node_modules/linked')
console.log(require('./dir'), require('linked') === require('./dir'), require.resolve('linked').endsWith('/dir/index.js'))
await attempt('folder', () => import(`${folder}/dir`))
fs.writeFileSync('count.cjs', 'module.exports = 1')
console.log(require('./count.cjs'))
fs.writeFileSync('count.cjs', 'module.exports = 2')
console.log(require('./count.cjs'))
delete require.cache[`${folder}/count.cjs`]
console.log(require('./count.cjs'))
fs.writeFileSync('throws.cjs', 'const a = 1\n\nthrow new Error("from " + __filename.slice(-10))')
await attempt('throws', () => require('./throws.cjs'))
try {
  require('./throws.cjs')
} catch (error) {
  console.log(error.stack.split('\n')[1].replace(folder, 'FOLDER'))
}
console.log(require('node:module').isBuiltin('fs'), typeof require('fs').readFileSync, (await import('node:fs')).default === fs)
