import { describe, expect, test } from 'vitest'
import { parseScript, type RunSettings, ScriptError } from '../language/index.ts'
import { openSimulatedSystem } from '../system/index.ts'
import { runScript, type ScriptResult } from './run-script.ts'

const ACCEPTED = `
 0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 60000 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1460>
+.01 < . 1:1(0) ack 1 win 60000
+0 accept(3, ..., ...) = 4
`
const LINES = ACCEPTED.split('\n').length

function run(text: string, wishes: Partial<RunSettings> = {}): Promise<ScriptResult> {
  const open = (settings: RunSettings, setup: string | null) => openSimulatedSystem(settings, setup, () => '')
  return runScript(parseScript('x.pkt', text), open, wishes)
}

async function failure(text: string, wishes: Partial<RunSettings> = {}) {
  const result = await run(ACCEPTED + text, wishes)
  if (result.verdict !== 'failed') throw new Error(`it did not fail: ${result.verdict}`)
  return result
}

describe('a script that does not hold says', () => {
  test('which packet was sent instead, written as a script would have to', async () => {
    const { line, event, detail } = await failure('+0 write(4, ..., 100) = 100\n+0 > P. 1:101(100) ack 2')
    expect(line).toBe(LINES + 1)
    expect(event).toBe('+0 > P. 1:101(100) ack 2')
    expect(detail).toEqual([
      'expected: P. 1:101(100) ack 2',
      'sent:     P. 1:101(100) ack 1 win 64240',
      'acknowledgment number: expected 2, got 1',
    ])
  })

  test('that none was sent', async () => {
    const { message } = await failure('+.1 > . 1:1(0) ack 1')
    expect(message).toBe('no packet was sent; one was expected at 0.110000, it is 0.114000')
  })

  test('how much too early or late it was', async () => {
    const { message } = await failure('+0 write(4, ..., 9) = 9\n+.1 > P. 1:10(9) ack 1')
    expect(message).toBe('the packet was sent at 0.010000, which is 0.100000 s too early; expected: 0.110000')
  })

  test('what a call returned', async () => {
    expect((await failure('+0 listen(4, 1) = 0')).message).toBe('the call returned -1 EINVAL, expected 0')
    expect((await failure('+0 read(4, ..., 10) = 0')).message).toMatch(/^the call would wait/)
    expect((await failure('+0...0.1 read(4, ..., 10) = 5\n+.05 < P. 1:6(5) ack 1 win 60000')).message).toBe(
      'the call returned at 0.060000; expected: at 0.110000',
    )
  })

  test('which line a call that waited began at', async () => {
    const { line } = await failure('+0...0.1 read(4, ..., 10) = 6\n+.1 < P. 1:6(5) ack 1 win 60000')
    expect(line).toBe(LINES)
  })

  test('what happened since its start', async () => {
    const { trace } = await failure('+.1 > . 1:1(0) ack 1')
    expect(trace).toContain('0.000000 < S 0:0(0) win 60000 <mss 1000>')
    expect(trace).toContain('0.000000 > S. 0:0(0) ack 1 win 64240 <mss 1460>')
    expect(trace).toContain('0.010000 accept(…) = 4')
  })
})

describe('matching', () => {
  const WRITTEN = `${ACCEPTED}+0 write(4, ..., 2500) = 2500\n`

  test('semantic: data may come in other segments than the script says, and PSH does not count', async () => {
    expect(await run(`${WRITTEN}+0 > P. 1:2501(2500) ack 1`)).toMatchObject({ verdict: 'ok' })
    expect(await run(`${WRITTEN}+0 > . 1:501(500) ack 1\n+0 > . 501:2501(2000) ack 1`)).toMatchObject({ verdict: 'ok' })
  })

  test('strict: to the letter', async () => {
    const strict = { matching: 'strict' } as const
    expect(await run(`${WRITTEN}+0 > P. 1:2501(2500) ack 1`, strict)).toMatchObject({ verdict: 'failed' })
    const exact = '+0 > . 1:1001(1000) ack 1\n+0 > . 1001:2001(1000) ack 1\n+0 > P. 2001:2501(500) ack 1'
    expect(await run(WRITTEN + exact, strict)).toMatchObject({ verdict: 'ok' })
  })
})

