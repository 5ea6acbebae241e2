const b = Buffer.from('Grüße, 世界 🌍')
console.log(
  b,
  b.length,
  b.toString(),
  b.toString('hex'),
  b.toString('base64'),
  b.toString('base64url'),
  b.toString('latin1').length,
)
console.log(b.indexOf('世'), b.lastIndexOf(0x80), b.includes('🌍'), b.subarray(0, 5).toString(), Buffer.byteLength('€'))
console.log(
  Buffer.concat([Buffer.from([1, 2]), Buffer.alloc(3, 'xy')]),
  Buffer.compare(Buffer.from('a'), Buffer.from('b')),
)
const n = Buffer.alloc(24)
n.writeUInt32BE(0xdeadbeef, 0)
n.writeInt16LE(-2, 4)
n.writeDoubleBE(Math.PI, 8)
n.writeBigUInt64LE(2n ** 63n, 16)
console.log(n, n.readUInt32BE(0).toString(16), n.readInt16LE(4), n.readDoubleBE(8), n.readBigUInt64LE(16))
console.log(
  Buffer.from('zz', 'hex'),
  Buffer.from('616', 'hex'),
  Buffer.from('aGk=', 'base64').toString(),
  Buffer.from('aGk', 'base64url').toString(),
)
console.log(
  Buffer.from([256, -1, 3.7, 'x']),
  Buffer.from(new Uint16Array([1, 2]).buffer),
  Buffer.from(Buffer.from('copy')).equals(Buffer.from('copy')),
)
console.log(
  b.toJSON().data.length,
  JSON.stringify(Buffer.from('hi')),
  n.fill('ab', 0, 5).toString('latin1', 0, 5),
  b.swap16 === undefined,
)
for (const attempt of [
  () => n.readUInt8(99),
  () => Buffer.alloc(-1),
  () => Buffer.from(5),
  () => n.writeUInt8(256, 0),
  () => Buffer.from('x', 'nope'),
  () => b.toString('nope'),
  () => Buffer.from('abc').swap16(),
])
  try {
    attempt()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
console.log(
  Buffer.from([0xff, 0x68, 0xc3]).toString(),
  Buffer.from('\ud800x').toString('hex'),
  Buffer.from('ab').toString('utf16le').length,
  atob('aGk='),
  btoa('hi'),
)
console.log(Buffer.allocUnsafe(4).length, Buffer.isBuffer(b), Buffer.isEncoding('UTF-8'), Buffer.poolSize, b.at(-1), [
  ...Buffer.from('ab').entries(),
])
