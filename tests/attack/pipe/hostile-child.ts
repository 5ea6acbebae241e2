/** Child that attacks the kernel's pipe as its program's first argument says. It knows the protocol, and breaks it. */
import { closeSync, readFileSync, readSync, writeSync } from 'node:fs'
import { FrameReader, FrameWriter, MAX_EVENT_FRAME, Op, parseFromKernel } from '#node/syscalls/index.ts'

const UP = 3
const DOWN = 4
const reader = new FrameReader(MAX_EVENT_FRAME)

function receive() {
  for (;;) {
    const frame = reader.next()
    if (frame !== null) return parseFromKernel(frame)
    const count = readSync(DOWN, reader.room())
    if (count === 0) process.exit(0)
    reader.filled(count)
  }
}

interface Message {
  cost?: number
  a?: number
  b?: number
  c?: number
  str?: string
  bytes?: Uint8Array | null
  posted?: boolean
}

function frame(op: number, { cost = 0, a = 0, b = 0, c = 0, str = '', bytes = null, posted = true }: Message = {}) {
  const writer = new FrameWriter()
  writer.call({ op: op as Op, posted, cost, a, b, c, str, bytes })
  return writer.pending.slice()
}

/** Writes frames in one write: small ones arrive together (pipe(7), PIPE_BUF). */
function put(...frames: Uint8Array[]): void {
  const bytes = Buffer.concat(frames)
  for (let at = 0; at < bytes.length; ) at += writeSync(UP, bytes, at)
}

const say = (text: string) => frame(Op.send, { a: 1, bytes: new TextEncoder().encode(text) })
const answer = (number: number, message: Message = {}) => frame(Op.wait, { a: -1, b: number, ...message })
const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)

/** Returns pseudorandom bytes, the same every time. */
function garbage(length: number, state = 1): Uint8Array {
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state >>> 16
  })
}

const attacks: Record<string, () => void> = {
  'loops for ever': () => {
    for (;;);
  },
  'is silent': sleep,
  'calls for ever': () => {
    for (;;) {
      put(frame(Op.clock, { posted: false }))
      receive()
    }
  },
  'posts for ever': () => {
    for (;;) put(frame(Op.watch, { a: 0 }))
  },
  'sends garbage': () => put(garbage(100_000)),
  'sends half a frame and is silent': () => {
    put(say('half').subarray(0, 20))
    sleep()
  },
  'sends half a frame and ends': () => {
    put(say('half').subarray(0, 20))
    process.exit(0)
  },
  'announces a giant frame': () => put(new Uint8Array([0xff, 0xff, 0xff, 0xff, 1])),
  'sends a frame of the largest size with nonsense': () => {
    const bytes = garbage((1 << 20) + 4096)
    new DataView(bytes.buffer).setUint32(0, bytes.length)
    put(bytes)
  },
  'takes back time': () => put(frame(Op.clock, { cost: -1_000_000 })),
  'claims a huge time': () => put(frame(Op.clock, { cost: 9e15 })),
  'claims no number for a time': () => put(frame(Op.clock, { cost: Number.NaN })),
  'claims an infinite time': () => put(answer(1, { cost: Number.POSITIVE_INFINITY })),
  'wants to be woken at no time': () => put(answer(1, { a: -9 })),
  'answers an event that nobody asked': () => put(answer(77)),
  'answers twice': () => put(answer(1), answer(1)),
  'goes on after its answer': () => put(answer(1), say('more')),
  'goes on after its exit': () => {
    put(frame(Op.exit, { a: 3 }), say('after'))
    for (;;) put(say('the end'))
  },
  'closes the pipe that it writes': () => closeSync(UP),
  'closes the pipe that it reads': () => {
    closeSync(DOWN)
    for (;;) put(frame(Op.random, { a: 65_536, posted: false }))
  },
  'does not read its replies': () => {
    for (;;) put(frame(Op.random, { a: 65_536, posted: false }))
  },
  'eats memory': () => {
    const hoard: number[][] = []
    for (;;) hoard.push(new Array(100_000).fill(hoard.length))
  },
  'eats memory outside of the heap': () => {
    const hoard: Uint8Array[] = []
    for (;;) hoard.push(new Uint8Array(1 << 20).fill(1))
  },
  'floods its output': () => {
    for (let n = 0; n < 400; n++) put(say('flood '.repeat(10_000)))
    put(frame(Op.exit, { a: 5 }))
  },
  'floods the standard error that nobody reads': () => {
    for (;;) writeSync(2, 'flood '.repeat(10_000))
  },
  'names operations and descriptors that do not exist': () => {
    for (let op = 0; op < 256; op++) {
      if (op === Op.wait || op === Op.exit) continue
      for (const a of [-1, 0, 1, 2, 3, 2 ** 40]) put(frame(op, { a, b: a, c: a, str: 'x', bytes: new Uint8Array(3) }))
    }
    put(frame(Op.exit, { a: 6 }))
  },
  'opens sockets without end': () => {
    for (let n = 0; n < 5_000; n++) put(frame(Op.socket, { a: 1, b: 1 }))
    put(frame(Op.exit, { a: 7 }))
  },
  'kills everybody': () => {
    // All that it may signal (-1), another group, then each by its number, including its own.
    for (let pid = -2; pid < 2_000; pid++) if (pid !== 0) put(frame(Op.kill, { a: pid, b: 9 }))
    put(frame(Op.exit, { a: 8 }))
  },
  'looks around': () => {
    const tries: [string, () => unknown][] = [
      ['an environment without secrets', () => Object.keys(process.env).join() === 'TZ' || undefined],
      ['a file', () => readFileSync('/etc/passwd')],
      ['this project', () => readFileSync(`${import.meta.dirname}/../package.json`)],
      [
        'a child',
        () => process.getBuiltinModule('child_process').spawnSync('/bin/true').error === undefined || undefined,
      ],
      ['a thread', () => new (process.getBuiltinModule('worker_threads').Worker)('', { eval: true })],
    ]
    for (const [what, attempt] of tries) put(say(`${what}: ${outcome(attempt)}\n`))
    put(frame(Op.exit))
  },
}

function outcome(attempt: () => unknown): string {
  try {
    return attempt() === undefined ? 'no' : 'yes'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

const first = receive()
if (!('event' in first)) throw new Error('A process begins with an event')
const { argv } = JSON.parse(first.event.str) as { argv: string[] }
attacks[argv[0]!]!()
// The rest is up to the pipe: this process sends nothing more.
for (;;) receive()
