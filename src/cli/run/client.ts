/** `--client`: the clients of a capture, played again as a program on a host of the world. */
import { readFileSync, statSync } from 'node:fs'
import { count } from '#lab'
import { CaptureFileError, type ClientSide, clientSides, type FilePacket, readCaptureFile, recordsOf } from '#network'
import { CommandError } from '../command-error.ts'

/** A capture is untrusted: a larger one is refused before it is read or played. */
const MOST = { fileBytes: 64 * 2 ** 20, packets: 200_000, conversations: 1000, sentBytes: 2 * 2 ** 20 } as const
const ETHERNET = 1

export interface CaptureClient {
  /** Text of the program that plays it, and its name among the files. */
  readonly name: string
  readonly text: string
  /** Conversations that are not played, each with its reason. */
  readonly leftOut: readonly string[]
}

/** Reads a capture's clients, to play them against `target`. Throws CommandError with what is wrong where. */
export function readClient(file: string, target: string): CaptureClient {
  const refuse = (why: string): never => {
    throw new CommandError(`--client ${file}: ${why}`)
  }
  const bytes = readBytes(file, refuse)
  const read = readCaptureFile(bytes)
  if (read instanceof CaptureFileError) return refuse(read.toString())
  if (read.damage !== null) return refuse(`damaged at ${read.damage}`)
  if (read.packets.length > MOST.packets)
    return refuse(`${read.packets.length} packets; at most ${MOST.packets} are played`)
  const cut = read.packets.findIndex((packet) => isCut(packet))
  if (cut >= 0)
    return refuse(`packet ${cut + 1} was cut off when it was captured; capture whole packets (tcpdump -s 0)`)
  const other = read.interfaces.find(({ linkType }) => linkType !== ETHERNET)
  if (other) return refuse(`interface ${other.name ?? '?'} has link type ${other.linkType}; only Ethernet (1) is read`)
  const { sides, leftOut } = clientSides(recordsOf(read))
  if (sides.length > MOST.conversations)
    return refuse(`${sides.length} conversations; at most ${MOST.conversations} are played`)
  const sent = sides.flatMap(({ sends }) => sends).reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (sent > MOST.sentBytes) return refuse(`its clients send ${sent} bytes; at most ${MOST.sentBytes} are played`)
  const reasons = leftOut.map(({ frame, reason }) => `the connection of packet ${frame} is left out: ${reason}`)
  if (sides.length === 0) return refuse(reasons[0] ?? 'it holds no TCP connection and no UDP datagram')
  return { name: 'ackademy-capture-client.mjs', text: programOf(sides, target), leftOut: reasons }
}

const isCut = ({ bytes, originalLength }: FilePacket) => originalLength > bytes.length

function readBytes(file: string, refuse: (why: string) => never): Uint8Array {
  try {
    const { size } = statSync(file)
    if (size > MOST.fileBytes) return refuse(`${size} bytes; at most ${MOST.fileBytes} are read`)
    return readFileSync(file)
  } catch (error) {
    if (error instanceof CommandError) throw error
    return refuse((error as Error).message)
  }
}

/** The conversations as data, in milliseconds since the first of them began. */
function programOf(sides: readonly ClientSide[], target: string): string {
  const start = Math.min(...sides.map(({ opensAt }) => opensAt))
  const ms = (at: number) => (at - start) / 1e6
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const data = sides.map(({ protocol, client, port, opensAt, sends, end, replies }) => ({
    name: `${protocol} ${client} to port ${port}`,
    sent: count(
      sends.reduce((sum, { bytes }) => sum + bytes.length, 0),
      'byte',
    ),
    protocol,
    port,
    opensAt: ms(opensAt),
    sends: sends.map(({ at, bytes }) => ({ at: ms(at), bytes: text(bytes) })),
    end: end && { at: ms(end.at), how: end.how },
    replies: replies.map(text),
  }))
  return `const TARGET = ${JSON.stringify(target)}\nconst CONVERSATIONS = ${JSON.stringify(data)}\n${PLAYER}`
}

/** Plays each conversation at its times, and compares what is answered. A connection without an end is closed 5 s after its last send. */
const PLAYER = `import dgram from 'node:dgram'
import net from 'node:net'
const QUIET = 5000
const bytesOf = (text) => Buffer.from(text, 'base64')
const shown = (bytes) => JSON.stringify(bytes.subarray(0, 40).toString('latin1'))
let failed = 0
function differs(replies, got) {
  for (let i = 0; i < Math.max(replies.length, got.length); i++) {
    const [want, came] = [replies[i] ?? Buffer.alloc(0), got[i] ?? Buffer.alloc(0)]
    if (want.equals(came)) continue
    let at = 0
    while (at < want.length && at < came.length && want[at] === came[at]) at++
    const where = replies.length > 1 ? 'reply ' + (i + 1) + ', byte ' + at : 'byte ' + at
    return 'differs from the capture at ' + where + ': captured ' + shown(want.subarray(at)) + ', received ' + shown(came.subarray(at))
  }
  return null
}
function report(one, got, error) {
  const wrong = error ? 'failed: ' + error.message : differs(one.replies.map(bytesOf), got)
  if (wrong) failed++
  console.log(one.name + ': sent ' + one.sent + ', ' + (wrong ? (error ? wrong : 'the answer ' + wrong) : 'answered as in the capture'))
  process.exitCode = failed > 0 ? 1 : 0
}
function lastAt(one) {
  return Math.max(one.opensAt, one.end?.at ?? 0, ...one.sends.map(({ at }) => at)) - one.opensAt
}
function playTcp(one) {
  const got = []
  let error = null
  const socket = net.connect({ host: TARGET, port: one.port, allowHalfOpen: true })
  socket.setNoDelay(true)
  socket.on('error', (problem) => (error = problem))
  socket.on('data', (bytes) => got.push(bytes))
  socket.on('end', () => one.end || socket.end())
  const timers = one.sends.map(({ at, bytes }) => setTimeout(() => socket.write(bytesOf(bytes)), at - one.opensAt))
  if (one.end) timers.push(setTimeout(() => (one.end.how === 'fin' ? socket.end() : socket.resetAndDestroy()), one.end.at - one.opensAt))
  const limit = setTimeout(() => socket.destroy(), lastAt(one) + QUIET)
  socket.on('close', () => {
    for (const timer of [...timers, limit]) clearTimeout(timer)
    report(one, got.length > 0 ? [Buffer.concat(got)] : [], error)
  })
}
function playUdp(one) {
  const got = []
  const socket = dgram.createSocket(net.isIPv6(TARGET) ? 'udp6' : 'udp4')
  socket.on('message', (bytes) => got.push(bytes))
  for (const { at, bytes } of one.sends) setTimeout(() => socket.send(bytesOf(bytes), one.port, TARGET), at - one.opensAt)
  setTimeout(() => socket.close(() => report(one, got, null)), lastAt(one) + QUIET)
}
for (const one of CONVERSATIONS) setTimeout(() => (one.protocol === 'tcp' ? playTcp(one) : playUdp(one)), one.opensAt)
`
