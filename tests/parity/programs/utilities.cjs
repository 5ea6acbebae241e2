const util = require('util')
console.log(
  util.format('%s %s', 'a'),
  util.isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }),
  util.types.isPromise(Promise.resolve()),
  util.types.isRegExp(/x/),
)
util.promisify(setTimeout)(1, 'later').then(console.log)
util.callbackify(async () => 'called back')((error, value) => console.log(error, value))
console.log(
  util.parseArgs({
    args: ['-v', '--port=80', 'file'],
    options: { v: { type: 'boolean', short: 'v' }, port: { type: 'string' } },
    allowPositionals: true,
  }),
)
console.log(
  util.styleText('red', 'x') !== '',
  util.stripVTControlCharacters('\u001b[31mred\u001b[39m'),
  util.toUSVString('a\ud800'),
  util.inspect.defaultOptions.depth,
)
const path = require('path')
console.log(
  path.join('/a', '../b', 'c.txt'),
  path.resolve('/x', 'y'),
  path.parse('/home/u/f.tar.gz'),
  path.relative('/a/b', '/a/c'),
  path.posix === path,
  path.win32.sep,
)
const qs = require('querystring')
console.log(qs.parse('a=1&b=2&a=3&c=%20'), qs.stringify({ x: [1, 2], y: 'z w' }))
const url = require('url')
console.log(
  url.parse('http://a.com:80/p?q=1#h').port,
  url.fileURLToPath('file:///a%20b'),
  url.pathToFileURL('/x y').href,
  url.format(new URL('http://ü.de/ä')),
  new URL('../z', 'http://a/b/c').href,
)
const deprecated = util.deprecate(() => 'result', 'do not use', 'DEP1')
console.log(deprecated(), util.inherits.length, util.getSystemErrorName(-111), util.getSystemErrorMap().get(-98))
try {
  new URL('nonsense')
} catch (error) {
  console.log(error.code, error.message, error.input)
}
const assert = require('assert')
for (const attempt of [
  () => assert.strictEqual(1, 2),
  () => assert.deepStrictEqual({ a: 1 }, { a: 2 }),
  () => assert(0, 'message'),
  () => assert.throws(() => {}),
  () => assert.match('x', /y/),
])
  try {
    attempt()
  } catch (error) {
    console.log(error.code, error.generatedMessage, error.message)
  }
console.log(require('os').EOL, require('os').platform(), require('os').endianness())
