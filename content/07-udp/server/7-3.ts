import dgram from 'node:dgram'

const MAX_COUNTERS = 10_000
const MAX_REPLY = 1_200 // bytes: fits every path
const REMEMBER_MS = 60_000
const MAX_REMEMBERED = 10_000

const counters = new Map<string, number>()
const done = new Set<string>() // sender and id of what was counted

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  const [first = '', ...lines] = String(datagram).split('\n')
  const isPadded = datagram.length >= MAX_REPLY
  if (first.startsWith('?') && isPadded) reply(list(first.slice(1).trim()), sender)
  else if (/^#[0-9a-f]{16}$/.test(first)) countOnce(first, lines, sender)
  else for (const line of [first, ...lines]) count(line)
})
socket.bind(8125, () => console.log('counting on UDP port 8125'))

/** Counts the lines unless this sender has sent them before, and says so either way. */
function countOnce(id: string, lines: string[], sender: dgram.RemoteInfo) {
  const key = `${sender.address} ${sender.port} ${id}`
  if (!done.has(key)) {
    if (done.size >= MAX_REMEMBERED) return
    done.add(key)
    setTimeout(() => done.delete(key), REMEMBER_MS)
    for (const line of lines) count(line)
  }
  reply(id, sender)
}

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
