// area: Network
// difference: TLS below version 1.3 doesn't exist: a context that allows nothing newer throws.
// why: Every system of today has TLS 1.3, and it needs fewer old algorithms. It is made for simulated worlds, not for secrets.
try {
  require('node:tls').createSecureContext({ maxVersion: 'TLSv1.2' })
  console.log('made')
} catch ({ code }) {
  console.log(code)
}
