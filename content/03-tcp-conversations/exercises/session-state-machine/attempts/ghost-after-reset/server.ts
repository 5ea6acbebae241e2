import net from 'node:net'
import { params } from './params.ts'

type Known = { name: string; socket: net.Socket }
let known: Known[] = []

function say(socket: net.Socket, text: string) {
  if (!socket.writable) return
  socket.write(Buffer.from(`${text}\n`, 'latin1'))
  if (socket.writableLength > params.queue) {
    const who = known.find((k) => k.socket === socket)
    socket.destroy()
    if (who) remove(who.name)
  }
}

function remove(name: string) {
  if (!known.some((k) => k.name === name)) return
  known = known.filter((k) => k.name !== name)
  for (const k of known) say(k.socket, `* ${name} left`)
}

const server = net.createServer((socket) => {
  let state: 'new' | 'known' | 'closing' = 'new'
  let name = ''
  let half = ''
  let timer = setTimeout(() => finish('BYE idle'), params.idle * 1000)

  function finish(text?: string) {
    if (state === 'closing') return
    const was = state
    state = 'closing'
    clearTimeout(timer)
    if (text !== undefined) socket.end(`${text}\n`)
    if (was === 'known') remove(name)
  }

  function line(text: string) {
    clearTimeout(timer)
    timer = setTimeout(() => finish('BYE idle'), params.idle * 1000)
    const verb = text.split(' ')[0]
    const rest = text.slice(verb!.length + 1)
    if (verb === 'QUIT') finish('BYE')
    else if (state === 'new') {
      if (verb !== 'LOGIN') say(socket, 'ERR auth')
      else if (!/^[A-Za-z0-9]{1,16}$/.test(rest)) say(socket, 'ERR name')
      else if (known.some((k) => k.name === rest)) say(socket, 'ERR taken')
      else {
        name = rest
        state = 'known'
        for (const k of known) say(k.socket, `* ${name} is here`)
        known.push({ name, socket })
        say(socket, `OK ${name}`)
      }
    } else if (verb === 'LOGIN') say(socket, 'ERR state')
    else if (verb === 'WHOAMI') say(socket, name)
    else if (verb === params.verb) {
      for (const k of known) if (k.name !== name) say(k.socket, `${name}: ${rest}`)
    } else say(socket, 'ERR command')
  }

  socket.on('data', (chunk) => {
    half += chunk.toString('latin1')
    for (let at = half.indexOf('\n'); at !== -1 && state !== 'closing'; at = half.indexOf('\n')) {
      const text = half.slice(0, at)
      half = half.slice(at + 1)
      line(text)
    }
  })
  socket.on('end', () => finish()) // node answers the FIN itself
  socket.on('error', () => {
    clearTimeout(timer)
    socket.destroy()
  })
})

server.listen(params.port)
