import dgram from 'node:dgram'
import os from 'node:os'
import { params } from './params.ts'

const MAX_INSTANCES = 100
const MAX_MISSED = 3

const service = process.argv[2]
const missed = new Map<string, number>() // questions since the last answer, by instance

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.error(error.message))
socket.on('message', (datagram, { address }) => {
  const [, name, instance] = /^AM (\S+) ([0-9a-f]{16})$/.exec(String(datagram)) ?? []
  if (name !== service || instance === undefined) return
  if (!missed.has(instance)) {
    if (missed.size >= MAX_INSTANCES) return
    console.log(`found ${instance} at ${address}`)
  }
  missed.set(instance, 0)
})
socket.bind(0, () => {
  socket.setBroadcast(true)
  ask()
  setInterval(ask, params.everyMs)
})

function ask() {
  for (const [instance, count] of missed) {
    if (count < MAX_MISSED) missed.set(instance, count + 1)
    else {
      missed.delete(instance)
      console.log(`gone ${instance}`)
    }
  }
  for (const one of Object.values(os.networkInterfaces()).flatMap((list) => list ?? []))
    if (one.family === 'IPv4' && !one.internal) askAt(broadcastAddress(one))
}

function askAt(address: string) {
  socket.send(`WHO ${service}`, params.port, address, (error) => {
    if (error) console.error(error.message) // its interface may be down; the others are not
  })
}

/** The interface's address with all bits set that aren't in its netmask. */
function broadcastAddress({ address, netmask }: { address: string; netmask: string }): string {
  const mask = netmask.split('.')
  return address
    .split('.')
    .map((part, n) => Number(part) | (255 - Number(mask[n])))
    .join('.')
}
