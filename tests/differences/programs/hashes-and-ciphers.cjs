// area: Crypto
// difference: A few algorithms that courses do not use are missing.
// why: Node gets them from OpenSSL; here they would be hundreds of kilobytes of JavaScript. docs/node-zlib-and-crypto.md lists what is supported.
const crypto = require('node:crypto')
for (const use of [
  () => crypto.createHash('sm3').update('').digest('hex').length,
  () => crypto.createCipheriv('camellia-128-cbc', Buffer.alloc(16), Buffer.alloc(16)).final().length,
])
  try {
    console.log(use())
  } catch ({ code, message }) {
    console.log(code, message)
  }
