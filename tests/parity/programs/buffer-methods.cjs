// Reading, writing, swapping, comparing, filling, slicing: values and refusals.
const { Buffer, constants, kMaxLength, isUtf8, isAscii, transcode } = require('buffer')
const buffer = Buffer.alloc(16)
buffer.writeUInt8(255, 0); buffer.writeInt16BE(-2, 1); buffer.writeUInt32LE(0xdeadbeef, 3); buffer.writeDoubleBE(Math.PI, 7)
console.log(buffer, buffer.readInt8(0), buffer.readUInt16LE(1), buffer.readInt32BE(3), buffer.readDoubleBE(7), buffer.readUIntBE(0, 6), buffer.readIntLE(1, 3))
buffer.writeBigInt64LE(-5n, 8); buffer.writeFloatLE(1.1, 0); buffer.writeUIntBE(0x123456, 4, 3)
console.log(buffer.toString('hex'), buffer.readBigUInt64LE(8), buffer.readFloatLE(0))
for (const call of [() => buffer.readUInt8(16), () => buffer.readInt32LE(13), () => buffer.readInt8(1.5), () => buffer.readInt8('1'), () => buffer.writeUInt8(256), () => buffer.writeInt8(-129), () => buffer.writeUInt32BE(2 ** 32), () => buffer.writeBigUInt64BE(-1n), () => buffer.readUIntBE(0, 7), () => Buffer.alloc(-1), () => Buffer.alloc('5'), () => Buffer.from(5), () => Buffer.from(null), () => Buffer.from({}), () => Buffer.concat('x'), () => Buffer.concat([1]), () => buffer.swap16.call(Buffer.alloc(3)), () => buffer.write('x', 20), () => buffer.fill('x', 0, 20), () => Buffer.compare(1, 2), () => buffer.toString('nonsense'), () => buffer.copy('x'), () => new Buffer.from('x')]) {
  try { console.log(String(call), call()) } catch (error) { console.log(String(call), error.name, error.code, error.message) }
}
console.log(Buffer.from('zażółć'), Buffer.from('7468697', 'hex'), Buffer.from('aGk_-w==', 'base64').equals(Buffer.from('aGk/+w', 'base64url')), Buffer.from([256, -1, 1.9, '7', 'x']), Buffer.from(new Uint16Array([1, 256])), Buffer.from(new String('s')))
console.log(Buffer.alloc(7, 'abc'), Buffer.alloc(3, ''), Buffer.alloc(4, 'zz', 'hex').length, Buffer.from('abc').fill(0), Buffer.allocUnsafe(3).fill('é'))
console.log(Buffer.from('abcdef').subarray(-4, -1).toString(), Buffer.from('abc').compare(Buffer.from('abd')), Buffer.compare(Buffer.from('b'), Buffer.from('a')), Buffer.from('abcabc').indexOf('ca'), Buffer.from('abcabc').lastIndexOf('b'), Buffer.from('abc').includes(98), Buffer.from('x').indexOf(''))
console.log(Buffer.concat([Buffer.from('a'), Buffer.from('bcd')], 3), Buffer.concat([Buffer.from('a')], 3), Buffer.byteLength('é☃😀'), Buffer.byteLength('aGk=', 'base64'), Buffer.isEncoding('UTF8'), Buffer.isEncoding('none'))
console.log(Buffer.from('0123').swap16().toString(), Buffer.from('01234567').swap32().toString(), Buffer.from('01234567').swap64().toString(), JSON.stringify(Buffer.from('hi')), [...Buffer.from('ab').entries()], Buffer.from('ab').toLocaleString())
console.log(isUtf8(Buffer.from([0xc0])), isAscii(Buffer.from('é')), transcode(Buffer.from('€'), 'utf8', 'ucs2'), transcode(Buffer.from('é'), 'utf8', 'latin1'), constants.MAX_LENGTH === kMaxLength, Buffer.poolSize)
console.log(Buffer.from('é').toString('ascii'), Buffer.from([0xe9, 0x80, 0xff]).toString('utf8'), Buffer.from('\ud800').toString('hex'), Buffer.from('ÿ☃', 'latin1'), Buffer.from('ab', 'utf16le'), atob('aGk='), btoa('hi'))
const shared = new ArrayBuffer(4); const view = Buffer.from(shared, 1, 2); view[0] = 7
console.log(new Uint8Array(shared), view.parent === shared, view.offset, require('util').inspect(Buffer.alloc(60)).length, Object.assign(Buffer.from('p'), { prop: 1 }))
