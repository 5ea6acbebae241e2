/** TLS of simulated programs, with clients that nobody here wrote, and read by Wireshark. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { missing } from '../support/requirements.ts'
import { Command } from './command.ts'

vi.setConfig({ testTimeout: 90_000 })

const execute = promisify(execFile)
const root = new URL('../../', import.meta.url).pathname
const { ca } = createRequire(import.meta.url)('../parity/support/tls-certificates.cjs') as { ca: { cert: string } }

describe.skipIf(missing('clients', 'tshark'))('a simulated server of HTTPS', () => {
  let folder = ''
  let command: Command
  let port = 0
  let authority = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ackademy-secure-'))
    cpSync(join(root, 'tests/cli/published/secure.mjs'), join(folder, 'secure.mjs'))
    cpSync(join(root, 'tests/parity/support/tls-certificates.cjs'), join(folder, 'certificates.cjs'))
    authority = join(folder, 'ca.pem')
    writeFileSync(authority, ca.cert)
    const capture = join(folder, 'packets.pcapng')
    command = new Command(['run', '--pcap', capture, '--publish', '0:443', join(folder, 'secure.mjs')])
    await command.printed(/up/)
    port = Number(/127\.0\.0\.1:(\d+)/.exec(command.stderr)![1])
  }, 60_000)
  afterAll(async () => {
    command.child.kill('SIGINT')
    await command.ended
    rmSync(folder, { recursive: true })
  })
  const curl = async (...args: string[]) =>
    (await execute('curl', ['-sS', '--cacert', authority, ...args, `https://localhost:${port}/page`])).stdout

  test('answers curl over HTTP/2 and HTTP/1.1, and its certificate is verified', async () => {
    expect(await curl('--http2')).toBe('GET /page HTTP/2.0 TLSv1.3\n')
    expect(await curl('--http1.1')).toBe('GET /page HTTP/1.1 TLSv1.3\n')
  })

  test.each(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'])(
    'agrees with OpenSSL on %s',
    async (suite) => {
      expect(await curl('--tls13-ciphers', suite)).toContain('TLSv1.3')
    },
  )

  test.each(['X25519', 'P-256', 'P-384', 'P-521'])('agrees with OpenSSL on a key over %s', async (curve) => {
    expect(await curl('--curves', curve)).toContain('TLSv1.3')
  })

  test('is refused by a client that does not know its authority', async () => {
    await expect(execute('curl', ['-sS', `https://localhost:${port}/`])).rejects.toMatchObject({ code: 60 })
  })

  test('is read by Wireshark with the secrets that the program logged: HTTP/2, and nothing malformed', async () => {
    command.child.kill('SIGINT')
    await command.ended
    const keys = join(folder, 'keys.txt')
    writeFileSync(keys, command.stdout.replace(/^up\n/m, ''))
    const read = async (...args: string[]) => {
      const common = ['-r', join(folder, 'packets.pcapng'), '-o', `tls.keylog_file:${keys}`]
      return (await execute('tshark', [...common, ...args])).stdout
    }
    const overHttp2 = await read('-Y', 'http2.headers.path == "/page"', '-T', 'fields', '-e', 'http2.headers.method')
    expect(overHttp2).toMatch(/^(GET\n)+$/)
    expect(await read('-Y', 'http.request.uri == "/page"', '-T', 'fields', '-e', 'http.request.method')).toContain(
      'GET',
    )
    expect(await read('-Y', '_ws.malformed || tls.alert_message.desc == 20 || tls.alert_message.desc == 50')).toBe('')
  })
})
