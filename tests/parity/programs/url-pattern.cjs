// What patterns match, what they find, and what is said of those that are none.
// differs in Firefox: its URLPattern heeds no ignoreCase behind a base URL
const { URLPattern: fromModule } = require('node:url')
console.log(fromModule === URLPattern, new URLPattern(), Object.keys(URLPattern.prototype))

const users = new URLPattern({ pathname: '/users/:id(\\d+)' })
console.log(users.pathname, users.hasRegExpGroups, users.exec('http://a.example:81/users/7?q#h'))
console.log(users.test('http://a/users/x'), users.exec('http://a/users/x'), users.test({ pathname: '/users/8' }))
console.log(users.exec({ pathname: '/users/8', baseURL: 'http://b' }).inputs)

const relative = new URLPattern('/files/*', 'https://a.example', { ignoreCase: true })
console.log(relative.protocol, relative.hostname, relative.port, relative.pathname, relative.search)
console.log(relative.test('/FILES/x', 'https://a.example'), relative.exec('https://a.example/files/x/y').pathname)
const { pathname } = new URLPattern({ pathname: '/:a/:b?' }).exec('http://a/1')
console.log(pathname.groups.a, pathname.groups.b, 'b' in pathname.groups)

class Route extends URLPattern {
  matches(url) {
    return this.test(url)
  }
}
console.log(new Route('http{s}?://*.example/').matches('https://www.example/'))

for (const use of [
  () => URLPattern(),
  () => new URLPattern(1),
  () => new URLPattern({}, 1),
  () => new URLPattern({}, 1, {}),
  () => new URLPattern({}, '', 1),
  () => new URLPattern('/relative'),
  () => new URLPattern({ pathname: '/:' }),
  () => new URLPattern({ pathname: '/x' }, 'http://a'),
  () => new URLPattern('http://a', null, null),
  () => new URLPattern({ get hash() { throw new Error('from the getter') } }),
  () => new URLPattern({ pathname: 5, hash: null }).pathname,
  () => users.exec(1),
  () => users.test('', 1),
  () => users.test({}, 'http://a'),
  () => users.test('/users/7', null),
  () => users.exec.call({}),
  () => Object.getOwnPropertyDescriptor(URLPattern.prototype, 'hash').get.call({}),
])
  try {
    console.log(use())
  } catch ({ name, code, message }) {
    console.log(name, code, message)
  }
