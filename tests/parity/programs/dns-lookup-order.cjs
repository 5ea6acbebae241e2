// lookup, lookup's promise and timers: which comes first; what `all` and `order` change.
const dns = require('dns')
dns.lookup('127.0.0.1', () => console.log('literal'))
process.nextTick(() => console.log('tick'))
Promise.resolve().then(() => console.log('microtask'))
dns.lookup('localhost', { family: 4 }, (error, address, family) => {
  console.log(error, address, family)
  dns.lookup('localhost', { family: 4, all: true }, (error, addresses) => console.log(addresses))
  dns.lookup('localhost', 6, (error, address, family) => console.log(address, family))
})
console.log('end')
