/** The Huffman code of HPACK (RFC 7541 §5.2, appendix B). */
import { latin1Text } from './latin1.ts'

/** Length of each symbol's code in bits; the last is EOS's. The code is canonical, so lengths define it. */
// biome-ignore format: 16 symbols a row
const LENGTHS = Uint8Array.of(
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
  28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
  5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
  7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
  15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
  6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
  24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
  21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
  26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
)
const EOS = 256

/** Codes of all symbols: shorter ones first, then by symbol. */
const CODES = new Uint32Array(257)
/** Decoding, by length: the first code, and where its symbols start in `SYMBOLS`. */
const FIRST_CODE = new Uint32Array(32)
const FIRST_SYMBOL = new Uint16Array(32)
const COUNT = new Uint16Array(32)
const SYMBOLS = new Uint16Array(257)
const SHORTEST = 5
const LONGEST = 30

let next = 0
let place = 0
for (let length = SHORTEST; length <= LONGEST; length++) {
  next *= 2
  FIRST_CODE[length] = next
  FIRST_SYMBOL[length] = place
  for (let symbol = 0; symbol <= EOS; symbol++) {
    if (LENGTHS[symbol] !== length) continue
    CODES[symbol] = next++
    SYMBOLS[place++] = symbol
  }
  COUNT[length] = place - FIRST_SYMBOL[length]!
}

/** Returns the length of the text in the code, in bytes. Each character is a byte. */
export function huffmanLength(text: string): number {
  let bits = 0
  for (let at = 0; at < text.length; at++) bits += LENGTHS[text.charCodeAt(at)]!
  return Math.ceil(bits / 8)
}

/** Writes the text in the code at `at`; returns the end. The last byte is filled with the first bits of EOS, which are 1. */
export function writeHuffman(text: string, bytes: Uint8Array, at: number): number {
  let end = at
  let bits = 0
  let word = 0
  for (let index = 0; index < text.length; index++) {
    const symbol = text.charCodeAt(index)
    let left = LENGTHS[symbol]!
    while (left > 0) {
      const taken = Math.min(left, 8 - bits)
      left -= taken
      word = (word << taken) | ((CODES[symbol]! >>> left) & ((1 << taken) - 1))
      bits += taken
      if (bits < 8) continue
      bytes[end++] = word
      bits = 0
      word = 0
    }
  }
  if (bits > 0) bytes[end++] = (word << (8 - bits)) | (0xff >> bits)
  return end
}

/** Returns the decoded text, or what is wrong with it: EOS inside, or padding that is too long or not of ones. */
export function readHuffman(bytes: Uint8Array): { text: string } | { error: string } {
  const decoded = new Uint8Array(Math.floor((bytes.length * 8) / SHORTEST))
  let count = 0
  let code = 0
  let length = 0
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      code = (code << 1) | ((byte >> bit) & 1)
      length++
      const index = code - FIRST_CODE[length]!
      if (index < 0 || index >= COUNT[length]!) continue
      const symbol = SYMBOLS[FIRST_SYMBOL[length]! + index]!
      if (symbol === EOS) return { error: 'Huffman-coded text has EOS inside' }
      decoded[count++] = symbol
      code = 0
      length = 0
    }
  }
  if (length > 7) return { error: `Huffman-coded text ends with ${length} bits of padding, at most 7 allowed` }
  if (code !== (1 << length) - 1) return { error: 'Huffman-coded text has padding that is not the start of EOS' }
  return { text: latin1Text(decoded.subarray(0, count)) }
}
