import type { Draw, Generate, Generated } from 'ackademy/drill'

type Say = Parameters<Generate>[1]

/** Four kinds of questions about bytes in network byte order: a number, the length of an IPv4 header, a fragment's offset, its flags. */
const generate: Generate = (draw, say) =>
  draw.oneOf([readNumber, headerLength, fragmentOffset, fragmentFlags])(draw, say)
export default generate

function readNumber(draw: Draw, say: Say): Generated {
  const bytes = Array.from({ length: 16 }, () => draw.integer(0, 255))
  const size = draw.oneOf([2, 2, 4])
  const offset = draw.integer(0, 16 - size)
  // Two bytes that differ, so that their order matters; a large first byte, so that a sign does.
  if (size === 4) bytes[offset] = draw.integer(128, 255)
  if (bytes[offset] === bytes[offset + size - 1]) bytes[offset + size - 1] = bytes[offset]! ^ 0x55
  const at = (start: number) => bytes.slice(start, start + size).reduce((sum, byte) => sum * 256 + byte, 0)
  const value = at(offset)
  const reversed = bytes.slice(offset, offset + size).reduceRight((sum, byte) => sum * 256 + byte, 0)
  return {
    kind: 'numeric',
    lesson: '1.1',
    ask: `${dump(bytes)} Which unsigned number of ${size} bytes begins at offset ${offset}?`,
    value,
    because: `Bytes ${offset} to ${offset + size - 1} are ${hex(bytes.slice(offset, offset + size))}, the highest first.`,
    otherwise: say('wrong-place'),
    mistakes: [
      { value: reversed, mistake: 'little-endian' },
      { value: value - 2 ** 32, mistake: 'signed' },
      { value: bytes[offset]!, mistake: 'one-byte' },
      ...(offset > 0 ? [{ value: at(offset - 1), mistake: 'wrong-place' }] : []),
    ],
  }
}

function headerLength(draw: Draw, say: Say): Generated {
  const words = draw.integer(5, 15)
  const first = 0x40 + words
  return {
    kind: 'numeric',
    lesson: '1.1',
    ask: `An IPv4 header begins with the byte ${hex([first])}. How many bytes long is the header?`,
    value: 4 * words,
    because: `The lower four bits are ${words}, which counts words of four bytes. The upper four are the version.`,
    otherwise: say('whole-byte'),
    mistakes: [
      { value: words, mistake: 'words' },
      { value: first, mistake: 'whole-byte' },
      { value: 4 * first, mistake: 'whole-byte' },
      { value: 16, mistake: 'whole-byte' },
    ],
  }
}

function fragmentOffset(draw: Draw, say: Say): Generated {
  const [eights, more] = [draw.integer(1, 1500), draw.chance(1, 2)]
  const field = (more ? 0x2000 : 0) + eights
  const bytes = [field >> 8, field & 0xff]
  return {
    kind: 'numeric',
    ask: `Bytes 6 and 7 of an IPv4 header are ${hex(bytes)}. At which byte of the packet's data does this fragment begin?`,
    lesson: '1.3',
    value: 8 * eights,
    because: `Without the three flags the field is ${eights}, and it counts blocks of eight bytes.`,
    otherwise: say('flags-left-in'),
    mistakes: [
      { value: eights, mistake: 'eights' },
      { value: 8 * field, mistake: 'flags-left-in' },
      { value: field, mistake: 'flags-left-in' },
      { value: 8 * (bytes[1]! * 256 + bytes[0]!), mistake: 'little-endian' },
    ],
  }
}

function fragmentFlags(draw: Draw, say: Say): Generated {
  const answers = [
    { field: 0x4000, text: 'It must not be cut: DF.' },
    { field: 0x2000 + draw.integer(0, 900), text: 'More fragments follow: MF.' },
    { field: draw.integer(1, 900), text: 'It’s the last fragment of its packet.' },
    { field: 0x0000, text: 'It isn’t a fragment, and it may be cut.' },
  ]
  const right = draw.oneOf(answers)
  const wrong = { mistake: 'other-bit', because: say('other-bit') }
  return {
    kind: 'single',
    ask: `Bytes 6 and 7 of an IPv4 header are ${hex([right.field >> 8, right.field & 0xff])}. What do they say about the packet?`,
    lesson: '1.3',
    choices: draw.shuffled(
      answers.map(({ field, text }) =>
        field === right.field
          ? {
              text,
              right: true,
              because: `The upper three bits are ${(field >> 13).toString(2).padStart(3, '0')}, the offset is ${8 * (field & 0x1fff)}.`,
            }
          : { text, ...wrong },
      ),
    ),
  }
}

const hex = (bytes: readonly number[]): string =>
  `\`${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}\``

/** Sixteen bytes, as a capture tool prints them. */
const dump = (bytes: readonly number[]): string =>
  `${hex(bytes.slice(0, 8))} ${hex(bytes.slice(8))} are the bytes from offset 0.`
