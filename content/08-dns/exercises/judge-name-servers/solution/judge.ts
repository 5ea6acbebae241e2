import dgram from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { BADVERS, decodeMessage, encodeQuery, type Message, NOERROR, NXDOMAIN, type Row, type Type } from './codec.ts'
import { ZONE } from './lab-zone.ts'
import { params } from './params.ts'

/** A question, and what a right server does with it. */
interface Probe {
  name: string
  type: Type
  edns?: number
  /** Not a query: no reply is right. */
  isReply?: boolean
  rcode?: number
  /** The records don't fit, so a part of them comes, and TC. */
  isCut?: boolean
}

const NUMBERS = [1, 2, 3, 4, 5]
/** The longest reply time, and room for the way there and back. */
const WAIT_MS = params.lateMs + 50
/** A name of 255 bytes below a name that exists, so the wildcard doesn't cover it. */
const LONG = `${'x'.repeat(63)}.${'y'.repeat(63)}.${'z'.repeat(63)}.${'w'.repeat(42)}.tame.wild.lab.test`
const PROBES: Probe[] = [
  { name: 'Any.wILD.Lab.tEST', type: 'A' },
  { name: 'web.lab.test', type: 'AAAA' },
  { name: 'deep.lab.test', type: 'A', edns: 0 },
  { name: LONG, type: 'A', rcode: NXDOMAIN },
  { name: 'many.lab.test', type: 'TXT', isCut: true },
  { name: 'web.lab.test', type: 'A', edns: 1, rcode: BADVERS },
  { name: 'web.lab.test', type: 'A', isReply: true },
  { name: 'web.lab.test', type: 'A', isReply: true }, // the first, or the reply to it, may get lost
]

const soa = ZONE.find(({ type }) => type === 'SOA')!
/** The SOA of a "no": its TTL is the smaller of the two numbers. */
const SOA = textOf({ ...soa, ttl: Math.min(soa.ttl, params.negativeTtl) })

await Promise.all(NUMBERS.map((number) => judge(`server-${number}`, `10.0.0.1${number}`)))

async function judge(name: string, address: string) {
  const fault = await findFault(address)
  console.log(fault ? `${name} broken: ${fault}` : `${name} right`)
}

/** Returns what convicts a server, if anything does. */
async function findFault(address: string): Promise<string | undefined> {
  const socket = dgram.createSocket('udp4')
  const open = new Map<number, Probe>() // queries without a reply, by id
  let fault: string | undefined

  const ask = (id: number, probe: Probe) => {
    if (!probe.isReply) open.set(id, probe)
    socket.send(encodeQuery(id, probe.name, probe.type, probe), params.port, address)
  }
  socket.on('error', (error) => console.error(error.message))
  socket.on('message', (bytes, sender) => {
    if (sender.address !== address || sender.port !== params.port) return // this server didn't send it
    try {
      const message = decodeMessage(bytes)
      const probe = open.get(message.id)
      open.delete(message.id)
      fault ??= probe ? faultOf(message, probe, bytes.length) : 'replied to a reply, or twice'
    } catch (error) {
      fault ??= `sent what isn't a message: ${(error as Error).message}`
    }
  })

  for (const [id, probe] of PROBES.entries()) ask(id + 1, probe)
  await sleep(WAIT_MS)
  if (open.size === 1) {
    for (const [id, probe] of open) ask(id, probe) // the network may have lost one
    await sleep(WAIT_MS)
  }
  for (const { name, type } of open.values()) fault ??= `no reply to ${name} ${type}`
  socket.close()
  return fault
}

/** Returns what in a reply no right server says. */
function faultOf(message: Message, probe: Probe, size: number): string | undefined {
  const hasOpt = probe.edns !== undefined
  if (!message.isReply || message.name !== probe.name || message.type !== probe.type) return 'another question'
  if ((message.edns !== null) !== hasOpt) return 'OPT only on one side'
  if (message.rcode !== (probe.rcode ?? NOERROR)) return `RCODE ${message.rcode} for ${probe.name} ${probe.type}`
  if (size > (hasOpt ? 1232 : 512)) return `${size} bytes are too many`
  if (probe.rcode === BADVERS) return undefined
  if (!message.isAuthoritative) return 'AA is clear'

  const wanted = recordsFor(probe)
  const answers = message.answers.map(textOf)
  if (message.isTruncated !== (probe.isCut ?? false)) return `TC is ${message.isTruncated}`
  if (!probe.isCut && answers.length !== wanted.length) return `${answers.length} answers`
  if (!answers.every((answer) => wanted.includes(answer))) return `wrong answers: ${answers}`
  if (wanted.length === 0 && !message.authorities.map(textOf).includes(SOA)) return 'no SOA of the right TTL'
  return undefined
}

/** The records that answer a probe, as texts. */
function recordsFor({ name, type, rcode }: Probe): string[] {
  const source = /^[^.]+\.wild\.lab\.test$/i.test(name) ? '*.wild.lab.test' : name
  if (rcode === NXDOMAIN) return []
  return ZONE.filter((row) => row.name === source && row.type === type).map((row) => textOf({ ...row, name }))
}

/** Names have no case, and neither has anything else in this zone. */
function textOf({ name, type, ttl, data }: Row): string {
  return `${name} ${type} ${ttl} ${data}`.toLowerCase()
}
