import type { Draw, Generate, Generated } from 'ackademy/drill'

type Say = Parameters<Generate>[1]

const NOT_THE_SUM = 'Add the words, bring the carry back in at the bottom, and subtract the result from 0xffff.'

/** Questions about the internet checksum (RFC 1071): sums to compute, with and without a carry or an odd byte, and what a receiver does. */
const generate: Generate = (draw, say) =>
  draw.oneOf([sum, sumWithCarry, sumWithCarry, oddByte, dropped, unnoticed])(draw, say)
export default generate

const sum = (draw: Draw) => fourBytes([draw.integer(0x1001, 0x7fff), draw.integer(0x1001, 0x7fff)])

const sumWithCarry = (draw: Draw) => fourBytes([draw.integer(0x9000, 0xefff), draw.integer(0x9000, 0xefff)])

function fourBytes(words: readonly [number, number]): Generated {
  const [value, total] = [checksum(words), words[0] + words[1]]
  const carry = total > 0xffff ? ` The carry comes back in: ${hex(total & 0xffff)} + 1 = ${hex(0xffff - value)}.` : ''
  return {
    kind: 'numeric',
    ask: `A message has the four bytes \`${hex(words[0])} ${hex(words[1])}\`. What's its checksum? Write it like \`0x1a2b\`.`,
    lesson: '11.1',
    value,
    because: `${words.map(hex).join(' + ')} = ${hex(total)}.${carry} Inverted: ${hex(value)}.`,
    otherwise: NOT_THE_SUM,
    mistakes: [
      { value: 0xffff - value, mistake: 'no-inversion' },
      { value: ~total & 0xffff, mistake: 'lost-carry' },
      { value: (~total + 1) & 0xffff, mistake: 'carry-after' },
      { value: ((value & 0xff) << 8) | (value >> 8), mistake: 'swapped' },
    ],
  }
}

function oddByte(draw: Draw): Generated {
  const [word, last] = [draw.integer(0x1001, 0x7fff), draw.integer(0x11, 0x7f)]
  const value = checksum([word, last << 8])
  return {
    kind: 'numeric',
    ask: `A message has the three bytes \`${hex(word)} ${hex(last, 2)}\`. What's its checksum? Write it like \`0x1a2b\`.`,
    lesson: '11.1',
    value,
    because: `${hex(word)} + ${hex(last << 8)} = ${hex(word + (last << 8))}. Inverted: ${hex(value)}.`,
    otherwise: NOT_THE_SUM,
    mistakes: [
      { value: checksum([word, last]), mistake: 'odd-low' },
      { value: checksum([word]), mistake: 'odd-dropped' },
      { value: 0xffff - value, mistake: 'no-inversion' },
    ],
  }
}

function dropped(draw: Draw, say: Say): Generated {
  const [what, reply] = draw.oneOf([
    ['An ICMP echo request', 'An echo reply with the right checksum.'],
    ['A UDP datagram', 'An ICMP message, port unreachable.'],
    ['A TCP segment', 'A segment with the flag RST.'],
  ] as const)
  const by = draw.integer(1, 0xff)
  const wrong = (text: string) => ({ text, mistake: 'drops-silently', because: say('drops-silently') })
  return {
    kind: 'single',
    ask: `${what} arrives at a Linux host. Its checksum is ${by} too high. What does the host send?`,
    lesson: '11.1',
    choices: draw.shuffled([
      {
        text: 'Nothing.',
        right: true,
        because: 'The kernel counts it and drops it. The sender has to notice by itself.',
      },
      wrong(reply),
      wrong('An ICMP message that quotes the packet.'),
    ]),
  }
}

function unnoticed(draw: Draw, say: Say): Generated {
  const [first, second] = [draw.integer(0x1001, 0x3fff), draw.integer(0x4001, 0x7fff)]
  const by = draw.integer(2, 0x200)
  const before = `${hex(first)} ${hex(second)}`
  const found = (text: string) => ({ text, mistake: 'one-change', because: say('one-change') })
  const missed = draw.oneOf([
    { text: `\`${hex(second)} ${hex(first)}\``, because: 'Swapped words have the same sum.' },
    {
      text: `\`${hex(first + by)} ${hex(second - by)}\``,
      because: `One word grew by ${by}, the other shrank by ${by}.`,
    },
  ])
  return {
    kind: 'single',
    ask: `A message held the words \`${before}\`, and changed on the way. Which of these arrives with a checksum that's still right?`,
    lesson: '11.1',
    choices: draw.shuffled([
      { ...missed, right: true },
      found(`\`${hex(first + by)} ${hex(second)}\``),
      found(`\`${hex(first)} ${hex(second - by)}\``),
      found(`\`${hex(first + by)} ${hex(second + by)}\``),
    ]),
  }
}

/** The words' sum with its carries added back in, inverted. */
function checksum(words: readonly number[]): number {
  let total = words.reduce((sum, word) => sum + word, 0)
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16)
  return 0xffff - total
}

const hex = (value: number, digits = 4): string => value.toString(16).padStart(digits, '0')
