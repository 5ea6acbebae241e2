// A small TURN server (RFC 8656): binding, allocate, refresh, permissions, and indications both ways. It also answers STUN's question.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'

const [HOST, OTHER, PORT, COOKIE] = ['192.0.2.3', '192.0.2.4', 3478, 0x2112a442]
const [BINDING, ALLOCATE, REFRESH, PERMISSION, SEND, DATA_CAME] = [0x0001, 0x0003, 0x0004, 0x0008, 0x0016, 0x0017]
const [INTEGRITY, ERROR, LIFETIME, PEER_ADDRESS, DATA, REALM] = [0x0008, 0x0009, 0x000d, 0x0012, 0x0013, 0x0014]
const [NONCE, RELAYED_ADDRESS, MAPPED_ADDRESS] = [0x0015, 0x0016, 0x0020]
const [SUCCESS, FAILURE, PERMISSION_MS, ALLOCATION_S, MOST] = [0x0100, 0x0110, 300_000, 600, 100]
const [REALM_NAME, NONCE_TEXT] = ['home.test', 'only-one-in-this-figure']
const KEY = createHash('md5').update(`ann:${REALM_NAME}:secret`).digest()
const MASK = Buffer.from([0x21, 0x12, 0xa4, 0x42])
type Attribute = [type: number, value: Buffer]
const UNAUTHORIZED: Attribute[] = [
  [ERROR, Buffer.concat([Buffer.from([0, 0, 4, 1]), Buffer.from('Unauthorized')])],
  [REALM, Buffer.from(REALM_NAME)],
  [NONCE, Buffer.from(NONCE_TEXT)],
]

interface Allocation {
  relay: Socket
  /** Until when each address may send to it. */
  permissions: Map<string, number>
  until: number
}

/** Allocations by the client's address and port. */
const allocations = new Map<string, Allocation>()
for (const address of [HOST, OTHER]) {
  const socket = createSocket('udp4')
  socket.on('message', (bytes, from) => handle(socket, bytes, from))
  socket.bind(PORT, address)
}

function handle(socket: Socket, bytes: Buffer, from: RemoteInfo): void {
  if (bytes.length < 20 || bytes.readUInt32BE(4) !== COOKIE) return
  const type = bytes.readUInt16BE(0)
  const attributes = read(bytes)
  const reply = (kind: number, list: Attribute[]): void => {
    socket.send(encode(kind, bytes.subarray(8, 20), list), from.port, from.address)
  }
  const mapped: Attribute = [MAPPED_ADDRESS, xored(from.address, from.port)]
  const name = `${from.address}:${from.port}`
  const allocation = allocations.get(name)
  if (type === BINDING) reply(BINDING | SUCCESS, [mapped])
  else if (type === SEND && allocation) relay(allocation, attributes)
  else if (type !== ALLOCATE && type !== REFRESH && type !== PERMISSION) return
  else if (!isSigned(bytes, attributes.get(INTEGRITY))) reply(type | FAILURE, UNAUTHORIZED)
  else if (type === ALLOCATE) allocate(socket, from, name, (list) => reply(ALLOCATE | SUCCESS, [...list, mapped]))
  else if (!allocation) reply(type | FAILURE, [[ERROR, Buffer.from([0, 0, 4, 37])]])
  else {
    const peer = endpointIn(attributes.get(PEER_ADDRESS))
    if (type === PERMISSION && peer) allocation.permissions.set(peer.address, Date.now() + PERMISSION_MS)
    if (type === REFRESH) allocation.until = Date.now() + ALLOCATION_S * 1_000
    reply(type | SUCCESS, [])
  }
}

/** Opens a port for a client. What comes to it from an address with a permission goes to the client. */
function allocate(socket: Socket, client: RemoteInfo, name: string, done: (list: Attribute[]) => void): void {
  for (const [one, { until, relay }] of allocations) if (until < Date.now() && allocations.delete(one)) relay.close()
  if (allocations.size >= MOST || allocations.has(name)) return
  const relay = createSocket('udp4')
  const allocation = { relay, permissions: new Map<string, number>(), until: Date.now() + ALLOCATION_S * 1_000 }
  allocations.set(name, allocation)
  relay.on('message', (data, from) => {
    if ((allocation.permissions.get(from.address) ?? 0) < Date.now()) return
    const list: Attribute[] = [
      [PEER_ADDRESS, xored(from.address, from.port)],
      [DATA, data],
    ]
    socket.send(encode(DATA_CAME, Buffer.alloc(12, 1), list), client.port, client.address)
  })
  relay.bind(0, HOST, () => {
    const lifetime = Buffer.alloc(4)
    lifetime.writeUInt32BE(ALLOCATION_S)
    done([
      [RELAYED_ADDRESS, xored(HOST, relay.address().port)],
      [LIFETIME, lifetime],
    ])
  })
}

function relay({ relay, permissions }: Allocation, attributes: Map<number, Buffer>): void {
  const [peer, data] = [endpointIn(attributes.get(PEER_ADDRESS)), attributes.get(DATA)]
  if (peer && data && (permissions.get(peer.address) ?? 0) >= Date.now()) relay.send(data, peer.port, peer.address)
}

/** Whether the message has been signed with the key: the integrity covers all before it, with a length up to its own end. */
function isSigned(bytes: Buffer, integrity: Buffer | undefined): boolean {
  if (integrity?.length !== 20) return false
  const end = integrity.byteOffset - bytes.byteOffset - 4
  const signed = Buffer.from(bytes.subarray(0, end))
  signed.writeUInt16BE(end + 4, 2)
  return timingSafeEqual(integrity, createHmac('sha1', KEY).update(signed).digest())
}

function read(bytes: Buffer): Map<number, Buffer> {
  const attributes = new Map<number, Buffer>()
  for (let at = 20; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 2)
    if (at + 4 + length > bytes.length) break
    attributes.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length + (-length & 3)
  }
  return attributes
}

function encode(type: number, id: Buffer, attributes: Attribute[]): Buffer {
  const parts = attributes.map(([kind, value]) => {
    const { length } = value
    const start = Buffer.from([kind >> 8, kind & 0xff, length >> 8, length & 0xff])
    return Buffer.concat([start, value, Buffer.alloc(-length & 3)])
  })
  const body = Buffer.concat(parts)
  const header = Buffer.alloc(8)
  header.writeUInt16BE(type, 0)
  header.writeUInt16BE(body.length, 2)
  header.writeUInt32BE(COOKIE, 4)
  return Buffer.concat([header, id, body])
}

function xored(address: string, port: number): Buffer {
  const value = Buffer.from([0, 1, 0, 0, ...address.split('.').map((byte, index) => Number(byte) ^ MASK[index]!)])
  value.writeUInt16BE(port ^ (COOKIE >>> 16), 2)
  return value
}

function endpointIn(value: Buffer | undefined): { address: string; port: number } | null {
  if (value?.length !== 8 || value[1] !== 1) return null
  const address = value.subarray(4).map((byte, index) => byte ^ MASK[index]!)
  return { address: address.join('.'), port: value.readUInt16BE(2) ^ (COOKIE >>> 16) }
}
