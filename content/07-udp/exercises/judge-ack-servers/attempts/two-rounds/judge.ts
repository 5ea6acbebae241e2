// Two sockets for all five servers. Replies are counted by text in Latin-1, in which every byte is one character.
import dgram from 'node:dgram'
import { params } from './params.ts'

const hosts = ['10.0.0.11', '10.0.0.12', '10.0.0.13', '10.0.0.14', '10.0.0.15']
const long = `${'\xff\x00\xe9 \n'.repeat(280)}`
const plan: [number, string][] = [
  [0, ''],
  [0, long],
  [0, 'x'],
  [1, long],
]

const balance = new Map<string, number>() // questions minus replies
const guilty = new Map<string, string>()
const sockets = [0, 1].map((id) => {
  const socket = dgram.createSocket({ type: 'udp4' })
  socket.on('message', (msg, { address, port }) => {
    const key = [address, id, msg.toString('latin1')].join()
    const left = (balance.get(key) ?? 0) - 1
    balance.set(key, left)
    if (left < 0) guilty.set(address, 'one reply too many, or a wrong one')
    if (port !== params.port) guilty.set(address, 'another port')
  })
  return socket
})

function ask(host: string, id: number, text: string) {
  const key = [host, id, `ACK: ${text}`].join()
  balance.set(key, (balance.get(key) ?? 0) + 1)
  sockets[id]!.send(Buffer.from(text, 'latin1'), params.port, host)
}

const unanswered = (host: string) => plan.filter(([id, text]) => balance.get([host, id, `ACK: ${text}`].join())! > 0)

for (const host of hosts) for (const [id, text] of plan) ask(host, id, text)
setTimeout(() => {
  for (const host of hosts) {
    const open = unanswered(host)
    if (open.length > 1) guilty.set(host, 'too quiet')
    for (const [id, text] of open) {
      balance.set([host, id, `ACK: ${text}`].join(), 0)
      ask(host, id, text)
    }
  }
  setTimeout(() => {
    for (const [n, host] of hosts.entries()) {
      if (unanswered(host).length > 0) guilty.set(host, 'silent twice')
      const why = guilty.get(host)
      console.log(`server-${n + 1} ${why ? `broken: ${why}` : 'right'}`)
    }
    for (const socket of sockets) socket.close()
  }, params.lateMs + 30)
}, params.lateMs + 30)
