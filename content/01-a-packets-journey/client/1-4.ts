import dgram from 'node:dgram'
import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'

const PORT = 9000
const [to, ttl = '64', size = '5', count = '1'] = process.argv.slice(2)

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
if (to === undefined) listen()
else send(to)

function listen() {
  socket.on('message', (bytes, sender) => {
    console.log(`${sender.address} says ${describe(bytes)}`)
    socket.send(bytes, sender.port, sender.address)
  })
  socket.bind(PORT, () => console.log(`listening on UDP port ${PORT}`))
}

function send(to: string) {
  if (isIPv4(to)) console.log(nextHop(to))
  socket.bind(0, () => {
    socket.setTTL(Number(ttl))
    const began = performance.now()
    for (let n = 0; n < Number(count); n++) socket.send('hello'.padEnd(Number(size), '!'), PORT, to)
    let answers = 0
    const quiet = setTimeout(() => {
      console.log(`${answers} of ${count} answered`)
      socket.close()
    }, 1_000)
    socket.on('message', () => {
      console.log(`answer ${++answers} after ${(performance.now() - began).toFixed(1)} ms`)
      quiet.refresh()
    })
  })
}

/** A message as it may be printed. */
function describe(bytes: Buffer): string {
  return bytes.length > 40 ? `${bytes.length} bytes` : JSON.stringify(String(bytes))
}

/** Says who gets the frame for this address: its owner, if one of our networks contains it, else a gateway. */
function nextHop(to: string): string {
  for (const [name, addresses] of Object.entries(networkInterfaces()))
    for (const { family, address, netmask } of addresses ?? [])
      if (family === 'IPv4' && networkOf(address, netmask) === networkOf(to, netmask)) return `a neighbor on ${name}`
  return 'not in our networks: through a gateway'
}

/** The bits that all addresses of a network have in common. */
function networkOf(address: string, mask: string): number {
  return numberOf(address) & numberOf(mask)
}

/** An IPv4 address as a number of 32 bits. */
function numberOf(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
}
