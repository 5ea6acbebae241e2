/** TLS and HTTP/2 of simulated programs beside OpenSSL's own client and server, nghttp and h2load. */
import { execFile, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { missing } from '../support/requirements.ts'
import { Command } from './command.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

const execute = promisify(execFile)
const root = new URL('../../', import.meta.url).pathname
type Pair = { cert: string; key: string }
const certificates = createRequire(import.meta.url)('../parity/support/tls-certificates.cjs') as Record<
  'ca' | 'server' | 'client',
  Pair
>

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-openssl-'))
  cpSync(join(root, 'tests/parity/support/tls-certificates.cjs'), join(folder, 'certificates.cjs'))
  for (const [name, { cert, key }] of Object.entries(certificates)) {
    writeFileSync(join(folder, `${name}.pem`), cert)
    writeFileSync(join(folder, `${name}.key`), key)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Publishes a program's ports; returns the real ones. */
async function publish(name: string, ...ports: number[]): Promise<{ command: Command; real: number[] }> {
  cpSync(join(root, `tests/cli/published/${name}.mjs`), join(folder, `${name}.mjs`))
  const options = ports.flatMap((port) => ['--publish', `0:${port}`])
  const command = new Command(['run', ...options, join(folder, `${name}.mjs`)])
  await command.printed(/up/)
  const real = [...command.stderr.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port))
  return { command, real }
}

async function stop(command: Command): Promise<void> {
  command.child.kill('SIGINT')
  await command.ended
}

describe.skipIf(missing('openssl'))('a simulated server of TLS', () => {
  let command: Command
  let port = 0
  beforeAll(async () => {
    const published = await publish('guarded', 443)
    command = published.command
    port = published.real[0]!
  })
  afterAll(() => stop(command))

  /** Types lines into `openssl s_client`, each when the one before is done, then quits; returns all that it printed. */
  async function dial(lines: string[], ...options: string[]): Promise<string> {
    const trust = ['-CAfile', 'ca.pem', '-verify_return_error', '-servername', 'server.example']
    const args = ['s_client', '-connect', `127.0.0.1:${port}`, ...trust, ...options]
    const child = spawn('openssl', args, { cwd: folder, timeout: 30_000 })
    const ended = once(child, 'close')
    const waiting = [...lines]
    let output = ''
    let done = 0
    const onOutput = (data: Buffer) => {
      output += data
      // What s_client prints of a ticket may be cut by an answer, so none of these is at the start of a line for sure.
      const handled = output.match(/seen:|KEYUPDATE|SSL handshake has read/g)?.length ?? 0
      for (; done < handled && waiting.length > 0; done++) child.stdin.write(`${waiting.shift()}\n`)
      if (handled > lines.length) child.stdin.end()
    }
    // It may have ended; what it printed says why.
    child.stdin.on('error', () => {})
    child.stdout.on('data', onOutput)
    child.stderr.on('data', onOutput)
    await ended
    return output
  }

  test('tells the name, the protocol by its own order, and that nobody showed a certificate', async () => {
    const output = await dial(['hello'], '-alpn', 'line/1,line/2')
    expect(output).toContain('seen: hello server.example line/2 false nobody new')
    expect(output).toContain('Verify return code: 0 (ok)')
    expect(output).toContain('ALPN protocol: line/2')
  })

  test('checks the certificate of a client', async () => {
    const { subject } = new X509Certificate(certificates.client.cert)
    const output = await dial(['hello'], '-cert', 'client.pem', '-key', 'client.key', '-alpn', 'line/1')
    expect(output).toContain(`seen: hello server.example line/1 true ${subject.replace('CN=', '')} new`)
  })

  test('goes on after both have changed their keys: K asks for an update, k does not', async () => {
    const output = await dial(['before', 'K', 'between', 'k', 'after'])
    for (const word of ['before', 'between', 'after']) expect(output).toContain(`seen: ${word} server.example`)
  })

  test('resumes a session that OpenSSL kept in a file', async () => {
    await dial(['hello'], '-sess_out', 'session.pem')
    const output = await dial(['again'], '-sess_in', 'session.pem')
    expect(output).toContain('seen: again server.example false false nobody reused')
    expect(output).toMatch(/^Reused, TLSv1\.3/m)
  })
})

describe.skipIf(missing('openssl'))('a simulated client of TLS', () => {
  test('agrees with OpenSSL on a protocol, shows its certificate, and resumes its session', async () => {
    const { command, real } = await publish('dialing', 443)
    const port = await freePort()
    const own = [
      '-cert',
      'server.pem',
      '-key',
      'server.key',
      '-CAfile',
      'ca.pem',
      '-Verify',
      '1',
      '-verify_return_error',
    ]
    const options = ['s_server', '-accept', String(port), ...own, '-alpn', 'line', '-rev']
    const server = spawn('openssl', options, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = once(server, 'close')
    try {
      let printed = ''
      server.stdout.on('data', (data) => (printed += data))
      await expect.poll(() => printed, { timeout: 20_000 }).toContain('ACCEPT')
      for (const round of [1, 2]) {
        await joinPorts(port, real[0]!)
        await expect.poll(() => command.stdout.match(/got olleh/g)?.length, { timeout: 20_000 }).toBe(round)
      }
      expect(command.stdout).toContain('agreed true TLSv1.3 line false\ngot olleh\n')
      expect(command.stdout).toContain('agreed true TLSv1.3 line true\ngot olleh\n')
      expect(command.stdout).not.toContain('error')
    } finally {
      server.kill('SIGKILL')
      await ended
      await stop(command)
    }
  })
})

describe.skipIf(missing('nghttp2'))('a simulated server of HTTP/2', () => {
  let command: Command
  let secure = 0
  let plain = 0
  beforeAll(async () => {
    const published = await publish('many', 443, 80)
    command = published.command
    ;[secure, plain] = published.real as [number, number]
  })
  afterAll(() => stop(command))

  test('answers nghttp over TLS and without, and echoes a body', async () => {
    writeFileSync(join(folder, 'body.txt'), 'posted '.repeat(20_000))
    expect((await execute('nghttp', [`https://127.0.0.1:${secure}/`])).stdout).toBe('a page\n')
    const { stdout } = await execute('nghttp', ['-d', join(folder, 'body.txt'), `http://127.0.0.1:${plain}/echo`])
    expect(stdout).toBe('posted '.repeat(20_000))
  })

  test.each([
    ['many small answers at once', ['-n', '400', '-c', '4', '-m', '50'], '/', 400],
    ['large answers through a small window', ['-n', '8', '-c', '2', '-m', '4', '-w', '16', '-W', '16'], '/big', 8],
  ])('h2load gets %s', async (_name, options, path, count) => {
    for (const address of [`https://127.0.0.1:${secure}`, `http://127.0.0.1:${plain}`]) {
      const { stdout } = await execute('h2load', [...options, `${address}${path}`])
      expect(stdout).toContain(`${count} succeeded, 0 failed, 0 errored, 0 timeout`)
      expect(stdout).toContain(`status codes: ${count} 2xx`)
    }
    expect(command.stdout).toBe('up\n')
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Passes bytes on between two ports of this machine until both sides have closed. */
async function joinPorts(left: number, right: number): Promise<void> {
  const [a, b] = [connect(left, '127.0.0.1'), connect(right, '127.0.0.1')]
  a.pipe(b).pipe(a)
  a.on('error', () => b.destroy())
  b.on('error', () => a.destroy())
  // Not `once`, which rejects at an error: either side may end with a reset.
  await new Promise((resolve) => b.on('close', resolve))
}
