import dgram from 'node:dgram'

const MAX_COUNTERS = 10_000
const MAX_REPLY = 1_200 // bytes: fits every path

const counters = new Map<string, number>()

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  const text = String(datagram)
  if (text.startsWith('?')) reply(list(text.slice(1).trim()), sender)
  else for (const line of text.split('\n')) count(line)
})
socket.bind(8125, () => console.log('counting on UDP port 8125'))

/** Adds `hits:1|c` to the counter `hits`. */
function count(line: string) {
  const [, name, amount] = /^([\w.]{1,64}):(\d{1,9})\|c$/.exec(line) ?? []
  if (name === undefined) return
  const total = counters.get(name)
  if (total === undefined && counters.size >= MAX_COUNTERS) return
  counters.set(name, (total ?? 0) + Number(amount))
}

/** A line for each counter after this name, as many as fit; then `end`, or `more` if there are others. */
function list(after: string): string {
  let text = ''
  for (const name of [...counters.keys()].sort()) {
    if (name <= after) continue
    const line = `${name} ${counters.get(name)}\n`
    if (text.length + line.length + 'more\n'.length > MAX_REPLY) return `${text}more\n`
    text += line
  }
  return `${text}end\n`
}

function reply(text: string, to: dgram.RemoteInfo) {
  socket.send(text, to.port, to.address, (error) => {
    if (error) console.log(error.message)
  })
}
