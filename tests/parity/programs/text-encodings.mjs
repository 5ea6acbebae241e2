const bytes = new Uint8Array([0x41, 0xe4, 0x80, 0xff, 0x00])
for (const label of ['utf8', 'latin1', 'ascii', 'windows-1252', 'iso-8859-15', 'koi8-r', 'utf-16le', 'UTF-16BE', 'macintosh'])
  console.log(label, new TextDecoder(label).encoding, JSON.stringify(new TextDecoder(label).decode(bytes)))
const decoder = new TextDecoder()
console.log(decoder.decode(new Uint8Array([0xe2, 0x82]), { stream: true }), decoder.decode(new Uint8Array([0xac])))
console.log(new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])).length)
console.log(new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])).length)
for (const make of [
  () => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])),
  () => new TextDecoder('nonsense'),
  () => new TextDecoder().decode('text'),
])
  try {
    make()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
const target = new Uint8Array(4)
console.log(new TextEncoder().encode('€\ud800'), new TextEncoder().encodeInto('a€b', target), target)
console.log(btoa('\xff\x00'), atob(' /w A= '), new TextEncoder(), new TextDecoder('koi8-r').fatal)
