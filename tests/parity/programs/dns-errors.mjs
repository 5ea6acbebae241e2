// Names that cannot be looked up, arguments that are wrong, and what the module says of itself.
import dns from 'node:dns'
import { promises } from 'node:dns'
const attempt = (title, call) => {
  try {
    call()
  } catch (error) {
    console.log(title, error.name, error.code, error.message)
  }
}
attempt('no callback', () => dns.lookup('localhost'))
attempt('family', () => dns.lookup('localhost', { family: 5 }, () => {}))
attempt('hints', () => dns.lookup('localhost', { hints: 1 }, () => {}))
attempt('host', () => dns.lookup(5, () => {}))
attempt('type', () => dns.resolve('x', 'NONSENSE', () => {}))
attempt('reverse', () => dns.reverse('not an address', () => {}))
attempt('servers', () => dns.setServers(['nonsense']))
attempt('service', () => dns.lookupService('nonsense', 80, () => {}))
attempt('order', () => dns.setDefaultResultOrder('random'))
attempt('resolver', () => new dns.Resolver({ timeout: -2 }))
console.log(await promises.lookup('127.0.0.1'), await promises.lookup('::1', { all: true }), await promises.lookup(''))
console.log(dns.getDefaultResultOrder(), dns.NOTFOUND, dns.ADDRCONFIG > 0, dns.promises === promises)
const resolver = new dns.Resolver({ timeout: 100, tries: 1 })
resolver.setServers(['127.0.0.1:1053', '[::1]:5353'])
console.log(resolver.getServers())
dns.lookup('127.0.0.1', (error, address, family) => console.log('callback', error, address, family))
console.log('after lookup')
