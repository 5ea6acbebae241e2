import { createSocket } from 'node:dgram'

const [PORT, KEPT_MS, MOST_ROOMS] = [4000, 60_000, 1_000]
const [own = '192.0.2.3'] = process.argv.slice(2)

interface Guest {
  token: string
  candidates: string
  address: string
  port: number
  at: number
}

/** The guests of each room, at most two, the latest last. */
const rooms = new Map<string, Guest[]>()
const socket = createSocket('udp4')
socket.on('error', ({ message }) => console.error(message))
socket.on('message', (message, { address, port }) => {
  const [verb, room, token, candidates] = `${message}`.split(' ')
  if (verb !== 'join' || !room || !token || !candidates) return
  const now = Date.now()
  const others = (rooms.get(room) ?? []).filter((guest) => guest.token !== token && now - guest.at < KEPT_MS)
  const guests = [...others.slice(-1), { token, candidates, address, port, at: now }]
  rooms.delete(room)
  rooms.set(room, guests)
  if (rooms.size > MOST_ROOMS) rooms.delete(rooms.keys().next().value!)
  const [one, other] = guests
  if (!one || !other) return
  tell(one, other)
  tell(other, one)
})
socket.bind(PORT, own)

/** Tells one guest where the other may be reached, and the word that it wants to hear. */
function tell(guest: Guest, other: Guest): void {
  socket.send(`peer ${other.token} ${other.candidates}`, guest.port, guest.address)
}
