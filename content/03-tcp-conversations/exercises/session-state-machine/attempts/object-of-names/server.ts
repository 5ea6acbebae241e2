import net from 'node:net'
import { params } from './params.ts'

type State = 'new' | 'known' | 'closing'

interface Client {
  socket: net.Socket
  state: State
  name: string
}

/** The known ones, by name. */
const room: Record<string, Client> = {}

function write(client: Client, text: string) {
  if (client.state === 'closing') return
  client.socket.write(Buffer.from(text + '\n', 'latin1'))
  if (client.socket.writableLength > params.queue) {
    leave(client)
    client.socket.destroy()
  }
}

function broadcast(sender: Client, text: string) {
  for (const client of Object.values(room)) {
    if (client !== sender) write(client, text)
  }
}

function leave(client: Client) {
  if (client.state === 'closing') return
  const wasKnown = client.state === 'known'
  client.state = 'closing'
  if (!wasKnown) return
  delete room[client.name]
  broadcast(client, `* ${client.name} left`)
}

function bye(client: Client, text: string) {
  client.socket.end(text + '\n')
  leave(client)
}

function onLine(client: Client, line: string) {
  const space = line.indexOf(' ')
  const verb = space === -1 ? line : line.slice(0, space)
  const arg = space === -1 ? '' : line.slice(space + 1)

  if (client.state === 'closing') return
  if (verb === 'QUIT') return bye(client, 'BYE')

  if (client.state === 'new') {
    if (verb !== 'LOGIN') return write(client, 'ERR auth')
    if (!/^[A-Za-z0-9]{1,16}$/.test(arg)) return write(client, 'ERR name')
    if (room[arg]) return write(client, 'ERR taken')
    room[arg] = client
    client.name = arg
    client.state = 'known'
    broadcast(client, `* ${arg} is here`)
    return write(client, `OK ${arg}`)
  }

  if (verb === 'LOGIN') write(client, 'ERR state')
  else if (verb === 'WHOAMI') write(client, client.name)
  else if (verb === params.verb) broadcast(client, `${client.name}: ${arg}`)
  else write(client, 'ERR command')
}

const server = net.createServer((socket) => {
  const client: Client = { socket, state: 'new', name: '' }
  let rest = ''
  let silence = setTimeout(tooSilent, params.idle * 1000)
  function tooSilent() {
    if (client.state !== 'closing') bye(client, 'BYE idle')
  }

  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) {
      clearTimeout(silence)
      if (client.state !== 'closing') silence = setTimeout(tooSilent, params.idle * 1000)
    }
    for (const line of lines) onLine(client, line)
  })
  socket.on('end', () => leave(client))
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    clearTimeout(silence)
    leave(client)
  })
})

server.listen(params.port)