describe('what the script says of its run', () => {
  const WRITTEN = `${ACCEPTED}+0 write(4, ..., 2500) = 2500\n`

  test('--strict_segments: data comes in the segments that it has, and nothing else is compared to the letter', async () => {
    const whole = '+0 > P. 1:2501(2500) ack 1'
    const cut = '+0 > P. 1:1001(1000) ack 1\n+0 > P. 1001:2001(1000) ack 1\n+0 > P. 2001:2501(500) ack 1'
    const lines = (text: string) => `--strict_segments\n${WRITTEN}${text}`
    expect(await run(lines(whole))).toMatchObject({ verdict: 'failed' })
    expect(await run(lines(cut))).toMatchObject({ verdict: 'ok' })
  })

  test('--tolerance_usecs applies, unless the caller overrides it', async () => {
    const late = `${ACCEPTED}+0 write(4, ..., 9) = 9\n+.003 > P. 1:10(9) ack 1`
    expect(await run(late)).toMatchObject({ verdict: 'ok' })
    expect(await run(`--tolerance_usecs=1000\n${late}`)).toMatchObject({ verdict: 'failed' })
    expect(await run(`--tolerance_usecs=1000\n${late}`, { tolerance: 5_000_000 })).toMatchObject({ verdict: 'ok' })
  })
})

test("FreeBSD's words: parameters, states, and tcp_info by getsockopt", async () => {
  const script = `\`sysctl net.inet.tcp.rfc1323=0 net.inet.tcp.sack.enable=0 kern.ipc.soacceptqueue=5\`
${ACCEPTED}+0 getsockopt(4, IPPROTO_TCP, TCP_INFO, {tcpi_state=TCPS_ESTABLISHED, tcpi_options=0}, [104]) = 0`
  expect(await run(script)).toMatchObject({ verdict: 'ok' })
  const wrong = await run(script.replace('TCPS_ESTABLISHED', 'TCPS_CLOSE_WAIT'))
  expect(wrong).toMatchObject({ verdict: 'failed', message: 'tcpi_state is 1, expected 8' })
})

describe('what is neither passed nor failed', () => {
  test('a call that there is not, with those that there are', async () => {
    await expect(run('0 scoket(..., SOCK_STREAM, 0) = 3')).rejects.toThrow(
      /there is no call scoket\(\), only socket, bind/,
    )
    expect(await run('0 sendfile(3, 4, [0], 10) = 10')).toMatchObject({ verdict: 'skipped' })
  })

  test('an option that the stack does not have', async () => {
    const script = `${ACCEPTED}+0 setsockopt(4, SOL_TCP, TCP_FASTOPEN, [1], 4) = 0`
    expect(await run(script)).toEqual({ verdict: 'skipped', needs: 'TCP Fast Open (RFC 7413)' })
  })

  test('a script that is wrong in itself', async () => {
    await expect(run('0 read(7, ..., 10) = 10')).rejects.toThrow(ScriptError)
    await expect(run('0 read(7, ..., 10) = 10')).rejects.toThrow(
      'x.pkt:1:1: 0 read(7, ..., 10) = 10: descriptor 7 is not open',
    )
    await expect(run('--mtu=huge\n0 socket(..., SOCK_STREAM, 0) = 3')).rejects.toThrow(
      'x.pkt:1:1: --mtu=huge: expected a whole number',
    )
  })
})

test('the same script gives the same trace, every time', async () => {
  const script = `${ACCEPTED}+0 write(4, ..., 5000) = 5000\n+0 > . 1:5001(5000) ack 1\n+.5 %{ assert tcpi_total_retrans >= 1 }%`
  expect(await run(script)).toEqual(await run(script))
})

test('with the defaults of FreeBSD the window scale is 6', async () => {
  const script = ` 0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS
+0 > S 0:0(0) <mss 1460,nop,wscale 6,sackOK,TS val 0 ecr 0>`
  expect(await run(script, { personality: 'freebsd' })).toMatchObject({ verdict: 'ok' })
  expect(await run(script)).toMatchObject({ verdict: 'failed' })
})
