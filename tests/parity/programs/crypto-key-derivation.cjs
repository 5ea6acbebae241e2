// pbkdf2, scrypt, hkdf, argon2: at once and later, and what they refuse.
const crypto = require('node:crypto')
for (const digest of ['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'ripemd160'])
  console.log(digest, crypto.pbkdf2Sync('password', 'salt', 25, 70, digest).toString('hex'), Buffer.from(crypto.hkdfSync(digest, 'key', 'salt', 'info', 70)).toString('hex'))
console.log(crypto.scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 2 }).toString('hex'), crypto.scryptSync('', '', 0).length)
console.log(crypto.pbkdf2Sync('', '', 1, 5, 'sha256'), crypto.hkdfSync('sha256', '', '', '', 5))
console.log(crypto.argon2Sync('argon2id', { message: 'pw', nonce: 'saltsalt', parallelism: 2, tagLength: 32, memory: 64, passes: 2 }).toString('hex'))
const attempts = [
  () => crypto.pbkdf2Sync('a', 'b', 1, 1, 'nope'),
  () => crypto.pbkdf2Sync('a', 'b', 0, 1, 'sha1'),
  () => crypto.pbkdf2Sync('a', 'b', 1, -1, 'sha1'),
  () => crypto.pbkdf2Sync('a', 'b', 1, 1),
  () => crypto.hkdfSync('nope', 'a', 'b', 'c', 1),
  () => crypto.hkdfSync('sha256', 'a', 'b', 'c', 255 * 32 + 1),
  () => crypto.hkdfSync('sha256', 'a', 'b', Buffer.alloc(1025), 1),
  () => crypto.scryptSync('a', 'b', 1, { N: 3 }),
  () => crypto.scryptSync('a', 'b', 1, { N: 2 ** 20 }),
  () => crypto.scryptSync('a', 'b', 1, { r: 2 ** 30 }),
]
for (const attempt of attempts)
  try {
    console.log(attempt())
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
crypto.pbkdf2('password', 'salt', 10, 20, 'sha1', (error, key) => {
  console.log(error, key.toString('hex'))
  crypto.scrypt('password', 'salt', 20, (error, key) => {
    console.log(error, key.toString('hex'))
    crypto.hkdf('sha512', 'key', 'salt', 'info', 20, (error, key) => console.log(error, Buffer.from(key).toString('hex')))
  })
})
console.log('asked')
