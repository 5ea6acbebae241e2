/** `ackademy run --publish`: clients that nobody here wrote reach programs on simulated hosts. */
import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { missing } from '../support/requirements.ts'
import { ackademy, Command } from './command.ts'

vi.setConfig({ testTimeout: 90_000 })

const execute = promisify(execFile)
const programOf = (name: string) => fileURLToPath(new URL(`./published/${name}.mjs`, import.meta.url))

let command: Command | null = null
afterEach(async () => {
  command?.child.kill('SIGINT')
  await command?.ended
  command = null
})

/** Starts a program with its port published at any free one of this machine, and returns that one. */
async function publish(name: string, port: number): Promise<number> {
  command = new Command(['run', '--publish', `0:${port}`, programOf(name)])
  await command.printed(/up/)
  return Number(/127\.0\.0\.1:(\d+)/.exec(command.stderr)![1])
}

function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  return once(socket, 'connect').then(() => socket)
}

describe.skipIf(missing('clients'))('a published port', () => {
  test('answers curl, over IPv4 and IPv6; the client is a host of the world', async () => {
    const port = await publish('web', 80)
    const { stdout: page } = await execute('curl', ['-sS', `http://127.0.0.1:${port}/v4`])
    expect(page).toContain('<title>simulated')
    const { stdout: big } = await execute('curl', ['-sS', `http://[::1]:${port}/big`], { maxBuffer: 2 ** 23 })
    expect(big).toBe('x'.repeat(3_000_000))
    expect(command!.stdout).toBe('up\nGET /v4 198.18.0.1\nGET /big fd00:198:18::1\n')
  })

  test('passes half-close on: nc sends, ends, and gets the answer', async () => {
    const port = await publish('count', 7)
    const [program, args] = ['bash', ['-c', `head -c 2000000 /dev/zero | nc -N 127.0.0.1 ${port}`]] as const
    expect((await execute(program, args)).stdout).toBe('2000000 bytes\n')
  })

  test('answers dig, over UDP and TCP', async () => {
    const port = await publish('names', 53)
    const query = ['@127.0.0.1', '-p', String(port), '+short', 'name.example', 'A']
    expect((await execute('dig', query)).stdout).toBe('192.0.2.53\n')
    expect((await execute('dig', ['+tcp', ...query])).stdout).toBe('192.0.2.53\n')
  })

  test.skipIf(missing('chromium'))('is a site for a browser', async () => {
    const port = await publish('web', 80)
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      await page.goto(`http://127.0.0.1:${port}/`)
      await page.waitForFunction(`document.title === 'data from a simulated host'`)
    } finally {
      await browser.close()
    }
  })

  test('passes a reset on', async () => {
    const port = await publish('count', 7)
    const socket = await dial(port)
    socket.write('x')
    await new Promise((resolve) => setTimeout(resolve, 200))
    socket.resetAndDestroy()
    await command!.printed(/ECONNRESET/)
  })

  test('turns clients away with a reset where nobody listens, and says so once', async () => {
    const port = await publish('count', 8)
    for (let i = 0; i < 2; i++) {
      const socket = await dial(port)
      const [error] = await once(socket, 'error')
      expect(error.code).toBe('ECONNRESET')
    }
    const [, ...messages] = command!.stderr.trimEnd().split('\n')
    expect(messages).toEqual(['ackademy run: a client was turned away: nobody listens at TCP port 8 of server'])
  })

  test('is free again after Ctrl+C, and no process is left', async () => {
    const port = await publish('web', 80)
    const { pid } = command!.child
    const children = () => execFileSync('bash', ['-c', `pgrep -P ${pid} || true`], { encoding: 'utf8' }).trim()
    const before = children().split('\n').map(Number)
    expect(before.length).toBeGreaterThan(0)
    command!.child.kill('SIGINT')
    expect((await command!.ended).status).toBe(130)
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.close()
    // A process that has ended and that nobody has asked for has no command line.
    const alive = (child: number) =>
      existsSync(`/proc/${child}/cmdline`) && readFileSync(`/proc/${child}/cmdline`).length > 0
    await expect.poll(() => before.filter(alive), { timeout: 5_000 }).toEqual([])
  })
})

describe('what cannot be published', () => {
  test('a port that is in use: told in a sentence, and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const { status, stderr } = await ackademy(['run', '--publish', `${port}:80`, programOf('web')])
    server.close()
    expect(stderr).toBe(
      `ackademy run: --publish ${port}:80: something on this machine uses TCP port ${port} of 127.0.0.1 already; another one: --publish 0:server:80\n`,
    )
    expect(status).toBe(2)
  })

  test('a host that the topology does not have', async () => {
    const { status, stderr } = await ackademy(['run', '--publish', '8080:sever:80', programOf('web')])
    expect(stderr).toBe('ackademy run: --publish: this topology has no host "sever"; it has client, server\n')
    expect(status).toBe(2)
  })
})
