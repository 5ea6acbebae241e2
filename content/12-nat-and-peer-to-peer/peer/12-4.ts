import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

const KEEP_MS = 15_000
const [TRIES, RTO_MS, LAST_WAIT] = [7, 500, 16]
const COOKIE = 0x2112a442
// Methods and indications, then attributes (RFC 8489, 18.2 and 18.3; RFC 8656, 17 and 18).
const [BINDING, ALLOCATE, REFRESH, PERMISSION, SEND, DATA_CAME] = [0x0001, 0x0003, 0x0004, 0x0008, 0x0016, 0x0017]
const [USERNAME, INTEGRITY, ERROR, REALM, NONCE] = [0x0006, 0x0008, 0x0009, 0x0014, 0x0015]
const [PEER_ADDRESS, DATA, RELAYED_ADDRESS, TRANSPORT, MAPPED_ADDRESS] = [0x0012, 0x0013, 0x0016, 0x0019, 0x0020]
const [SUCCESS, UDP, UNAUTHORIZED, STALE_NONCE] = [0x0100, 17, 401, 438]
const [STUN_PORT, MEETING_PORT] = [3478, 4000]
const [JOIN_MS, CHECK_MS, CHECKS, MOST_CANDIDATES] = [500, 50, 60, 10]
/** So many checks are direct only. */
const PATIENCE = 20
/** A permission lasts 5 minutes, an allocation 10 (RFC 8656, 3.2 and 9). */
const RENEW_MS = 240_000
const [user, password] = ['ann', 'secret']
const BY_RELAY = 'relay to '
const MASK = Buffer.from([0x21, 0x12, 0xa4, 0x42])
const [room = 'lobby', first = '192.0.2.3', second = '192.0.2.4'] = process.argv.slice(2)

/** A STUN message: its type, and its attributes by type. */
interface Message {
  type: number
  id: Buffer
  attributes: Map<number, Buffer>
}
type Attribute = [type: number, value: Buffer]

interface Peer {
  /** The word that it wants to hear. */
  token: string
  candidates: string[]
  /** Its relay's address: the last of them, if it is the relay server's. */
  relay: string | undefined
}

const socket = createSocket('udp4')
/** What to do with the answer to a request, by the request's id. */
const waiting = new Map<string, (answer: Message) => void>()
/** What the relay wants to see in our requests. */
let login: { realm: Buffer; nonce: Buffer } | null = null
/** The word that a peer has to say to us. */
const ours = randomBytes(8).toString('hex')
let met: Peer | null = null
/** Where the peer answered from; empty until it has. */
let path = ''
socket.on('error', ({ message }) => console.error(message))
socket.on('message', (message, { address, port }) => {
  const stun = decode(message)
  if (stun?.type === DATA_CAME) relayed(stun)
  else if (stun) waiting.get(stun.id.toString('hex'))?.(stun)
  else heard(`${message}`, `${address}:${port}`)
})
await new Promise<void>((resolve) => socket.bind(resolve))
const seen = await Promise.all([first, second].map(outside))
console.log(`outside: ${seen.join(' and ')}`)
const relay = await allocate()
console.log(`relay: ${relay ?? 'none'}`)
const candidates = [...inside(), seen[0]!, ...(relay ? [relay] : [])]
const peer = await meet()
await permit()
for (let check = 0; check < CHECKS && !path; check++) {
  const direct = peer.candidates.filter((candidate) => check >= PATIENCE || candidate !== peer.relay)
  for (const candidate of direct) send(`check ${peer.token}`, candidate)
  await pause(CHECK_MS)
}
const isRelayed = path === peer.relay || path.startsWith(BY_RELAY)
console.log(path ? `${isRelayed ? 'relayed' : 'direct'}: ${path}` : 'no path')
if (path) send(`say ${peer.token} hello`, path)
setInterval(permit, RENEW_MS)
setInterval(() => path && send(`check ${peer.token}`, path), KEEP_MS)

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
  if (verb === 'peer' && from === `${first}:${MEETING_PORT}`) met ??= { token, ...endpoints(rest) }
  if (token !== ours || !met) return
  if (verb === 'say') console.log(`${from} says ${rest}`)
  if (verb === 'seen') path ||= from
  if (verb !== 'check') return
  // A peer whose NAT gave it another port for us: its first packet tells.
  if (!met.candidates.includes(from)) met.candidates.push(from)
  send(`seen ${met.token}`, from)
}

/** Endpoints in a list that came from outside: whatever else is in it would make `send` throw. */
function endpoints(list: string): Pick<Peer, 'candidates' | 'relay'> {
  const candidates = list.split(',', MOST_CANDIDATES).filter((endpoint) => {
    const [address = '', port = ''] = endpoint.split(':')
    return isIPv4(address) && /^[1-9]\d{0,4}$/.test(port) && Number(port) < 65_536
  })
  return { candidates, relay: candidates.findLast((candidate) => candidate.startsWith(`${first}:`)) }
}

/** Sends to an endpoint; to one that begins with `BY_RELAY`, as a message to our relay. */
function send(text: string, to: string): void {
  if (to.startsWith(BY_RELAY)) {
    const attributes: Attribute[] = [
      [PEER_ADDRESS, xored(to.slice(BY_RELAY.length))],
      [DATA, Buffer.from(text)],
    ]
    socket.send(encode(SEND, randomBytes(12), attributes), STUN_PORT, first)
    return
  }
  const [address, port] = to.split(':')
  socket.send(text, Number(port), address)
}

