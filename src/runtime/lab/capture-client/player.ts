import type { ClientSide } from '#network'
import { count } from '../text.ts'
import { latin1, startsOf, stepsOf, visibleReplies } from './steps.ts'

/** Name of the program among a world's files. */
export const PLAYER_NAME = 'ackademy-capture-client.mjs'

export interface PlayerOptions {
  /** In place of the captured servers' port. */
  readonly port?: number | null
  /** Milliseconds before the first client begins. */
  readonly after?: number
}

/** The program that plays captured clients against `target`, with its data. */
export function playerProgram(
  sides: readonly ClientSide[],
  target: string,
  { port = null, after = 0 }: PlayerOptions = {},
): string {
  const starts = startsOf(sides)
  const data = sides.map((side, index) => ({
    name: `${side.protocol} ${side.client} to port ${port ?? side.port}`,
    sent: count(
      side.sends.reduce((sum, { bytes }) => sum + bytes.length, 0),
      'byte',
    ),
    protocol: side.protocol,
    port: port ?? side.port,
    opensAt: starts[index]! + after,
    steps: stepsOf(side).map(({ act, ...rest }) => ({
      ...rest,
      ...('send' in act ? { send: latin1(act.send) } : { end: act.end }),
    })),
    replies: visibleReplies(side).map(latin1),
    repliesEnd: side.repliesEnd,
    serverEnd: side.serverEnd?.how ?? null,
  }))
  return `const TARGET = ${JSON.stringify(target)}\nconst CONVERSATIONS = ${JSON.stringify(data)}\n${PLAYER}`
}

/** Headers of HTTP whose values follow a clock (RFC 9110 §6.6.1, §8.8.2; RFC 9111 §5.3). Their lengths don't. */
export const CLOCK_HEADERS = /(?<=\r\n(?:Date|Expires|Last-Modified): )[^\r\n]*/gi

/** Plays each conversation at its times, and compares what is answered. */
const PLAYER = `import dgram from 'node:dgram'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
/** Milliseconds that a client waits for an answer that it had in the capture before it goes on, and for the last one. */
const PATIENCE = 1000
const LAST = 2000
const bytesOf = (text) => Buffer.from(text, 'latin1')
const shown = (text) => JSON.stringify(text.slice(0, 40))
/** Times in headers of HTTP follow the server's clock: they are not compared. */
const steady = (text) => (text.startsWith('HTTP/1.') ? text.replace(${CLOCK_HEADERS}, (value) => '*'.repeat(value.length)) : text)
let failed = 0
function differs({ replies, repliesEnd }, got) {
  const most = repliesEnd === null ? Math.max(replies.length, got.length) : replies.length
  for (let i = 0; i < most; i++) {
    const isOpen = repliesEnd !== null && i === replies.length - 1
    const want = steady(replies[i] ?? '')
    const came = steady(got[i] ?? '').slice(0, isOpen ? want.length : undefined)
    if (want === came && (got[i] === undefined) === (replies[i] === undefined)) continue
    let at = 0
    while (at < want.length && at < came.length && want[at] === came[at]) at++
    const where = replies.length > 1 || got.length > 1 ? 'reply ' + (i + 1) + ', byte ' + at : 'byte ' + at
    return 'the answer differs from the capture at ' + where + ': captured ' + shown(want.slice(at)) + ', received ' + shown(came.slice(at))
  }
  return null
}
function report(one, client) {
  const got = one.protocol === 'udp' ? client.got : client.got.length > 0 ? [client.got.join('')] : []
  const wrong =
    (client.error && 'failed: ' + client.error.message) ??
    differs(one, got) ??
    (one.serverEnd === 'fin' && !client.isEnded ? 'the server did not end the connection, which it did in the capture' : null)
  if (wrong) failed++
  const same = one.repliesEnd === null ? 'answered as in the capture' : one.replies.length === 0 ? 'answers are not compared: ' + one.repliesEnd : 'answered as in the capture so far: ' + one.repliesEnd
  console.log(one.name + ': sent ' + one.sent + ', ' + (wrong ?? same))
  process.exitCode = failed > 0 ? 1 : 0
}
/** What a client has heard, and who waits for it. */
class Heard {
  got = []
  units = 0
  isEnded = false
  isOver = false
  error = null
  #wake = null
  changed() {
    this.#wake?.()
  }
  /** Waits until enough has come, at most so long. */
  async until(isEnough, most) {
    const limit = new AbortController()
    const late = sleep(most, true, { signal: limit.signal }).catch(() => false)
    while (!isEnough() && !this.isOver) {
      const woken = new Promise((resolve) => (this.#wake = resolve))
      if ((await Promise.race([late, woken])) === true) break
    }
    limit.abort()
  }
}
async function walk(one, client, act) {
  for (const step of one.steps) {
    await client.until(() => client.units >= step.heard && (!step.afterEnd || client.isEnded), PATIENCE)
    if (step.pause > 0) await sleep(step.pause)
    if (client.isOver) break
    act(step)
  }
  const all = one.protocol === 'udp' ? one.replies.length : (one.replies[0]?.length ?? 0)
  await client.until(() => client.units >= all && (one.serverEnd !== 'fin' || client.isEnded), LAST)
}
async function playTcp(one) {
  const client = new Heard()
  const socket = net.connect({ host: TARGET, port: one.port, allowHalfOpen: true })
  socket.setNoDelay(true)
  socket.on('error', (problem) => {
    if (one.serverEnd !== 'reset' || problem.code !== 'ECONNRESET') client.error = problem
  })
  socket.on('data', (bytes) => {
    client.got.push(bytes.toString('latin1'))
    client.units += bytes.length
    client.changed()
  })
  socket.on('end', () => {
    client.isEnded = true
    client.changed()
  })
  const closed = new Promise((resolve) => socket.on('close', resolve))
  void closed.then(() => {
    client.isOver = true
    client.changed()
  })
  const isOpen = new Promise((resolve) => socket.on('connect', resolve))
  await Promise.race([isOpen, closed])
  await walk(one, client, ({ send, end }) => {
    if (send !== undefined) socket.write(bytesOf(send))
    else if (end === 'fin') socket.end()
    else socket.resetAndDestroy()
  })
  // More than was captured is a difference too.
  await client.until(() => client.isEnded, 500)
  if (!socket.destroyed) socket.end()
  const limit = setTimeout(() => socket.destroy(), LAST)
  await closed
  clearTimeout(limit)
  report(one, client)
}
async function playUdp(one) {
  const client = new Heard()
  const socket = dgram.createSocket(net.isIPv6(TARGET) ? 'udp6' : 'udp4')
  socket.on('message', (bytes) => {
    client.got.push(bytes.toString('latin1'))
    client.units++
    client.changed()
  })
  await walk(one, client, ({ send }) => socket.send(bytesOf(send), one.port, TARGET))
  await sleep(500)
  socket.close()
  report(one, client)
}
for (const one of CONVERSATIONS) setTimeout(() => (one.protocol === 'tcp' ? playTcp(one) : playUdp(one)), one.opensAt)
`
