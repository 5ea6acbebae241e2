import { CLOCK_HEADERS } from '#lab'
import type { ClientSide } from '#network'
import { Conversation, type Line } from './conversation.ts'
import { quoted } from './literals.ts'

export interface SavedTestOptions {
  /** Name of the capture, and the test's id, which is made of it where it is none. */
  readonly capture: string
  readonly id: string
  /** The learner's program, its host, and the host that the clients come from. */
  readonly program: string
  readonly server: string
  readonly client: string
  /** In place of the captured port. */
  readonly port: number | null
}

export interface SavedTest {
  readonly id: string
  readonly text: string
  /** A sentence: what it compares. */
  readonly compares: string
}

/** A test is read by people; a longer one is a program that plays a file. */
const MOST = { conversations: 20, bytes: 64 * 1024 } as const

/** Writes the test file. Returns a message if the clients say too much for one. */
export function testOfClients(sides: readonly ClientSide[], options: SavedTestOptions): SavedTest | string {
  const bytes = sides
    .flatMap(({ sends, replies }) => [...sends, ...replies])
    .reduce((sum, one) => sum + one.bytes.length, 0)
  if (sides.length > MOST.conversations || bytes > MOST.bytes)
    return `${sides.length} conversations with ${bytes} bytes; a test holds at most ${MOST.conversations} with ${MOST.bytes}. Keep those that you need: tshark -r IN -Y FILTER -w OUT`
  const conversations = sides.map(
    (side, index) => new Conversation(side, index, sides.length, { ...options, port: options.port ?? side.port }),
  )
  const lines = conversations.flatMap((one) => one.lines()).map((line, order) => ({ ...line, order }))
  lines.sort((a, b) => a.at - b.at || a.order - b.order)
  const isHttp = conversations.some((one) => one.isHttp)
  const compares = `It compares every byte that the server answers${isHttp ? ', except the times in Date, Expires and Last-Modified' : ''}${sides.some(({ repliesEnd }) => repliesEnd !== null) ? ', as far as the capture holds the answers' : ''}.`
  const id =
    options.id
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^[^a-z]+|-+$/g, '') || 'capture'
  return { id, compares, text: fileOf({ id, lines, isHttp, compares, sides, options }) }
}

interface Parts {
  id: string
  lines: readonly Line[]
  isHttp: boolean
  compares: string
  sides: readonly ClientSide[]
  options: SavedTestOptions
}

function fileOf({ id, lines, isHttp, compares, sides, options }: Parts): string {
  const body = timed(lines)
  const uses = (name: string) => body.some((line) => line.includes(`${name}(`))
  const names = [...(uses('hex') ? ['hex'] : [])]
  const listens = listening(sides, options.port)
  const span = Math.max(...lines.map(({ at }) => at)) - Math.min(...lines.map(({ at }) => at))
  const capture = options.capture.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')
  return [
    `/** Saved from the capture ${capture}: plays its clients and expects the captured answers. ${compares} */`,
    `import { ${['expect', ...names, 'labTest'].join(', ')} } from 'ackademy/lab'`,
    '',
    ...(isHttp ? STEADY : []),
    'const test = labTest(async (lab) => {',
    `  const running = lab.host(${quoted(options.server)}).run(${quoted(options.program)}, { listens: ${listens.value} })`,
    `  const listening = { about: 'your server, listening', say: ${quoted(`Your program was started, but did not listen on ${listens.words}.`)} }`,
    '  return { server: await expect(running, listening).toHappen() }',
    '})',
    '',
    `test(${quoted(`${id} answers as in the capture`)}, { waits: '${Math.ceil(span / 1e9) + 3}s' }, async ({ lab }) => {`,
    ...body.map((line) => `  ${line}`),
    '})',
    '',
  ].join('\n')
}

/** Lines with the client's pauses between them. */
function timed(lines: readonly Line[]): string[] {
  let previous = lines[0]?.at ?? 0
  return lines.flatMap(({ at, text, isAct }) => {
    const pause = Math.round((at - previous) / 1e6)
    previous = Math.max(previous, at)
    return isAct && pause >= 2 ? [`await lab.clock.advance('${pause}ms')`, text] : [text]
  })
}

function listening(sides: readonly ClientSide[], port: number | null): { value: string; words: string } {
  const { protocol, port: captured } = sides[0]!
  const number = port ?? captured
  if (protocol === 'tcp') return { value: String(number), words: `port ${number}` }
  return { value: `{ udp: ${number} }`, words: `UDP port ${number}` }
}

const STEADY = [
  '/** The times in headers of HTTP follow the server’s clock: stars take their place. */',
  'function steady(answer: Uint8Array): Uint8Array {',
  "  const text = Array.from(answer, (byte) => String.fromCharCode(byte)).join('')",
  `  const masked = text.replace(${CLOCK_HEADERS}, (value) => '*'.repeat(value.length))`,
  '  return Uint8Array.from(masked, (letter) => letter.charCodeAt(0))',
  '}',
  '',
]
