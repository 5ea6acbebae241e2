/** The hosts' ss beside Debian's: the same program on a simulated host and on this machine, the same lines. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { missing } from '../support/requirements.ts'

/** The first of five ports that no other test uses. */
const PORT = 15_380

/** Two listeners, a UDP socket, a connection with ten bytes that are not read, and one that its client has half closed. */
const PROGRAM = `import dgram from 'node:dgram'
import net from 'node:net'
import { once } from 'node:events'
const kept = []
const any = net.createServer({ pauseOnConnect: true }, (socket) => kept.push(socket)).listen(${PORT})
const local = net.createServer({ allowHalfOpen: true }, (socket) => socket.resume()).listen(${PORT + 1}, '127.0.0.1')
const udp = dgram.createSocket('udp4').bind(${PORT + 2})
await Promise.all([any, local, udp].map((one) => once(one, 'listening')))
const unread = net.connect({ port: ${PORT}, host: '127.0.0.1', localPort: ${PORT + 3} })
await once(unread, 'connect')
unread.write('ten bytes!')
const half = net.connect({ port: ${PORT + 1}, host: '127.0.0.1', localPort: ${PORT + 4}, allowHalfOpen: true })
await once(half, 'connect')
half.end()
setTimeout(() => console.log('ready'), 200)
setInterval(() => {}, 1000)
`

const OURS = `'( sport >= :${PORT} and sport <= :${PORT + 4} )'`
const LINES = [
  `-tn ${OURS}`,
  `-tln ${OURS}`,
  `-tan ${OURS}`,
  `-uan ${OURS}`,
  `-tuln ${OURS}`,
  `-tulnp ${OURS}`,
  `-an ${OURS}`,
  `-4 -tan ${OURS}`,
  `-6 -tan ${OURS}`,
  `-Htn ${OURS}`,
  `-tn state close-wait ${OURS}`,
  `-tn state fin-wait-2 state close-wait ${OURS}`,
  `-tn state connected '( sport = :${PORT + 1} or dport = :${PORT + 1} )'`,
  `-tan 'not sport != :${PORT}'`,
  `-tan sport = :${PORT} dport = :${PORT + 3}`,
  `-tnp dport eq :${PORT}`,
  '-tn sport = :1',
  '-tn state bogus',
  '-tn sport =',
  '--tcp --numeric --all sport = :1',
]

interface Result {
  stdout: string
  stderr: string
  code: number | null
}

/** Numbers of processes differ, and the width of their column; the kernel lists sockets in the order of a hash. */
function lasting({ stdout, stderr, code }: Result) {
  const named = stdout.replace(/pid=\d+,fd=\d+/g, 'pid=N,fd=N').replace(/ +$/gm, '')
  const [first = '', ...rows] = named.split('\n')
  return { lines: /Recv-Q/.test(first) ? [first, ...rows.sort()] : [first, ...rows].sort(), code, stderr: said(stderr) }
}

/** Debian's prints its whole usage, and talks about SELinux. */
const said = (stderr: string): string[] => stderr.split('\n').filter((line) => /^ss: (?!SELinux)/.test(line))

describe.skipIf(missing('clients'))('ss of a simulated host', () => {
  let lab: Lab
  let program: ChildProcess
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-ss-'))
  beforeAll(async () => {
    writeFileSync(join(folder, 'program.mjs'), PROGRAM)
    program = spawn(process.execPath, ['program.mjs'], { cwd: folder })
    await once(program.stdout!, 'data')
    lab = (await openSimulatedLab({ seed: 1, files: { submission: { 'program.mjs': PROGRAM } } })).lab
    await (await lab.host('server').run('program.mjs')).line()
  })
  afterAll(async () => {
    program.kill()
    rmSync(folder, { recursive: true })
    await lab.close()
  })

  test.each(LINES)('ss %s', async (line) => {
    const { stdout, stderr, status } = spawnSync('sh', ['-c', `ss ${line}`], { encoding: 'utf8' })
    const ours = await lab.host('server').run('/bin/sh', { args: ['-c', `ss ${line}`] })
    const { code } = await ours.exited({ within: '1min' })
    expect(lasting({ ...(await ours.output()), code })).toEqual(lasting({ stdout, stderr, code: status }))
  })
})
