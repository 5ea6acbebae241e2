/** The solution of `reliable-udp-stream` on the real Node and the kernel's own UDP, through a relay that loses, doubles and swaps datagrams. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const SOLUTION = join(import.meta.dirname, '../../content/07-udp/exercises/reliable-udp-stream/solution')
/** Ports that no other test uses. */
const [PORT, RELAY] = [15_394, 15_395]

const RUN = `
import { createHash } from 'node:crypto'
import dgram from 'node:dgram'
import { receiveStream } from './receiver.ts'
import { sendStream } from './sender.ts'

const relay = dgram.createSocket('udp4')
let sender, held, count = 0
relay.on('message', (bytes, { port }) => {
  if (port !== ${PORT}) sender = port
  const pass = (each) => relay.send(each, port === ${PORT} ? sender : ${PORT}, '127.0.0.1')
  count++
  if (count % 10 === 3) return // lost
  if (count % 10 === 6 && port !== ${PORT}) return void (held = bytes) // goes after the next one
  pass(bytes)
  if (count % 10 === 9) pass(bytes)
  if (held && port !== ${PORT}) pass(held)
  if (port !== ${PORT}) held = undefined
})
relay.bind(${RELAY}, '127.0.0.1')
relay.unref()
const data = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 10)) % 251)
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
const received = receiveStream(${PORT})
await sendStream(data, '127.0.0.1', ${RELAY}, { first: 0xffffff00 })
console.log(hash(await received) === hash(data), count > 300)
`

test('a stream crosses real sockets whole, past number 0xffffffff', () => {
  const folder = mkdtempSync(join(tmpdir(), 'udp-stream-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(SOLUTION, folder, { recursive: true })
  writeFileSync(
    join(folder, 'params.ts'),
    `export const params = ${JSON.stringify({ port: PORT, window: 16, minRtoMs: 100, lingerMs: 1_000 })}\n`,
  )
  writeFileSync(join(folder, 'run.mjs'), RUN)
  expect(execFileSync(process.execPath, ['run.mjs'], { cwd: folder, timeout: 60_000, encoding: 'utf8' })).toBe(
    'true true\n',
  )
}, 70_000)
