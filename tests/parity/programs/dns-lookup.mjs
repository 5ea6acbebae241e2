import dns from 'node:dns'
import { lookup } from 'node:dns/promises'

console.log(
  await lookup('127.0.0.1'),
  await lookup('::1'),
  await lookup('localhost', 4),
  await lookup('10.1.2.3', { all: true }),
)
dns.lookup('127.0.0.1', (error, address, family) => console.log(error, address, family))
try {
  await lookup('no-such-name.invalid')
} catch (error) {
  console.log(error.code, error.syscall, error.hostname)
}
