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

// Bytes that are no character, in pieces.
for (const pieces of ['f69b|d1', 'f4|bde5', 'e0|80|80', 'ed|a0|80', 'f0|80|80|80', 'c0|80', 'f8|80', 'e1|e1|80|80', '80|80', 'f09f|41', 'f4|90|80|80', 'e18041', 'f1808041|80']) {
  const decoder = new StringDecoder('utf8')
  const written = pieces.split('|').map((piece) => show(decoder.write(Buffer.from(piece, 'hex'))))
  console.log(pieces, written.join('|'), show(decoder.end()))
}
