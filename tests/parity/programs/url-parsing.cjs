// URL, URLSearchParams and the old url.parse: the same odd addresses through each.
const url = require('url')
const show = (text, base) => { try { const u = new URL(text, base); return [u.href, u.origin, u.host, u.pathname, u.search, u.hash].join(' ') } catch (error) { return [error.name, error.code, error.message, error.input, error.base].join(' ') } }
for (const text of ['http://EXAMPLE.com:80/a/../b?x#y', 'https://user:p%40ss@host:8080/', 'http://[::1]:3000/', 'http://0x7f.1/', 'http://1.2.3.256/', 'file:///C:/x/../y', 'mailto:a@b', 'http://ex ample/', '//no-base', 'http://münchen.de/ü?ü#ü', 'javascript:alert(1)', 'http://a:99999/', 'data:text/plain,x', 'http://a.b/%zz', 'ws://x', 'blob:http://a/b', 'http://日本語'])
  console.log(text, '→', show(text))
console.log(show('../c?d', 'http://a/b/x/'), show('//other/x', 'https://a'), show('?q', 'http://a/b#c'), show('x', 'mailto:a'), URL.canParse('x:y'), URL.parse('nope'))
const u = new URL('http://example.com/path?a=1&b=2')
u.port = '8080'; u.protocol = 'https'; u.host = 'other:1'; u.pathname = 'a b'; u.hash = 'h h'; u.search = '?c=d e'; u.username = 'ü'; u.port = 'x'; u.hostname = ''
console.log(u.href, u, u.toJSON(), JSON.stringify({ u }))
const params = new URLSearchParams('a=1&b=%20x+y&a=2&c&=e&%zz=1')
params.append('é', '☃ &='); params.set('b', 'B'); params.delete('c', 'nope'); params.sort()
console.log(String(params), params, params.getAll('a'), params.has('a', '2'), params.size, [...params.keys()], new URLSearchParams({ x: 1, y: [2, 3] }).toString(), new URLSearchParams([['k', 'v']]).get('k'))
for (const call of [() => new URLSearchParams([['a']]), () => params.get(), () => url.fileURLToPath('http://x'), () => url.fileURLToPath('file:///a%2fb'), () => url.parse(5), () => url.domainToASCII()]) try { console.log(call()) } catch (error) { console.log(error.name, error.code, error.message) }
for (const text of ['http://user:pass@host:80/p/a?q=1#h', '/only/path?x', 'javascript:x', '//host/path', 'http://a b/', 'HTTP://X?a?b', 'x:y@z', 'http://a.com\\b']) { try { const { href, host, auth, pathname, search, hash, slashes } = url.parse(text); console.log(JSON.stringify({ href, host, auth, pathname, search, hash, slashes })) } catch (error) { console.log(error.code, error.message) } }
console.log(url.parse('http://x/?a=1&a=2&b', true).query, url.resolve('/one/two', '../three'), url.resolve('http://a.com/b', '/c'), url.format({ protocol: 'http', hostname: 'x', port: 1, pathname: '/a#b', query: { q: 'é' } }), url.format(new URL('http://u:p@x/y?z#w'), { auth: false, fragment: false }))
console.log(url.pathToFileURL('/tmp/a b#c?.txt').href, url.fileURLToPath('file:///tmp/a%20b'), url.domainToASCII('español.com'), url.urlToHttpOptions(new URL('http://u:p@[::1]:8/a?b')))
