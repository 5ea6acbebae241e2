// The state machine is a pure function: (state, line) -> effects. Only `perform` touches sockets.
import net from 'node:net'
import { params } from './params.ts'

type State = { is: 'new' } | { is: 'known'; name: string } | { is: 'closing' }
type Effect =
  | { do: 'answer'; text: string }
  | { do: 'become'; state: State }
  | { do: 'tell'; text: string }
  | { do: 'bye'; text: string }

interface Guest {
  socket: net.Socket
  state: State
  rest: Buffer[]
  clock: NodeJS.Timeout
}

const guests = new Set<Guest>()
const taken = (name: string) => [...guests].some((g) => g.state.is === 'known' && g.state.name === name)

function react(state: State, line: string): Effect[] {
  if (state.is === 'closing') return []
  const space = line.indexOf(' ')
  const verb = space < 0 ? line : line.slice(0, space)
  const rest = space < 0 ? '' : line.slice(space + 1)

  if (verb === 'QUIT') return [{ do: 'bye', text: 'BYE' }]
  if (state.is === 'new') {
    if (verb !== 'LOGIN') return [{ do: 'answer', text: 'ERR auth' }]
    if (!/^[A-Za-z0-9]{1,16}$/.test(rest)) return [{ do: 'answer', text: 'ERR name' }]
    if (taken(rest)) return [{ do: 'answer', text: 'ERR taken' }]
    return [
      { do: 'become', state: { is: 'known', name: rest } },
      { do: 'tell', text: `* ${rest} is here` },
      { do: 'answer', text: `OK ${rest}` },
    ]
  }
  if (verb === 'LOGIN') return [{ do: 'answer', text: 'ERR state' }]
  if (verb === 'WHOAMI') return [{ do: 'answer', text: state.name }]
  if (verb === params.verb) return [{ do: 'tell', text: `${state.name}: ${rest}` }]
  return [{ do: 'answer', text: 'ERR command' }]
}

function deliver(guest: Guest, text: string) {
  if (guest.socket.destroyed || !guest.socket.writable) return
  guest.socket.write(`${text}\n`, 'latin1')
  if (guest.socket.writableLength > params.queue) {
    gone(guest)
    guest.socket.destroy()
  }
}

function tellOthers(about: Guest, text: string) {
  for (const other of [...guests]) if (other !== about && other.state.is === 'known') deliver(other, text)
}

/** The guest is out of the room, from this moment on. */
function gone(guest: Guest) {
  if (!guests.delete(guest)) return
  clearTimeout(guest.clock)
  const was = guest.state
  guest.state = { is: 'closing' }
  if (was.is === 'known') tellOthers(guest, `* ${was.name} left`)
}

function perform(guest: Guest, effect: Effect) {
  if (effect.do === 'answer') deliver(guest, effect.text)
  else if (effect.do === 'become') guest.state = effect.state
  else if (effect.do === 'tell') tellOthers(guest, effect.text)
  else {
    guest.socket.end(`${effect.text}\n`)
    gone(guest)
  }
}

const server = net.createServer((socket) => {
  const guest: Guest = {
    socket,
    state: { is: 'new' },
    rest: [],
    clock: setTimeout(() => perform(guest, { do: 'bye', text: 'BYE idle' }), params.idle * 1000),
  }
  guests.add(guest)

  socket.on('data', (chunk: Buffer) => {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0 && guest.state.is !== 'closing'; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...guest.rest, chunk.subarray(from, end)]).toString('latin1')
      guest.rest = []
      from = end + 1
      guest.clock.refresh()
      for (const effect of react(guest.state, line)) perform(guest, effect)
    }
    if (guest.state.is === 'closing') guest.rest = []
    else if (from < chunk.length) guest.rest.push(chunk.subarray(from))
  })
  socket.on('end', () => gone(guest))
  socket.on('error', () => {})
  socket.on('close', () => gone(guest))
})

server.listen(params.port)
