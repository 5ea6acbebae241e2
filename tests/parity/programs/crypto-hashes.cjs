const crypto = require('node:crypto')
const { createHash, createHmac } = crypto
for (const name of ['md5', 'sha1', 'SHA1', 'sha224', 'sha256', 'SHA256', 'sha-256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'ripemd160', 'blake2b512', 'blake2s256'])
  try {
    console.log(name, createHash(name).update('hello ').update(Buffer.from('world')).digest('hex'))
  } catch (error) {
    console.log(name, error.message)
  }
console.log(createHash('sha1').update('dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64'))
console.log(createHash('sha256').update('ÿ', 'latin1').digest(), createHash('sha256').update(new DataView(new ArrayBuffer(3))).digest('base64url'), createHash('md5').digest('latin1').length)
console.log(createHmac('sha256', 'key').update('text').digest('hex'), createHmac('md5', Buffer.alloc(200, 1)).update('').digest('base64'))
const hash = createHash('sha256').update('a')
const copy = hash.copy()
console.log(hash.update('b').digest('hex') === createHash('sha256').update('ab').digest('hex'), copy.digest('hex') === createHash('sha256').update('a').digest('hex'))
for (const wrong of [() => hash.digest(), () => hash.update('c'), () => hash.copy(), () => createHash('nope'), () => createHmac('nope', 'k'), () => createHash(), () => createHash('md5').update(5), () => createHmac('md5'), () => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')), () => crypto.timingSafeEqual('a', 'b'), () => crypto.randomBytes(-1), () => crypto.randomInt(5, 5)])
  try {
    console.log(wrong())
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
console.log(crypto.timingSafeEqual(Buffer.from('same'), Buffer.from('same')), crypto.timingSafeEqual(Buffer.from('same'), Buffer.from('diff')))
console.log(crypto.hash?.('sha1', 'text'), crypto.hash?.('md5', Buffer.from('x'), 'base64'))
console.log(crypto.randomBytes(5).length, crypto.randomBytes(5).equals(crypto.randomBytes(5)), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(crypto.randomUUID()), crypto.randomInt(10) < 10, crypto.randomFillSync(new Uint8Array(3)).length)
crypto.randomBytes(4, (error, bytes) => {
  console.log(error, bytes.length)
  crypto.randomInt(3, 4, (error, value) => console.log(error, value))
})
const stream = createHash('sha256')
stream.on('readable', () => {
  const digest = stream.read()
  if (digest) console.log(digest.toString('hex'))
})
stream.write('hello ')
stream.end('world')
