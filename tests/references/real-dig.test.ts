/** Solutions of module 8 on this machine's Node, asked by the real dig. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { drawParams } from '#grader'
import { course } from '../grader/course.ts'
import { missing } from '../support/requirements.ts'

const run = promisify(execFile)
const undo: (() => void)[] = []
afterEach(() => {
  for (const act of undo.splice(0)) act()
})

/** Starts `server.ts` of the solution and returns what dig prints for a question. */
async function serve(id: string): Promise<(...args: string[]) => Promise<string>> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-dig-'))
  undo.push(() => rmSync(folder, { recursive: true }))
  const { exercise, starter, solution, given } = course.exercise(id)
  const params = drawParams(exercise, 'sample', 'simulated')
  const files = {
    'package.json': '{"type":"module"}',
    'params.ts': `export const params = ${JSON.stringify({ ...params, port })}\n`,
  }
  for (const [name, text] of Object.entries({ ...given, ...starter, ...solution, ...files }))
    writeFileSync(join(folder, name), text)
  const server: ChildProcess = spawn(process.execPath, ['server.ts'], { cwd: folder })
  undo.push(() => server.kill())
  await once(server.stdout!, 'data') // its first line says that it listens
  return async (...args) =>
    (await run('dig', ['@127.0.0.1', '-p', String(port), '+time=2', '+tries=1', ...args])).stdout
}

async function freePort(): Promise<number> {
  const socket = dgram.createSocket('udp4')
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
  const { port } = socket.address()
  await new Promise<void>((done) => socket.close(done))
  return port
}

describe.skipIf(missing('clients'))('the real dig', () => {
  test('reads the header that dns-header-codec sends', async () => {
    const dig = await serve('dns-header-codec')
    const refused = await dig('web.lab.test')
    expect(refused).toMatch(/opcode: QUERY, status: REFUSED/)
    expect(refused).toMatch(/flags: qr rd; QUERY: 0, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0/)
    expect(await dig('+opcode=status', '+norecurse', 'web.lab.test')).toMatch(
      /opcode: STATUS, status: NOTIMP[\s\S]*flags: qr;/,
    )
    expect(await dig('+header-only')).toMatch(/status: FORMERR/)
  })

  test('asks dns-truncation-tcp again over TCP, and gets what was cut', async () => {
    const dig = await serve('dns-truncation-tcp')
    const many = ['+norecurse', 'many.lab.test', 'TXT']
    expect(await dig('+noedns', '+ignore', ...many)).toMatch(/flags: qr aa tc; QUERY: 1, ANSWER: 10,[\s\S]*rcvd: 471/)
    expect(await dig('+bufsize=4096', '+ignore', ...many)).toMatch(/flags: qr aa tc; QUERY: 1, ANSWER: 27,/)
    const whole = await dig('+noedns', ...many)
    expect(whole).toMatch(/Truncated, retrying in TCP mode/)
    expect(whole).toMatch(/flags: qr aa; QUERY: 1, ANSWER: (40|60),[\s\S]*\(TCP\)/)
    const few = ['few.lab.test', 'TXT']
    const lines = await dig('+tcp', '+keepopen', '+noall', '+answer', ...few, '+tcp', ...few)
    expect(lines.match(/mail provider/g)).toHaveLength(4) // two queries on one connection
  })
})
