// Characters of two and four bytes, cut at every pair of places, and what is left at the end.
const { StringDecoder } = require('node:string_decoder')
const show = (text) => [...text].map((character) => character.codePointAt(0).toString(16)).join('.')
for (const encoding of ['utf16le', 'utf8'])
  for (const text of ['a\u{1f44d}é', '\ud83d', 'x\ud83dy', '\udc4d\ud83d']) {
    const bytes = Buffer.from(text, encoding)
    for (let first = 0; first <= bytes.length; first++)
      for (let second = first; second <= bytes.length; second++) {
        const decoder = new StringDecoder(encoding)
        const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]
        const written = pieces.map((piece) => show(decoder.write(piece)))
        console.log(encoding, first, second, written.join('|'), show(decoder.end()))
        const short = new StringDecoder(encoding)
        console.log(show(short.write(pieces[0])), show(short.write(pieces[1])), show(short.end(pieces[0])))
      }
  }
