// A tag that is wrong, whichever cipher made it and in whatever order it is given; scrypt beyond its memory.
const c = require('node:crypto')
const [key, iv] = [Buffer.alloc(16, 1), Buffer.alloc(12, 2)]
for (const name of ['aes-128-ccm', 'aes-128-gcm', 'chacha20-poly1305']) {
  const k = name.startsWith('cha') ? Buffer.alloc(32, 1) : key
  const e = c.createCipheriv(name, k, iv, { authTagLength: 16 })
  e.setAAD(Buffer.from('aad'), { plaintextLength: 5 })
  const text = Buffer.concat([e.update('hello'), e.final()])
  for (const spoil of [0, 1]) {
    const d = c.createDecipheriv(name, k, iv, { authTagLength: 16 })
    d.setAAD(Buffer.from('aad'), { plaintextLength: 5 })
    const tag = e.getAuthTag(); tag[0] ^= spoil
    d.setAuthTag(tag)
    try { const out = d.update(text); console.log(name, spoil, String(out)); d.final(); console.log('final') } catch (e) { console.log(e.message) }
  }
}
for (const o of [{ N: 2 ** 16, p: 1, r: 1 }, { N: 2, p: 2 ** 30, r: 1 }, { N: 2 ** 20, p: 1, r: 8 }]) try { c.scryptSync('a', 'b', 1, o) } catch (e) { console.log(e.code, e.message) }
