// Searching in buffers: UTF-16 units, offsets from the end, odd lengths, empty needles.
const haystack = Buffer.from('aabbaab')
const rows = []
for (const encoding of ['latin1', 'ucs2'])
  for (let length = 0; length < 4; length++)
    for (let offset = -8; offset < 9; offset++) {
      const bytes = Buffer.from('aabb').subarray(0, length)
      const text = 'ab'.slice(0, length)
      rows.push([
        haystack.indexOf(bytes, offset, encoding),
        haystack.lastIndexOf(bytes, offset, encoding),
        haystack.indexOf(text, offset, encoding),
        haystack.lastIndexOf(text, offset, encoding),
      ])
    }
console.log(rows.map((row) => row.join(' ')).join('\n'))
const { isAscii, isUtf8 } = require('node:buffer')
const memory = new ArrayBuffer(8)
const view = new Uint8Array(memory).fill(0xff)
console.log(isAscii(view), isUtf8(view))
structuredClone(memory, { transfer: [memory] })
console.log(isAscii(view), isUtf8(view), isAscii(memory))
