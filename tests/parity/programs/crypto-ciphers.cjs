// Every cipher in pieces of every kind, with and without padding, what it authenticates, and what it refuses.
const crypto = require('node:crypto')
const make = (length, start) => Buffer.from(Array.from({ length }, (_, i) => (start + i * 7) & 0xff))
for (const name of ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'aes128', 'aes-128-ecb', 'aes-128-ctr', 'aes-256-ctr', 'aes-128-cfb', 'aes-128-cfb8', 'aes-256-ofb', 'aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'chacha20', 'chacha20-poly1305', 'AES-128-CBC', 'id-aes256-GCM']) {
  const info = crypto.getCipherInfo(name)
  const key = make(info.keyLength, 3)
  const iv = info.ivLength ? make(info.ivLength, 200) : null
  const aead = /gcm|poly/i.test(name)
  for (const cuts of [[0], [16], [1, 15, 16, 17], [5, 5, 5, 5, 5, 64]]) {
    const cipher = crypto.createCipheriv(name, key, iv)
    if (aead) cipher.setAAD(make(13, 1))
    const text = cuts.map((size, index) => make(size, index))
    const out = Buffer.concat([...text.map((part) => cipher.update(part)), cipher.final()])
    const tag = aead ? cipher.getAuthTag() : null
    const decipher = crypto.createDecipheriv(name, key, iv)
    if (aead) decipher.setAAD(make(13, 1)).setAuthTag(tag)
    const back = Buffer.concat([...[...out].map((byte) => decipher.update(Buffer.of(byte))), decipher.final()])
    console.log(name, out.toString('hex'), tag?.toString('hex'), back.equals(Buffer.concat(text)))
  }
}
const k16 = make(16, 0)
const attempts = {
  unknown: () => crypto.createCipheriv('nope', k16, k16),
  'short key': () => crypto.createCipheriv('aes-128-cbc', k16.subarray(1), k16),
  'short vector': () => crypto.createCipheriv('aes-128-cbc', k16, k16.subarray(1)),
  'no vector': () => crypto.createCipheriv('aes-128-cbc', k16, null),
  'empty vector': () => crypto.createCipheriv('aes-128-gcm', k16, ''),
  'tag length': () => crypto.createCipheriv('aes-128-gcm', k16, k16, { authTagLength: 3 }),
  'short tag': () => crypto.createDecipheriv('aes-128-gcm', k16, k16).setAuthTag(Buffer.alloc(3)),
  'wrong tag': () => {
    const decipher = crypto.createDecipheriv('aes-128-gcm', k16, k16).setAuthTag(Buffer.alloc(16))
    decipher.update('00', 'hex')
    decipher.final()
  },
  'no tag': () => crypto.createDecipheriv('aes-128-gcm', k16, k16).final(),
  'tag too early': () => crypto.createCipheriv('aes-128-gcm', k16, k16).getAuthTag(),
  'tag of none': () => crypto.createCipheriv('aes-128-cbc', k16, k16).getAuthTag(),
  'final twice': () => {
    const cipher = crypto.createCipheriv('aes-128-cbc', k16, k16)
    cipher.final()
    cipher.final()
  },
  'update after final': () => {
    const cipher = crypto.createCipheriv('aes-128-cbc', k16, k16)
    cipher.final()
    cipher.update('x')
  },
  'no padding': () => {
    const cipher = crypto.createCipheriv('aes-128-cbc', k16, k16).setAutoPadding(false)
    cipher.update('x')
    cipher.final()
  },
  'half a block': () => {
    const decipher = crypto.createDecipheriv('aes-128-cbc', k16, k16)
    decipher.update('x')
    decipher.final()
  },
  'bad padding': () => {
    const decipher = crypto.createDecipheriv('aes-128-cbc', k16, k16)
    decipher.update(k16)
    decipher.final()
  },
  'mixed encodings': () => {
    const cipher = crypto.createCipheriv('aes-128-cbc', k16, k16)
    cipher.update('x', 'utf8', 'hex')
    cipher.final('base64')
  },
}
for (const [name, attempt] of Object.entries(attempts))
  try {
    console.log(name, attempt())
  } catch (error) {
    console.log(name, error.name, error.code, error.message)
  }
const cipher = crypto.createCipheriv('aes-256-ctr', make(32, 1), make(16, 2))
console.log(cipher.update('text ', 'utf8', 'base64') + cipher.update('and more', 'utf8', 'base64') + cipher.final('base64'))
