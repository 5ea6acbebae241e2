import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import os from 'node:os'

const MAX_COUNTERS = 10_000
const MAX_REPLY = 1_200 // bytes: fits every path
const REMEMBER_MS = 60_000
const MAX_REMEMBERED = 10_000
const SPREAD_MS = 100
const MAX_WAITING = 100
const MAX_DUMPS = 20
const MAX_PIECE = 1_150 // bytes of lines; the header needs the rest
const MAX_WINDOW = 32 // pieces on their way at once
const WAIT_MS = 300 // for an acknowledgment, then twice as long
const TRIES = 8
const TRIES_UNPROVEN = 3
const GROUP = '239.83.71.1'
const INSTANCE = randomBytes(4).toString('hex')

/** All counters on their way to one client, in numbered pieces. */
interface Dump {
  header: string
  token: string
  to: dgram.RemoteInfo
  pieces: string[]
  next: number // first piece that hasn't been sent
  window: number
  isProven: boolean // the client really is at that address
  inFlight: Map<number, NodeJS.Timeout>
}

const counters = new Map<string, number>()
const done = new Set<string>() // sender and id of what was counted
const dumps = new Map<string, Dump>() // by sender and id
let waiting = 0 // introductions that are due

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  const [first = '', ...lines] = String(datagram).split('\n')
  const isPadded = datagram.length >= MAX_REPLY
  if (first.startsWith('?') && isPadded) reply(list(first.slice(1).trim()), sender)
  else if (first === 'who metrics') introduce(sender)
  else if (first.startsWith('dump ') && isPadded) startDump(first.slice(5).trim(), sender)
  else if (first.startsWith('ack ')) acknowledge(first.split(' '), sender)
  else if (/^#[0-9a-f]{16}$/.test(first)) countOnce(first, lines, sender)
  else for (const line of [first, ...lines]) count(line)
})
socket.bind(8125, () => {
  console.log('counting on UDP port 8125')
  for (const one of Object.values(os.networkInterfaces()).flatMap((list) => list ?? []))
    if (one.family === 'IPv4' && !one.internal) join(one.address)
})

/** Joins the group on the interface that has this address. */
function join(address: string) {
  try {
    socket.addMembership(GROUP, address)
    console.log(`member of ${GROUP} on ${address}`)
  } catch (error) {
    console.log(`no member of ${GROUP} on ${address}: ${error}`)
  }
}

/** Answers after a random wait, because other servers were asked at the same moment. */
function introduce(to: dgram.RemoteInfo) {
  if (waiting >= MAX_WAITING) return
  waiting++
  setTimeout(() => {
    waiting--
    reply(`metrics ${INSTANCE}\n`, to)
  }, Math.random() * SPREAD_MS)
}

/** Counts the lines unless this sender has sent them before, and says so either way. */
function countOnce(id: string, lines: string[], sender: dgram.RemoteInfo) {
  const key = `${sender.address} ${sender.port} ${id}`
  if (!done.has(key)) {
    if (done.size >= MAX_REMEMBERED) return
    done.add(key)
    setTimeout(() => done.delete(key), REMEMBER_MS)
    for (const line of lines) count(line)
  }
  reply(id, sender)
}

/** Begins a dump; a repeated request changes nothing. */
function startDump(id: string, to: dgram.RemoteInfo) {
  const key = `${to.address} ${to.port} ${id}`
  if (!/^[0-9a-f]{16}$/.test(id) || dumps.has(key) || dumps.size >= MAX_DUMPS) return
  const token = randomBytes(8).toString('hex')
  const dump = { header: `piece ${id} ${token}`, token, to, pieces: cut(), next: 0, window: 1, isProven: false }
  dumps.set(key, { ...dump, inFlight: new Map() })
  sendMore(key)
}

/** All counters in pieces of whole lines. */
function cut(): string[] {
  const pieces = ['']
  for (const [name, total] of counters) {
    const line = `${name} ${total}\n`
    if (pieces.at(-1)!.length + line.length > MAX_PIECE) pieces.push('')
    pieces.push(pieces.pop() + line)
  }
  return pieces
}

/** Sends new pieces while the window has room. */
function sendMore(key: string) {
  const dump = dumps.get(key)!
  while (dump.inFlight.size < dump.window && dump.next < dump.pieces.length) sendPiece(key, dump, dump.next++, 1)
  if (dump.inFlight.size === 0) dumps.delete(key)
}

/** Sends a piece, and again if no acknowledgment comes. */
function sendPiece(key: string, dump: Dump, n: number, attempt: number) {
  reply(`${dump.header} ${n + 1}/${dump.pieces.length}\n${dump.pieces[n]}`, dump.to)
  const waitMs = WAIT_MS * 2 ** (attempt - 1)
  const timer = setTimeout(() => {
    if (attempt === (dump.isProven ? TRIES : TRIES_UNPROVEN)) return stopDump(key, dump)
    dump.window = Math.ceil(dump.window / 2)
    sendPiece(key, dump, n, attempt + 1)
  }, waitMs)
  dump.inFlight.set(n, timer)
}

function acknowledge([, id, token, number]: string[], from: dgram.RemoteInfo) {
  const key = `${from.address} ${from.port} ${id}`
  const dump = dumps.get(key)
  const n = Number(number) - 1
  if (!dump || token !== dump.token || !dump.inFlight.has(n)) return
  clearTimeout(dump.inFlight.get(n))
  dump.inFlight.delete(n)
  dump.isProven = true
  dump.window = Math.min(dump.window + 1, MAX_WINDOW)
  sendMore(key)
}

function stopDump(key: string, dump: Dump) {
  for (const timer of dump.inFlight.values()) clearTimeout(timer)
  dumps.delete(key)
}

/** Adds `hits:1|c` to the counter `hits`. */
function count(line: string) {
  const [, name, amount] = /^([\w.]{1,64}):(\d{1,9})\|c$/.exec(line) ?? []
  if (name === undefined) return
  const total = counters.get(name)
  if (total === undefined && counters.size >= MAX_COUNTERS) return
  counters.set(name, (total ?? 0) + Number(amount))
}

/** A line for each counter after this name, as many as fit; then `end`, or `more` if there are others. */
function list(after: string): string {
  let text = ''
  for (const name of [...counters.keys()].sort()) {
    if (name <= after) continue
    const line = `${name} ${counters.get(name)}\n`
    if (text.length + line.length + 'more\n'.length > MAX_REPLY) return `${text}more\n`
    text += line
  }
  return `${text}end\n`
}

function reply(text: string, to: dgram.RemoteInfo) {
  socket.send(text, to.port, to.address, (error) => {
    if (error) console.log(error.message)
  })
}
