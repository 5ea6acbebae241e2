import crypto from 'node:crypto'
import { createSocket, type RemoteInfo } from 'node:dgram'
import { params } from './params.ts'

const mine = process.argv[2] ?? ''
const answer = Buffer.from(`AM ${mine} ${crypto.randomBytes(16).toString('hex').slice(0, 16)}`)
const due = new Set<NodeJS.Timeout>()
const server = createSocket({ type: 'udp4', reuseAddr: true })

server.on('error', () => {})
server.on('message', (message, asker) => {
  const [word, service, ...rest] = message.toString('latin1').split(' ')
  if (word === 'WHO' && service === mine && rest.length === 0 && due.size < 100) later(asker)
})
server.bind(params.port)

function later({ port, address }: RemoteInfo) {
  const timer = setTimeout(() => {
    due.delete(timer)
    if (port !== 0) server.send(answer, port, address, () => {})
  }, crypto.randomInt(0, 101))
  due.add(timer)
}
