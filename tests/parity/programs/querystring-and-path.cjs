// querystring and path: escapes, repetition, limits; posix and win32 sides of path.
const qs = require('querystring')
console.log(qs.parse('a=1&a=2&b=%E2%98%83+x&c&=d&e=%zz&__proto__=p'), qs.parse('a:1;b:2', ';', ':'), qs.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }), qs.parse(''), qs.parse('a=%41', null, null, { decodeURIComponent: (s) => `<${s}>` }))
console.log(qs.stringify({ a: [1, 2], b: 'x y&z', c: true, d: null, e: undefined, f: NaN, g: 5n, h: {}, i: '☃' }), qs.stringify({ a: 1 }, ';', ':'), qs.escape('ü /'), qs.unescape('%C3%BC%20%'), qs.stringify('x'))
try { qs.escape('\ud800') } catch (error) { console.log(error.code, error.message) }
const path = require('path')
for (const p of [path.posix, path.win32]) {
  console.log(p.sep, p.delimiter, p.join('a', '..', '..', 'b', './c/'), p.normalize('/a//b/../c/.'), p.resolve('/x', 'y', '../z'), p.relative('/a/b/c', '/a/d'), p.isAbsolute('C:/x'), p.basename('/a/b.html', '.html'), p.extname('.x.tar.gz'), p.extname('.bashrc'), p.dirname('/a/b/'))
  console.log(p.parse('/home/user/file.tar.gz'), p.format({ dir: '/d', name: 'n', ext: 'e' }), p.parse('C:\\x\\y.z'), p.toNamespacedPath('C:\\x'), p.matchesGlob?.('/a/b.js', '/a/*.js'))
}
for (const call of [() => path.join(1), () => path.parse(null), () => path.format('x'), () => path.basename('a', 5)]) try { call() } catch (error) { console.log(error.code, error.message) }
