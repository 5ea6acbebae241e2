import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { params } from './params.ts'

const SPREAD_MS = 100
const MAX_WAITING = 100

const service = process.argv[2]
const instance = randomBytes(8).toString('hex')
let waiting = 0 // answers that are due

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.error(error.message))
socket.on('message', (datagram, sender) => {
  if (String(datagram) !== `WHO ${service}` || sender.port === 0 || waiting >= MAX_WAITING) return
  waiting++
  setTimeout(() => {
    waiting--
    socket.send(`AM ${service} ${instance}`, sender.port, sender.address, (error) => {
      if (error) console.error(error.message)
    })
  }, Math.random() * SPREAD_MS)
})
// Bound to all addresses: a socket that is bound to one address hears no broadcast on Linux.
socket.bind(params.port)
