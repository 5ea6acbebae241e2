import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

const [, , wanted = ''] = process.argv
const QUESTION = Buffer.from(`WHO ${wanted}`)

/** One socket for each network, and one table for all: the round in which an instance was last heard. */
const lastHeard: Record<string, number> = Object.create(null)
let round = 0

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}

function hear(text: string, from: string) {
  const words = text.split(' ')
  if (words.length !== 3 || words[0] !== 'AM' || words[1] !== wanted) return
  const instance = words[2]!
  if (instance.length !== 16 || [...instance].some((digit) => !'0123456789abcdef'.includes(digit))) return
  if (lastHeard[instance] === undefined) {
    if (Object.keys(lastHeard).length >= 100) return
    process.stdout.write(`found ${instance} at ${from}\n`)
  }
  lastHeard[instance] = round
}

async function open(address: string): Promise<Socket> {
  const socket = createSocket('udp4', (data, from) => hear(data.toString('latin1'), from.address))
  socket.on('error', () => {})
  await new Promise<void>((done) => socket.bind(0, address, done))
  socket.setBroadcast(true)
  return socket
}

const networks: { socket: Socket; everyone: string }[] = []
for (const card of Object.values(networkInterfaces()).flat()) {
  if (!card || card.family !== 'IPv4' || card.internal) continue
  const everyone = toAddress(toNumber(card.address) | ~toNumber(card.netmask))
  networks.push({ socket: await open(card.address), everyone })
}

for (;;) {
  for (const [instance, heard] of Object.entries(lastHeard)) {
    if (round - heard < 3) continue
    delete lastHeard[instance]
    process.stdout.write(`gone ${instance}\n`)
  }
  round++
  for (const { socket, everyone } of networks) socket.send(QUESTION, params.port, everyone, () => {})
  await sleep(params.everyMs)
}
