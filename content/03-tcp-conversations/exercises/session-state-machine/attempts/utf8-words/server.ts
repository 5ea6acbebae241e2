import net from 'node:net'
import { params } from './params.ts'

// Everybody who has a name. A socket that is neither in here nor in `closing` is new.
const members = new Map<string, net.Socket>()

const put = (socket: net.Socket, line: string) => {
  if (!socket.writable) return
  socket.write(line + '\n')
  if (socket.writableLength > params.queue) socket.destroy()
}

const shout = (exceptName: string, line: string) => {
  members.forEach((socket, name) => {
    if (name !== exceptName) put(socket, line)
  })
}

net
  .createServer((socket) => {
    let me = ''
    let closing = false
    let buffer = ''

    const gone = () => {
      closing = true
      clearTimeout(timer)
      if (me === '' || members.get(me) !== socket) return
      members.delete(me)
      shout(me, `* ${me} left`)
    }
    const dismiss = (text: string) => {
      if (closing) return
      socket.end(`${text}\n`)
      gone()
    }
    const timer = setTimeout(() => dismiss('BYE idle'), params.idle * 1000)

    const commands: Record<string, (rest: string) => void> = {
      QUIT: () => dismiss('BYE'),
      LOGIN: (wanted) => {
        if (me) put(socket, 'ERR state')
        else if (!/^[a-zA-Z0-9]{1,16}$/.test(wanted)) put(socket, 'ERR name')
        else if (members.has(wanted)) put(socket, 'ERR taken')
        else {
          members.set((me = wanted), socket)
          shout(me, `* ${me} is here`)
          put(socket, `OK ${me}`)
        }
      },
      WHOAMI: () => put(socket, me || 'ERR auth'),
      [params.verb]: (words) => (me ? shout(me, `${me}: ${words}`) : put(socket, 'ERR auth')),
    }

    socket.setEncoding('utf8') // so that a character in two pieces stays whole
    socket.on('data', (text) => {
      buffer += text
      let newline: number
      while (!closing && (newline = buffer.indexOf('\n')) >= 0) {
        const line = buffer.slice(0, newline)
        buffer = buffer.slice(newline + 1)
        timer.refresh()
        const [verb = ''] = line.split(' ', 1)
        const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined
        if (command) command(line.slice(verb.length + 1))
        else put(socket, me ? 'ERR command' : 'ERR auth')
      }
    })
    socket.on('end', gone)
    socket.on('close', gone)
    socket.on('error', () => {})
  })
  .listen(params.port)
