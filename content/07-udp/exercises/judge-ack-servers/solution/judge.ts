import dgram from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

const NUMBERS = [1, 2, 3, 4, 5]
/** The longest reply time, and room for the way there and back. */
const WAIT_MS = params.lateMs + 50
const ACK = Buffer.from('ACK: ')
/** As long as may be, and not UTF-8. */
const LONG = Buffer.alloc(1_400, 0xfe)
const EMPTY = Buffer.alloc(0)

await Promise.all(NUMBERS.map((number) => judge(`server-${number}`, `10.0.0.1${number}`)))

async function judge(name: string, address: string) {
  const fault = await findFault(address)
  console.log(fault ? `${name} broken: ${fault}` : `${name} right`)
}

/** Returns what convicts a server, if anything does. */
async function findFault(address: string): Promise<string | undefined> {
  const [one, other] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')]
  const open: { socket: dgram.Socket; bytes: Buffer }[] = [] // questions without a reply
  let fault: string | undefined

  const ask = (socket: dgram.Socket, bytes: Buffer) => {
    open.push({ socket, bytes })
    socket.send(bytes, params.port, address)
  }
  for (const socket of [one, other]) {
    socket.on('error', (error) => console.error(error.message))
    socket.on('message', (reply, sender) => {
      if (sender.address !== address) return // this server didn't send it
      if (sender.port !== params.port) fault ??= `replies from port ${sender.port}`
      const at = open.findIndex((question) => question.socket === socket && acknowledges(reply, question.bytes))
      if (at === -1) fault ??= `sent ${reply.length} bytes that acknowledge no open question of this socket`
      else open.splice(at, 1)
    })
  }

  ask(one, LONG)
  ask(one, EMPTY)
  ask(one, LONG) // equals the first
  ask(other, EMPTY)
  await sleep(WAIT_MS)
  const [lost, ...more] = open
  if (lost && more.length === 0) {
    open.pop()
    ask(lost.socket, lost.bytes) // only one is missing: the network may have lost it
    await sleep(WAIT_MS)
  }
  for (const { bytes } of open) fault ??= `no reply to ${bytes.length} bytes`
  one.close()
  other.close()
  return fault
}

function acknowledges(reply: Buffer, question: Buffer): boolean {
  return reply.equals(Buffer.concat([ACK, question]))
}
