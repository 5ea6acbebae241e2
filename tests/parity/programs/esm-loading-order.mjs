// Modules are evaluated depth first, imports before the body; top-level await holds back those that import it, not its siblings.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true }))
const write = (name, text) => fs.writeFileSync(path.join(folder, name), text)
write('a.mjs', "import './b.mjs'\nimport './c.mjs'\nimport { early } from './cycle-1.mjs'\nconsole.log('a', early())\nexport const value = 'A'")
write('b.mjs', "console.log('b begins')\nawait new Promise((resolve) => setTimeout(resolve, 5))\nconsole.log('b ends')")
write('c.mjs', "console.log('c')\nexport default class {}\nexport * as ns from './d.mjs'")
write('d.mjs', "import data from './data.json' with { type: 'json' }\nconsole.log('d', data)\nexport const d = 1, { x, ...rest } = { x: 1, y: 2 }")
write('data.json', '{ "from": "json" }')
write('cycle-1.mjs', "import { late } from './cycle-2.mjs'\nexport function early() { return 'hoisted ' + late }\nexport let set = 'set in 1'\nconsole.log('cycle 1', late)")
write('cycle-2.mjs', "import { early, set } from './cycle-1.mjs'\nexport const late = 'late'\ntry { console.log(set) } catch (error) { console.log(error.name, error.message) }\nconsole.log('cycle 2', typeof early)")
write('common.cjs', "console.log('common', module.children.length, require.main === undefined)\nexports.named = 1\nexports.default = 'its default'\nmodule.exports.later = 2")
write('fails.mjs', "console.log('fails once')\nthrow new Error('at evaluation')")
const at = (name) => pathToFileURL(path.join(folder, name)).href
console.log(await import(at('a.mjs')))
console.log(await import(at('common.cjs')), (await import(at('c.mjs'))).ns)
for (const n of [1, 2]) await import(at('fails.mjs')).catch((error) => console.log(n, error.message))
const outcome = async (specifier, options) => { try { return Object.keys(await import(specifier, options)) } catch (error) { return [error.name, error.code, error.message.replaceAll(folder, 'FOLDER')].join(' ') } }
for (const [specifier, options] of [[at('none.mjs')], ['no-such-package'], [at('data.json')], [at('data.json'), { with: { type: 'json' } }], [at('d.mjs'), { with: { type: 'json' } }], [at('d.mjs'), { with: { type: 'css' } }], ['node:nonsense'], ['http://example.com/x.mjs']])
  console.log(specifier.replace(folder, 'FOLDER').replace(/file:.*FOLDER/, 'FOLDER'), await outcome(specifier, options))
console.log(import.meta.filename.endsWith('esm-loading-order.mjs'), import.meta.dirname === path.dirname(import.meta.filename), import.meta.resolve('node:fs'), Object.keys(import.meta), import.meta.main)
