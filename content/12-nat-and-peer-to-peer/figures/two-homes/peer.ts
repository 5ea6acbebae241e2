import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

const [TRIES, RTO_MS, LAST_WAIT] = [7, 500, 16]
const [BINDING_REQUEST, BINDING_SUCCESS, XOR_MAPPED_ADDRESS, COOKIE] = [0x0001, 0x0101, 0x0020, 0x2112a442]
const [STUN_PORT, MEETING_PORT] = [3478, 4000]
const [JOIN_MS, CHECK_MS, CHECKS, MOST_CANDIDATES] = [500, 50, 40, 10]
const [room = 'lobby', first = '192.0.2.3', second = '192.0.2.4'] = process.argv.slice(2)

interface Peer {
  /** The word that it wants to hear. */
  token: string
  candidates: string[]
}

const socket = createSocket('udp4')
/** What to do with the answer to a request, by the request's id. */
const waiting = new Map<string, (address: string) => void>()
/** The word that a peer has to say to us. */
const ours = randomBytes(8).toString('hex')
let met: Peer | null = null
/** Where the peer answered from; empty until it has. */
let path = ''
socket.on('error', ({ message }) => console.error(message))
socket.on('message', (message, { address, port }) => {
  if (isStun(message)) answered(message)
  else heard(`${message}`, `${address}:${port}`)
})
await new Promise<void>((resolve) => socket.bind(resolve))
const seen = await Promise.all([first, second].map(outside))
console.log(`outside: ${seen.join(' and ')}`)
const candidates = [...inside(), seen[0]!]
const peer = await meet()
for (let check = 0; check < CHECKS && !path; check++) {
  for (const candidate of peer.candidates) send(`check ${peer.token}`, candidate)
  await pause(CHECK_MS)
}
console.log(path ? `direct: ${path}` : 'no direct path')
if (path) send(`say ${peer.token} hello`, path)
await pause(1_000)
socket.close()

/** Tells the meeting point where we may be reached, until it has told us the same about a peer. */
async function meet(): Promise<Peer> {
  while (!met) {
    socket.send(`join ${room} ${ours} ${candidates.join()}`, MEETING_PORT, first)
    await pause(JOIN_MS)
  }
  return met
}

/** This host's own addresses, with the socket's port. */
function inside(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? [])
  const usable = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal)
  return usable.map(({ address }) => `${address}:${socket.address().port}`)
}

/** Handles what is neither STUN nor from a stranger: each message between peers has the receiver's word in it. */
function heard(message: string, from: string): void {
  const [verb, token = '', rest = ''] = message.split(' ')
  if (verb === 'peer' && from === `${first}:${MEETING_PORT}`) met ??= { token, candidates: endpoints(rest) }
  if (token !== ours || !met) return
  if (verb === 'say') console.log(`${from} says ${rest}`)
  if (verb === 'seen') path ||= from
  if (verb !== 'check') return
  // A peer whose NAT gave it another port for us: its first packet tells.
  if (!met.candidates.includes(from)) met.candidates.push(from)
  send(`seen ${met.token}`, from)
}

/** Endpoints in a list that came from outside: whatever else is in it would make `send` throw. */
function endpoints(list: string): string[] {
  return list.split(',', MOST_CANDIDATES).filter((endpoint) => {
    const [address = '', port = ''] = endpoint.split(':')
    return isIPv4(address) && /^[1-9]\d{0,4}$/.test(port) && Number(port) < 65_536
  })
}

function send(text: string, to: string): void {
  const [address, port] = to.split(':')
  socket.send(text, Number(port), address)
}

/** The address that a STUN server sees this socket at; `nothing` without an answer (RFC 8489, 6.2.1). */
async function outside(server: string): Promise<string> {
  const id = randomBytes(12)
  const answer = new Promise<string>((resolve) => waiting.set(id.toString('hex'), resolve))
  for (let attempt = 0; attempt < TRIES; attempt++) {
    socket.send(request(id), STUN_PORT, server)
    const wait = RTO_MS * (attempt === TRIES - 1 ? LAST_WAIT : 2 ** attempt)
    const address = await Promise.race([answer, pause(wait, '')])
    if (address) return address
  }
  return 'nothing'
}

/** Type, length of what follows the header, cookie, id: no attributes are needed (RFC 8489, 5). */
function request(id: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt16BE(BINDING_REQUEST, 0)
  header.writeUInt32BE(COOKIE, 4)
  return Buffer.concat([header, id])
}

function isStun(message: Buffer): boolean {
  return message.length >= 20 && message[0]! < 4 && message.readUInt32BE(4) === COOKIE
}

function answered(message: Buffer): void {
  const address = message.readUInt16BE(0) === BINDING_SUCCESS && mappedAddress(message)
  if (address) waiting.get(message.toString('hex', 8, 20))?.(address)
}

/** The address in XOR-MAPPED-ADDRESS; null if there is none for IPv4 (RFC 8489, 14.2). */
function mappedAddress(message: Buffer): string | null {
  for (let at = 20; at + 4 <= message.length; ) {
    const [type, length] = [message.readUInt16BE(at), message.readUInt16BE(at + 2)]
    if (type === XOR_MAPPED_ADDRESS && length === 8 && at + 12 <= message.length && message[at + 5] === 1) {
      const bytes = message.subarray(at + 8, at + 12).map((byte, index) => byte ^ message[4 + index]!)
      return `${bytes.join('.')}:${message.readUInt16BE(at + 6) ^ (COOKIE >>> 16)}`
    }
    at += 4 + length + (-length & 3) // Attributes begin at multiples of 4.
  }
  return null
}