/** Handles what a peer sent to our relay's address. */
function relayed({ attributes }: Message): void {
  const [from, data] = [endpointIn(attributes.get(PEER_ADDRESS)), attributes.get(DATA)]
  if (from && data) heard(`${data}`, BY_RELAY + from)
}

/** The address that a STUN server sees this socket at; `nothing` without an answer. */
async function outside(server: string): Promise<string> {
  const answer = await ask(server, BINDING, [])
  return endpointIn(answer?.attributes.get(MAPPED_ADDRESS)) ?? 'nothing'
}

/** Gets an address on the relay; null without one. */
async function allocate(): Promise<string | null> {
  const answer = await ask(first, ALLOCATE, [[TRANSPORT, Buffer.from([UDP, 0, 0, 0])]])
  return endpointIn(answer?.attributes.get(RELAYED_ADDRESS))
}

/** Lets the peer's addresses send to our relay's, and keeps the allocation. */
async function permit(): Promise<void> {
  if (!relay) return
  await ask(first, REFRESH, [])
  for (const candidate of peer.candidates) await ask(first, PERMISSION, [[PEER_ADDRESS, xored(candidate)]])
}

/** Sends a request until an answer comes (RFC 8489, 6.2.1), and logs in if that is what the answer asks for. */
async function ask(server: string, method: number, attributes: Attribute[]): Promise<Message | null> {
  for (let logins = 0; logins < 3; logins++) {
    const answer = await exchange(server, method, login ? [...attributes, ...credentials(login)] : attributes)
    const error = answer?.attributes.get(ERROR)
    const code = error && error.length >= 4 ? error[2]! * 100 + error[3]! : 0
    if (code !== UNAUTHORIZED && code !== STALE_NONCE) return answer?.type === (method | SUCCESS) ? answer : null
    const [realm, nonce] = [answer!.attributes.get(REALM), answer!.attributes.get(NONCE)]
    if (!realm || !nonce) return null
    login = { realm, nonce }
  }
  return null
}

async function exchange(server: string, method: number, attributes: Attribute[]): Promise<Message | null> {
  const id = randomBytes(12)
  const name = id.toString('hex')
  const answer = new Promise<Message>((resolve) => waiting.set(name, resolve))
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      socket.send(encode(method, id, attributes), STUN_PORT, server)
      const wait = RTO_MS * (attempt === TRIES - 1 ? LAST_WAIT : 2 ** attempt)
      const first = await Promise.race([answer, pause(wait, null)])
      if (first) return first
    }
    return null
  } finally {
    waiting.delete(name)
  }
}

function credentials({ realm, nonce }: { realm: Buffer; nonce: Buffer }): Attribute[] {
  return [
    [USERNAME, Buffer.from(user)],
    [REALM, realm],
    [NONCE, nonce],
    [INTEGRITY, Buffer.alloc(0)],
  ]
}

/** Type, length of what follows the header, cookie, id, attributes. The integrity is computed last (RFC 8489, 14.5). */
function encode(type: number, id: Buffer, attributes: Attribute[]): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt16BE(type, 0)
  header.writeUInt32BE(COOKIE, 4)
  let message = Buffer.concat([header, id])
  for (const [kind, value] of attributes) {
    const length = kind === INTEGRITY ? 20 : value.length
    // The length counts the attribute that is being added, the integrity does not cover it.
    message.writeUInt16BE(message.length - 20 + 4 + length + (-length & 3), 2)
    const start = Buffer.from([kind >> 8, kind & 0xff, length >> 8, length & 0xff])
    const body = kind === INTEGRITY ? createHmac('sha1', key()).update(message).digest() : value
    message = Buffer.concat([message, start, body, Buffer.alloc(-length & 3)])
  }
  return message
}

/** The key of a long-term password (RFC 8489, 9.2.2). */
function key(): Buffer {
  return createHash('md5').update(`${user}:${login!.realm}:${password}`).digest()
}

/** Reads a STUN message; null if it is none, or damaged. */
function decode(bytes: Buffer): Message | null {
  if (bytes.length < 20 || bytes[0]! >= 0x40 || bytes.readUInt32BE(4) !== COOKIE) return null
  const attributes = new Map<number, Buffer>()
  for (let at = 20; at + 4 <= bytes.length; ) {
    const [type, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)]
    if (at + 4 + length > bytes.length) return null
    if (!attributes.has(type)) attributes.set(type, bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length + (-length & 3) // Attributes begin at multiples of 4.
  }
  return { type: bytes.readUInt16BE(0), id: bytes.subarray(8, 20), attributes }
}

/** The IPv4 endpoint in an XORed address attribute; null if there is none. */
function endpointIn(value: Buffer | undefined): string | null {
  if (value?.length !== 8 || value[1] !== 1) return null
  const address = value.subarray(4).map((byte, index) => byte ^ MASK[index]!)
  return `${address.join('.')}:${value.readUInt16BE(2) ^ (COOKIE >>> 16)}`
}

function xored(endpoint: string): Buffer {
  const [address = '', port] = endpoint.split(':')
  const value = Buffer.from([0, 1, 0, 0, ...address.split('.').map((byte, index) => Number(byte) ^ MASK[index]!)])
  value.writeUInt16BE(Number(port) ^ (COOKIE >>> 16), 2)
  return value
}
