import dgram from 'node:dgram'

export interface Message {
  text: string
  from: string
}

interface GroupRecord {
  type: number
  group: string
  sources: string[]
}
type IgmpMessage =
  | { kind: 'query'; version: 2 | 3; group: string; maxResponseMs: number }
  | { kind: 'report'; version: 2; group: string }
  | { kind: 'report'; version: 3; records: GroupRecord[] }
  | { kind: 'leave'; group: string }

class Membership {
  readonly #socket = dgram.createSocket({ type: 'udp4', reuseAddr: true })
  readonly #messages: Message[] = []
  #closing: Promise<void> | undefined
  readonly #group: string
  readonly #iface: string

  private constructor(group: string, iface: string) {
    this.#group = group
    this.#iface = iface
  }

  static async open(group: string, port: number, iface: string): Promise<Membership> {
    const membership = new Membership(group, iface)
    const socket = membership.#socket
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close()
        reject(error)
      })
      socket.bind({ port, address: group }, () => {
        try {
          socket.addMembership(group, iface)
          resolve()
        } catch (error) {
          socket.close()
          reject(error as Error)
        }
      })
    })
    socket.removeAllListeners('error')
    socket.on('error', () => {})
    socket.on('message', (bytes, from) => membership.#onMessage(bytes, from.address))
    return membership
  }

  #onMessage(bytes: Buffer, from: string) {
    if (this.#closing) return
    this.#messages.push({ text: bytes.toString('utf8'), from })
  }

  received(): Message[] {
    return this.#messages.map((message) => ({ ...message }))
  }

  leave(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#socket.dropMembership(this.#group, this.#iface)
      this.#socket.close(resolve)
    })
    return this.#closing
  }
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const GROUP = new RegExp(`^(22[4-9]|23\\d)(\\.${OCTET}){3}$`)

/** Joins `group` on the interface that has the address `iface`, and receives what is sent to it on `port`. */
export async function join(group: string, port: number, iface: string) {
  if (!GROUP.test(group) || group === '224.0.0.1') throw new RangeError(`cannot join ${group}`)
  return Membership.open(group, port, iface)
}

/** Sends one datagram by the interface that has the address `iface`. */
export async function send(
  group: string,
  port: number,
  text: string,
  { iface, ttl, loopback }: { iface: string; ttl?: number; loopback?: boolean },
): Promise<void> {
  const socket = dgram.createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, resolve))
  socket.setMulticastInterface(iface)
  socket.setMulticastTTL(ttl ?? 1)
  socket.setMulticastLoopback(loopback ?? false)
  await new Promise<void>((resolve, reject) => {
    socket.send(Buffer.from(text), port, group, (error) => {
      socket.close()
      if (error) reject(error)
      else resolve()
    })
  })
}

class CutShort extends Error {}

/** Takes fields off a message, one after the other. */
class Fields {
  #at = 0
  readonly #bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }
  u8(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new CutShort()
    return byte
  }
  u16(): number {
    return this.u8() * 256 + this.u8()
  }
  skip(count: number) {
    while (count-- > 0) this.u8()
  }
  address(): string {
    return `${this.u8()}.${this.u8()}.${this.u8()}.${this.u8()}`
  }
  addresses(count: number): string[] {
    return Array.from({ length: count }, () => this.address())
  }
}

/** Reads an IGMP message, from its type on. */
export function decode(message: Uint8Array): IgmpMessage | null {
  if (checksum(message) !== 0) return null
  try {
    return read(new Fields(message), message.length)
  } catch (error) {
    if (error instanceof CutShort) return null
    throw error
  }
}

function read(fields: Fields, length: number): IgmpMessage | null {
  const type = fields.u8()
  const code = fields.u8()
  fields.skip(2)
  if (type === 0x22) {
    fields.skip(2)
    const records: GroupRecord[] = []
    for (let count = fields.u16(); count > 0; count--) {
      const record = { type: fields.u8(), words: fields.u8(), count: fields.u16(), group: fields.address() }
      const sources = fields.addresses(record.count)
      fields.skip(record.words * 4)
      records.push({ type: record.type, group: record.group, sources })
    }
    return { kind: 'report', version: 3, records }
  }
  const group = fields.address()
  if (type === 0x16) return { kind: 'report', version: 2, group }
  if (type === 0x17) return { kind: 'leave', group }
  if (type !== 0x11) return null
  if (length === 8) return { kind: 'query', version: 2, group, maxResponseMs: code * 100 }
  fields.skip(2)
  fields.addresses(fields.u16())
  return { kind: 'query', version: 3, group, maxResponseMs: 100 * fromCode(code) }
}

/** RFC 3376, 4.1.1: 1 eee mmmm. */
function fromCode(code: number): number {
  if (code < 0x80) return code
  const exponent = (code & 0x70) >> 4
  const mantissa = code & 0x0f
  return (mantissa + 16) * 2 ** (exponent + 3)
}

function checksum(bytes: Uint8Array): number {
  let sum = 0
  bytes.forEach((byte, i) => (sum += i % 2 === 0 ? byte * 256 : byte))
  while (sum >= 65536) sum = (sum % 65536) + Math.floor(sum / 65536)
  return 65535 - sum
}
