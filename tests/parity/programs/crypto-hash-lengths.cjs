// Functions that give as many bytes as are asked for, names in every spelling, streams and copies.
const crypto = require('node:crypto')
for (const length of [undefined, 0, 1, 16, 200])
  for (const name of ['shake128', 'SHAKE256', 'shake-128']) console.log(name, length, crypto.createHash(name, { outputLength: length }).update('x').digest('hex'))
for (const name of ['RSA-SHA256', 'sha256WithRSAEncryption', 'SHA2-384', 'SHA-1', 'ssl3-md5', 'rmd160', 'RSA-SHA512/256', 'BLAKE2b512', 'blake2s256', 'SHA3-512']) console.log(name, crypto.createHash(name).update('x').digest('base64'))
const copy = crypto.createHash('shake256').update('a').copy({ outputLength: 5 })
console.log(copy.update('b').digest('hex'), crypto.hash('shake128', 'x', { outputLength: 4, outputEncoding: 'hex' }))
for (const attempt of [() => crypto.createHash('sha512/256'), () => crypto.createHash('sha256', { outputLength: 28 }), () => crypto.hash('nope', 'x'), () => crypto.hash('sha256', 'x', { outputLength: 5 }), () => crypto.hash('sha256', 'x', 'nope'), () => crypto.createHash('shake128', { outputLength: -1 })])
  try {
    console.log(attempt())
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
const hmac = crypto.createHmac('sha1', 'key')
hmac.on('data', (digest) => console.log(digest.toString('hex')))
hmac.write('a')
hmac.end('b')
