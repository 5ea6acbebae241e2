// `node:module` and the parts of `require` that programs and packages look into.
// ignore: loader frames
const fs = require('node:fs')
const Module = require('node:module')
const { inspect } = require('node:util')
const [CHILD, PACKAGE, VIRTUAL] = ['./child.cjs', 'pkg', 'virtual']
const folder = fs.mkdtempSync(`${require('node:os').tmpdir()}/modules-`)
const short = (text) => String(text).replaceAll(folder, 'FOLDER').replaceAll(__dirname, 'HERE')
const file = (name, text) => {
  fs.mkdirSync(`${folder}/${name}`.replace(/\/[^/]*$/, ''), { recursive: true })
  fs.writeFileSync(`${folder}/${name}`, text)
  return `${folder}/${name}`
}
const attempt = (use) => {
  try {
    return short(use())
  } catch (error) {
    return short(`${error.name} ${error.code} ${error.message} ${error.requireStack}`)
  }
}

console.log(typeof Module, Module === Module.Module, module instanceof Module, module.constructor === Module)
console.log(Reflect.ownKeys(require), Object.keys(require.extensions), require.main === module, process.mainModule === module)
console.log(Object.keys(module), module.id, module.parent, module.isPreloading, Module.builtinModules.includes('net'))
console.log(Module.isBuiltin('node:fs'), Module.isBuiltin('./fs'), Module._nodeModulePaths('/a/node_modules/b'))
console.log(Module.wrap('code'), Module.constants, Module.getSourceMapsSupport(), Module._stat(folder), Module._stat(__filename))

// Who asked for whom.
file('child.cjs', 'exports.parent = module.parent && module.parent.filename; exports.main = require.main === module; exports.loaded = module.loaded')
const child = require(`${folder}/child.cjs`)
console.log(short(child.parent), child.main, child.loaded, module.children.length, module.children[0].loaded)
console.log(Object.keys(require.cache).map(short), require.cache[`${folder}/child.cjs`] === module.children[0])
delete require.cache[`${folder}/child.cjs`]
console.log(require(`${folder}/child.cjs`) === child, module.children.length)

console.log(short(inspect(module.children[0])), short(inspect(module.children[1])))

// Where things are looked for.
file('node_modules/pkg/index.js', 'module.exports = __filename')
console.log(attempt(() => require.resolve(PACKAGE)), attempt(() => require.resolve(PACKAGE, { paths: [folder] })))
console.log(attempt(() => require.resolve(CHILD, { paths: [folder] })), attempt(() => require.resolve(PACKAGE, { paths: 5 })))
console.log(require.resolve.paths('./x').map(short), require.resolve.paths('fs'), short(require.resolve.paths('pkg')[0]))
console.log(attempt(() => Module.createRequire(`${folder}/none.js`)('pkg')), attempt(() => Module.createRequire('x')))
console.log(attempt(() => Module._load('absent')), attempt(() => Module._resolveFilename('absent', module)))
console.log([5, null, {}, [], () => {}, '', Symbol('s')].map((id) => attempt(() => require(id))))
console.log(attempt(() => require.resolve(5)), attempt(() => require('node:absent')), attempt(() => require.resolve('node:absent')))

// What programs replace.
require.extensions['.text'] = (target, filename) => {
  target.exports = fs.readFileSync(filename, 'utf8').toUpperCase()
}
file('notes.text', 'of another kind')
console.log(require(`${folder}/notes`), require(`${folder}/notes.text`))
require.cache[require.resolve(PACKAGE, { paths: [folder] })] = { exports: 'in its place' }
console.log(Module.createRequire(`${folder}/x.js`)('pkg'))
require.cache.fs = { exports: 'not fs' }
console.log(require('fs'), require('node:fs') === fs)
delete require.cache.fs
const { _load: load, _resolveFilename: resolve } = Module
Module._load = (request, ...more) => (request === 'virtual' ? { virtual: true } : load(request, ...more))
Module._resolveFilename = (request, ...more) => resolve(request.replace(/^@here/, folder), ...more)
console.log(require(VIRTUAL), require(CHILD.replace('.', '@here')).main)
Object.assign(Module, { _load: load, _resolveFilename: resolve })

const made = new Module(`${folder}/made.js`, module)
made._compile('exports.place = __filename; exports.self = module', `${folder}/made.js`)
console.log(short(made.exports.place), made.exports.self === made, made.loaded, made.filename)

// Two that need each other.
file('one.cjs', 'exports.early = 1; require("./two.cjs"); exports.late = 2')
file('two.cjs', 'const one = require("./one.cjs"); console.log(one.early, one.late, Object.keys(one))')
console.log(require(`${folder}/one.cjs`), Object.getPrototypeOf(require(`${folder}/one.cjs`)) === Object.prototype)
file('fails.cjs', 'throw new Error("at once")')
console.log(attempt(() => require(`${folder}/fails.cjs`)), require.cache[`${folder}/fails.cjs`], module.children.length)
fs.rmSync(folder, { recursive: true })
