const { StringDecoder } = require('string_decoder')
for (const [encoding, text] of [
  ['utf8', 'a€😀é'],
  ['utf16le', 'a€😀'],
  ['base64', 'abcdefgh'],
  ['hex', 'xyz'],
  ['latin1', 'äöü'],
]) {
  const bytes = Buffer.from(text, encoding === 'base64' || encoding === 'hex' ? 'utf8' : encoding)
  const decoder = new StringDecoder(encoding)
  const parts = []
  for (const byte of bytes) parts.push(decoder.write(Buffer.from([byte])))
  parts.push(decoder.end())
  console.log(encoding, parts)
}
const bad = new StringDecoder('utf8')
console.log([bad.write(Buffer.from([0xe2, 0x82])), bad.write(Buffer.from([0x41, 0xf0, 0x9f])), bad.end(), bad.lastNeed])
try {
  new StringDecoder('nope')
} catch (error) {
  console.log(error.message)
}
