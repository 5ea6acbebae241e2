import net from 'node:net'
import { EventEmitter } from 'node:events'
import { params } from './params.ts'

// The room is an event emitter: known connections listen, everything else follows from that.
const room = new EventEmitter()
room.setMaxListeners(0)
const names = new Set<string>()

net.createServer((socket) => {
  let state: 'new' | 'known' | 'closing' = 'new'
  let name = ''
  let pending = Buffer.alloc(0)

  const write = (text: string, speaker?: net.Socket) => {
    if (state === 'closing') return
    const hasRoom = socket.write(text + '\n', 'latin1')
    if (socket.writableLength > params.queue) {
      leave()
      socket.destroy()
    } else if (!hasRoom && speaker) {
      // backpressure: a client that fills this reader's buffer waits until it is empty
      const goOn = () => {
        socket.off('drain', goOn)
        socket.off('close', goOn)
        speaker.resume()
      }
      speaker.pause()
      socket.on('drain', goOn)
      socket.on('close', goOn)
    }
  }
  const hear = (from: string, text: string, speaker?: net.Socket) => {
    if (from !== name) write(text, speaker)
  }
  const leave = () => {
    if (state === 'closing') return
    const wasKnown = state === 'known'
    state = 'closing'
    clearTimeout(idle)
    room.off('said', hear)
    if (wasKnown) {
      names.delete(name)
      room.emit('said', name, `* ${name} left`)
    }
  }
  const goodbye = (text: string) => {
    if (state === 'closing') return
    socket.end(text + '\n')
    leave()
  }
  const idle = setTimeout(() => goodbye('BYE idle'), params.idle * 1000)

  const handle = (line: string) => {
    const at = line.indexOf(' ')
    const verb = at < 0 ? line : line.substring(0, at)
    const rest = at < 0 ? '' : line.substring(at + 1)
    switch (`${state} ${verb}`) {
      case 'new QUIT':
      case 'known QUIT':
        return goodbye('BYE')
      case 'new LOGIN':
        if (!/^[A-Za-z0-9]{1,16}$/.test(rest)) return write('ERR name')
        if (names.has(rest)) return write('ERR taken')
        name = rest
        state = 'known'
        names.add(name)
        room.emit('said', name, `* ${name} is here`)
        room.on('said', hear)
        return write(`OK ${name}`)
      case 'known LOGIN':
        return write('ERR state')
      case 'known WHOAMI':
        return write(name)
      case `known ${params.verb}`:
        return void room.emit('said', name, `${name}: ${rest}`, socket)
      default:
        return write(state === 'new' ? 'ERR auth' : 'ERR command')
    }
  }

  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk as Buffer])
    for (let end; state !== 'closing' && (end = pending.indexOf('\n')) >= 0; ) {
      const line = pending.toString('latin1', 0, end)
      pending = pending.subarray(end + 1)
      idle.refresh()
      handle(line)
    }
  })
  socket.on('end', leave)
  socket.on('close', leave)
  socket.on('error', () => {})
}).listen(params.port)
