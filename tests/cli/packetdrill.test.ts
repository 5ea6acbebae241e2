/** `ackademy packetdrill`: what it prints and its exit status. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { ackademy } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'ackademy-packetdrill-'))
afterAll(() => rmSync(folder, { recursive: true }))

const LISTENING = '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n'

function script(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

test('a script that holds', async () => {
  const { stdout, status } = await ackademy(['packetdrill', script('good.pkt', LISTENING)])
  expect(stdout).toMatch(/^ok {6}\S*good\.pkt\n$/)
  expect(status).toBe(0)
})

test('one that does not names its line; with --trace, what happened', async () => {
  const file = script('bad.pkt', `${LISTENING}+0 < S 0:0(0) win 1000 <mss 1000>\n+0 > R 1:1(0)\n`)
  const { stdout, status } = await ackademy(['packetdrill', '--trace', file])
  expect(stdout).toMatch(
    /^FAIL {4}\S*bad\.pkt:5: another packet was sent than the script expects\n {2}\+0 > R 1:1\(0\)\n/,
  )
  expect(stdout).toContain('sent:     S. 0:0(0) ack 1 win 64240 <mss 1460>')
  expect(stdout).toContain('0.000000 < S 0:0(0) win 1000 <mss 1000>')
  expect(status).toBe(1)
})

test('one that needs what the stack does not have is skipped; of several there is a sum', async () => {
  const skipped = script('needs.pkt', `${LISTENING}+0 setsockopt(3, SOL_TCP, TCP_FASTOPEN, [1], 4) = 0\n`)
  const { stdout, status } = await ackademy(['packetdrill', script('good.pkt', LISTENING), skipped])
  expect(stdout).toMatch(/skipped \S*needs\.pkt: needs TCP Fast Open \(RFC 7413\)\n1 ok, 0 failed, 1 skipped\n$/)
  expect(status).toBe(0)
})

test('where every script was skipped nothing was shown, which is no success', async () => {
  const skipped = script('needs.pkt', `${LISTENING}+0 setsockopt(3, SOL_TCP, TCP_FASTOPEN, [1], 4) = 0\n`)
  const { stderr, status } = await ackademy(['packetdrill', skipped])
  expect(stderr).toContain('Nothing was shown: every script was skipped.')
  expect(status).toBe(1)
})

test('a file that is no script says where and why', async () => {
  const { stderr, status } = await ackademy(['packetdrill', script('none.pkt', '0 socket(... = 3\n')])
  expect(stderr).toMatch(/none\.pkt:1:14: found "=", expected "\)" or "," after an item\n$/)
  expect(status).toBe(2)
})

test('a file that is not there', async () => {
  const { stderr, status } = await ackademy(['packetdrill', join(folder, 'missing.pkt')])
  expect(stderr).toMatch(/^ackademy packetdrill: there is no \S*missing\.pkt\n$/)
  expect(status).toBe(2)
})
