import type { Draw, Generate, Generated } from 'ackademy/drill'
import {
  CODES,
  describeHeader,
  drawHeader,
  drawResponse,
  flagsWord,
  type Header,
  hexWord,
  KINDS,
  type Kind,
  OPCODES,
  type Sections,
} from './message.ts'

type Say = Parameters<Generate>[1]

/** Four kinds of questions: read the bits, read a number in them, write the word, tell the kinds of answers apart. */
const generate: Generate = (draw, say) => draw.oneOf([readBits, readNumber, writeWord, classify])(draw, say)
export default generate

function readBits(draw: Draw, say: Say): Generated {
  const header = drawHeader(draw)
  const choice = (text: string, right: boolean, yes: string, mistake: string) => ({
    text,
    right,
    because: right ? yes : say(mistake),
    ...(right ? {} : { mistake }),
  })
  const choices = [
    choice(header.response ? 'It is a response.' : 'It is a query.', true, 'QR, the top bit, says so.', 'response-bit'),
    choice(header.response ? 'It is a query.' : 'It is a response.', false, '', 'response-bit'),
    choice('The server speaks for its own zone (AA).', header.authoritative, 'Bit 10 is set.', 'authority'),
    choice('Something did not fit (TC).', header.truncated, 'Bit 9 is set.', 'truncation'),
    choice('The asker wants recursion (RD).', header.recursionDesired, 'Bit 8 is set.', 'recursion-desired'),
    choice('The server would recurse (RA).', header.recursionAvailable, 'Bit 7 is set.', 'recursion-available'),
    choice('The name does not exist (NXDOMAIN).', header.code === 3, 'The low four bits are 3.', 'nodata'),
  ]
  return {
    kind: 'multiple',
    ask: `The flags of a DNS message are \`${hexWord(flagsWord(header))}\`. Choose everything that is true.`,
    lesson: '8.1',
    choices: draw.shuffled(choices),
  }
}

function readNumber(draw: Draw, say: Say): Generated {
  const header = drawHeader(draw)
  const askOpcode = draw.chance(1, 2)
  const [value, swapped] = askOpcode ? [header.opcode, header.code] : [header.code, header.opcode]
  const others = [
    { value: swapped, mistake: 'opcode-rcode' },
    { value: (flagsWord(header) >> 12) & 15, mistake: askOpcode ? 'response-bit' : 'opcode-rcode' },
  ]
  return {
    kind: 'numeric',
    ask: `The flags of a DNS message are \`${hexWord(flagsWord(header))}\`. What is its ${askOpcode ? 'opcode' : 'RCODE'}, as a number?`,
    lesson: '8.1',
    value,
    because: askOpcode
      ? `Bits 11–14: (word >> 11) & 15 is ${value}${OPCODES[value] ? `, ${OPCODES[value]}` : ''}.`
      : `Bits 0–3: word & 15 is ${value}, ${CODES[value]}.`,
    otherwise: say('opcode-rcode'),
    mistakes: others,
  }
}

function writeWord(draw: Draw): Generated {
  const header = drawHeader(draw)
  const value = flagsWord(header)
  const { response, recursionAvailable, recursionDesired, authoritative, truncated } = header
  const otherWise = (changed: Partial<Header>) => flagsWord({ ...header, ...changed })
  const others = [
    { value: otherWise({ response: !response }), mistake: 'response-bit' },
    { value: otherWise({ opcode: header.code, code: header.opcode }), mistake: 'opcode-rcode' },
    { value: otherWise({ recursionAvailable: !recursionAvailable }), mistake: 'recursion-available' },
    { value: otherWise({ recursionDesired: !recursionDesired }), mistake: 'recursion-desired' },
    { value: otherWise({ authoritative: !authoritative }), mistake: 'authority' },
    { value: otherWise({ truncated: !truncated }), mistake: 'truncation' },
  ]
  return {
    kind: 'numeric',
    ask: `Write the flags word, in hexadecimal like \`0x8180\`: ${describeHeader(header)}.`,
    lesson: '8.1',
    value,
    because: `${hexWord(value)}: QR 15, opcode 11–14, AA 10, TC 9, RD 8, RA 7, RCODE 0–3.`,
    otherwise: 'QR is bit 15, the opcode 11–14, AA 10, TC 9, RD 8, RA 7, the RCODE 0–3. Add them up one by one.',
    mistakes: others,
  }
}

/** What an answer of one kind is taken for, and what that overlooks. */
const TAKEN_FOR: Readonly<Record<Kind, string>> = {
  answer: 'authority',
  nodata: 'nodata',
  nxdomain: 'nodata',
  referral: 'referral',
  truncated: 'truncation',
  refused: 'recursion-available',
}

function classify(draw: Draw, say: Say): Generated {
  const { kind, header, sections } = drawResponse(draw)
  const wrong: Kind[] = draw.shuffled((Object.keys(KINDS) as Kind[]).filter((other) => other !== kind)).slice(0, 3)
  // The two that are taken for each other must stand side by side.
  const twin: Kind | null = kind === 'nodata' ? 'nxdomain' : kind === 'nxdomain' ? 'nodata' : null
  const shown: readonly Kind[] = twin && !wrong.includes(twin) ? [twin, ...wrong.slice(1)] : wrong
  return {
    kind: 'single',
    ask: `A client asked for an A record. The flags of the response are \`${hexWord(flagsWord(header))}\`. ${describeSections(sections)} What is it?`,
    lesson: '8.4',
    choices: draw.shuffled([
      { text: KINDS[kind], right: true, because: reasonFor(header, sections) },
      ...shown.map((other) => {
        // An answer or a refusal is not overlooked but invented: what the message really is says why.
        const mistake = other === 'answer' || other === 'refused' ? TAKEN_FOR[kind] : TAKEN_FOR[other]
        return { text: KINDS[other], mistake, because: say(mistake) }
      }),
    ]),
  }
}

function describeSections({ answer, authority }: Sections): string {
  const list = (types: readonly string[]) => (types.length === 0 ? 'empty' : types.join(', '))
  return `Answer section: ${list(answer)}. Authority section: ${list(authority)}.`
}

const reasonFor = (header: Header, sections: Sections): string =>
  `${describeHeader(header)}. ${describeSections(sections)}`
