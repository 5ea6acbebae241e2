import type { Draw, Generate, Generated } from 'ackademy/drill'
import { bytesOf, hex, LENGTH, tag, typeName, valueBytes, varint } from './wire.ts'

type Say = Parameters<Generate>[1]

/** Questions about protobuf's bytes: varints, tags, a negative int32, a string, a field to skip. */
const generate: Generate = (draw, say) =>
  draw.oneOf([writeVarint, readVarint, writeTag, writeTag, negative, string, skip])(draw, say)
export default generate

function writeVarint(draw: Draw): Generated {
  const value = draw.integer(128, 16_383)
  const [low, high] = [value & 127, value >> 7]
  return {
    kind: 'numeric',
    ask: `Write ${value} as a varint of two bytes. Write \`12 34\` like \`0x1234\`.`,
    value: asNumber(varint(value)),
    because: `${value} = ${high} × 128 + ${low}. First ${low} with the top bit set, then ${high}: \`${hex(varint(value))}\`.`,
    otherwise: 'Divide by 128. The remainder comes first, with the top bit set, then the quotient.',
    mistakes: [
      { value: ((high | 128) << 8) | low, mistake: 'big-endian' },
      { value: (low << 8) | high, mistake: 'no-continuation' },
      { value, mistake: 'plain-number' },
    ],
  }
}

function readVarint(draw: Draw): Generated {
  const value = draw.integer(128, 16_383)
  const [low, high] = [value & 127, value >> 7]
  return {
    kind: 'numeric',
    ask: `Which number is the varint \`${hex(varint(value))}\`?`,
    value,
    because: `Without the top bits: ${low} and ${high}. ${high} × 128 + ${low} = ${value}.`,
    otherwise: 'Take the top bit off each byte. Multiply the second by 128, and add the first.',
    mistakes: [
      { value: low * 128 + high, mistake: 'big-endian' },
      { value: (low | 128) + high * 256, mistake: 'eight-bits' },
      { value: (low | 128) * 256 + high, mistake: 'eight-bits' },
    ],
  }
}

function writeTag(draw: Draw): Generated {
  const field = draw.chance(1, 2) ? draw.integer(1, 15) : draw.integer(16, 200)
  const type = draw.oneOf([0, 1, 2, 5] as const)
  const [key, bytes] = [field * 8 + type, tag(field, type)]
  const long = bytes.length > 1
  return {
    kind: 'numeric',
    ask: `Field ${field} is ${typeName(type)}. What's its tag? Write \`12\` like \`0x12\`, and \`12 34\` like \`0x1234\`.`,
    value: asNumber(bytes),
    because: `${field} << 3 | ${type} = ${key}, as a varint: \`${hex(bytes)}\`.`,
    otherwise: 'Shift the field number left by three, add the wire type, and write the result as a varint.',
    mistakes: [
      { value: field, mistake: 'field-number' },
      { value: asNumber(tag(field, 0)), mistake: 'type-forgotten' },
      ...(long
        ? [
            { value: key, mistake: 'tag-is-varint' },
            { value: (((key >> 7) | 128) << 8) | (key & 127), mistake: 'big-endian' },
          ]
        : []),
    ],
  }
}

function negative(draw: Draw): Generated {
  const [field, value] = [draw.integer(1, 30), -draw.integer(1, 100)]
  const before = tag(field, 0).length
  return {
    kind: 'numeric',
    ask: `Field ${field} is an int32 and holds ${value}. How many bytes does the field take, with its tag?`,
    value: before + 10,
    because: `The tag \`${hex(tag(field, 0))}\`, then a varint of ten bytes: \`${hex(varint(value))}\`.`,
    otherwise: 'A negative int32 is extended to 64 bits, and a varint carries seven bits in a byte.',
    mistakes: [
      { value: before + 5, mistake: 'five-bytes' },
      { value: before + 4, mistake: 'four-bytes' },
      { value: 10, mistake: 'tag-not-counted' },
    ],
  }
}

function string(draw: Draw, say: Say): Generated {
  const [text, letter] = draw.oneOf([
    ['web', ''],
    ['café', 'é'],
    ['naïve', 'ï'],
    ['über', 'ü'],
    ['db', ''],
  ] as const)
  const [field, value] = [draw.integer(1, 30), bytesOf(text)]
  const key = tag(field, LENGTH)
  const whole = [...key, value.length, ...value]
  const wrong = (bytes: readonly number[], mistake: string) => ({
    text: `\`${hex(bytes)}\``,
    mistake,
    because: say(mistake, { letter }),
  })
  return {
    kind: 'single',
    ask: `Field ${field} is a string and holds "${text}". Which bytes does the field take?`,
    choices: draw.shuffled([
      { text: `\`${hex(whole)}\``, right: true, because: 'Tag, length in bytes, UTF-8.' },
      wrong([field, value.length, ...value], 'field-number'),
      wrong([...key, ...value], 'length-missing'),
      letter === ''
        ? wrong([...key, whole.length, ...value], 'length-of-all')
        : wrong([...key, text.length, ...value], 'length-in-characters'),
    ]),
  }
}

function skip(draw: Draw): Generated {
  const [field, type] = [draw.integer(5, 40), draw.oneOf([0, 1, 2, 2, 5] as const)]
  const [key, value] = [tag(field, type), valueBytes(draw, type)]
  const size = key.length + value.length
  return {
    kind: 'numeric',
    ask: `A reader knows the fields 1 to 4, and field 4 is an int32. It gets \`${hex([...key, ...value, ...tag(4, 0), 3])}\`. How many bytes does it skip before the tag of field 4?`,
    value: size,
    because: `The tag \`${hex(key)}\` says field ${field} and wire type ${type}. The value is \`${hex(value)}\`, so ${key.length} + ${value.length} bytes.`,
    otherwise:
      'The wire type in the tag says how long the value is: a varint, 8 bytes, a length and that many, or 4 bytes.',
    mistakes: [
      { value: value.length, mistake: 'tag-not-counted' },
      ...(type === LENGTH ? [{ value: size - 1, mistake: 'length-not-counted' }] : []),
    ],
  }
}

const asNumber = (bytes: readonly number[]): number => bytes.reduce((number, byte) => number * 256 + byte, 0)
