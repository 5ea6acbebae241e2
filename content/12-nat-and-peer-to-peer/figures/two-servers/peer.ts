import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { setTimeout as pause } from 'node:timers/promises'

const [TRIES, RTO_MS, LAST_WAIT] = [7, 500, 16]
const [BINDING_REQUEST, BINDING_SUCCESS, XOR_MAPPED_ADDRESS, COOKIE] = [0x0001, 0x0101, 0x0020, 0x2112a442]
const [first = '192.0.2.3', second = '192.0.2.4', port = '3478'] = process.argv.slice(2)

const socket = createSocket('udp4')
/** What to do with the answer to a request, by the request's id. */
const waiting = new Map<string, (address: string) => void>()
socket.on('error', ({ message }) => console.error(message))
socket.on('message', (message, { address, port }) => {
  if (isStun(message)) answered(message)
  else console.log(`${address}:${port} says ${message}`)
})
await new Promise<void>((resolve) => socket.bind(resolve))
const seen = await Promise.all([first, second].map(outside))
console.log(`outside: ${seen.join(' and ')}`)
console.log(seen[0] === seen[1] ? 'one port for all destinations' : 'a port for each destination')
socket.close()

/** The address that a STUN server sees this socket at; `nothing` without an answer (RFC 8489, 6.2.1). */
async function outside(server: string): Promise<string> {
  const id = randomBytes(12)
  const answer = new Promise<string>((resolve) => waiting.set(id.toString('hex'), resolve))
  for (let attempt = 0; attempt < TRIES; attempt++) {
    socket.send(request(id), Number(port), server)
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
