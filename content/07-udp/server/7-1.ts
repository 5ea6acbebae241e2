import dgram from 'node:dgram'

const MAX_COUNTERS = 10_000

const counters = new Map<string, number>()

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  const text = String(datagram)
  if (text.startsWith('?')) reply(list(), sender)
  else count(text)
})
socket.bind(8125, () => console.log('counting on UDP port 8125'))

/** Adds `hits:1|c` to the counter `hits`. */
function count(line: string) {
  const [, name, amount] = /^([\w.]{1,64}):(\d{1,9})\|c\n?$/.exec(line) ?? []
  if (name === undefined) return
  const total = counters.get(name)
  if (total === undefined && counters.size >= MAX_COUNTERS) return
  counters.set(name, (total ?? 0) + Number(amount))
}

/** A line for each counter. */
function list(): string {
  return [...counters].map(([name, total]) => `${name} ${total}\n`).join('')
}

function reply(text: string, to: dgram.RemoteInfo) {
  socket.send(text, to.port, to.address, (error) => {
    if (error) console.log(error.message)
  })
}
