// TextEncoder, TextDecoder, string_decoder: labels, streaming, fatal, byte order marks, half characters.
const { StringDecoder } = require('string_decoder')
const encoder = new TextEncoder()
console.log(encoder.encode('é☃😀\ud800'), encoder.encodeInto('é☃', new Uint8Array(3)), encoder.encoding, encoder)
const bytes = encoder.encode('\ufeffa☃😀')
const decoder = new TextDecoder()
let text = ''
for (const byte of bytes) text += `[${decoder.decode(new Uint8Array([byte]), { stream: true })}]`
console.log(text, JSON.stringify(decoder.decode()), JSON.stringify(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)))
for (const label of ['UTF8', 'latin1', 'utf-16', 'utf-16be', 'windows-1252', 'iso-8859-2', 'ascii', 'nonsense']) {
  try { const d = new TextDecoder(label); console.log(label, d.encoding, d.decode(new Uint8Array([0x41, 0x80, 0xe9, 0x42]))) } catch (error) { console.log(label, error.name, error.code, error.message) }
}
for (const wrong of [[0xff], [0xe2, 0x98], [0xed, 0xa0, 0x80], [0xf8, 0x88], [0xc0, 0x80]]) {
  console.log(JSON.stringify(new TextDecoder().decode(new Uint8Array(wrong))), Buffer.from(wrong).toString())
  try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(wrong)) } catch (error) { console.log(error.name, error.code, error.message) }
}
for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1']) {
  const d = new StringDecoder(encoding)
  console.log(encoding, [...Buffer.from('a☃😀b')].map((byte) => d.write(Buffer.from([byte]))), d.end(), d.encoding, d.lastNeed)
}
try { new StringDecoder('x') } catch (error) { console.log(error.code, error.message) }
console.log('é'.normalize('NFD').length, 'İ'.toLowerCase().length, 'ß'.toUpperCase(), encodeURIComponent('é ☃'), decodeURIComponent('%F0%9F%98%80'), escape('ü☃'), unescape('%u2603'), 'a\ud800'.isWellFormed(), 'a\ud800'.toWellFormed())
