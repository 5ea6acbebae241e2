const { crc32 } = require('node:zlib')
console.log(crc32('hello'), crc32(Buffer.from('hello')), crc32(''), crc32('ÿ€😀'), crc32(new Uint16Array([1, 2, 3])))
console.log(crc32('world', crc32('hello ')) === crc32('hello world'), crc32('x', 0xffffffff))
for (const wrong of [() => crc32(), () => crc32(5), () => crc32('x', -1), () => crc32('x', 2 ** 32), () => crc32('x', '1')])
  try {
    console.log(wrong())
  } catch (error) {
    console.log(error.code, error.message)
  }
