import dgram from 'node:dgram'
import { ACK, decode, encode } from './datagram.ts'
import { params } from './params.ts'

export async function receiveStream(port: number): Promise<Uint8Array> {
  const socket = dgram.createSocket('udp4')
  const whole = Promise.withResolvers<Uint8Array>()
  const chunks = new Map<number, Buffer>()
  let sender = ''
  let id = 0
  let open = 0
  let have = 1 // places 0 to have - 1 are here
  let end = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout

  socket.on('error', whole.reject)
  socket.on('message', (bytes, { address, port: from }) => {
    const m = decode(bytes)
    if (!m || m.type === ACK) return
    if (sender === '' && m.type === 1) {
      sender = `${address}/${from}`
      id = m.id
      open = m.number
    }
    if (sender !== `${address}/${from}` || m.id !== id) return
    let place = (m.number - open) >>> 0
    if (place > 0x8000_0000) place -= 2 ** 32
    if (place >= have + params.window) return
    clearTimeout(timer)
    if (m.type === 2 && place >= have) chunks.set(place, m.body)
    if (m.type === 3) end = place
    while (chunks.has(have) || have === end) have++
    const bits = Array.from({ length: 32 }, (_, i) => (chunks.has(have + 1 + i) || have + 1 + i === end ? 1 : 0))
    const bitmap = Buffer.from([0, 8, 16, 24].map((at) => Number.parseInt(bits.slice(at, at + 8).join(''), 2)))
    // After the other datagrams that are here already: each still gets its own ACK.
    setImmediate(() => socket.send(encode(ACK, id, (open + have) >>> 0, bitmap), from, address))
    if (have > end) whole.resolve(Buffer.concat(Array.from({ length: end - 1 }, (_, i) => chunks.get(i + 1)!)))
    timer = setTimeout(giveUp, have > end ? params.lingerMs : 60_000)
  })
  const giveUp = () => {
    socket.close()
    whole.reject(Object.assign(new Error('the stream stopped'), { code: 'ETIMEDOUT' }))
  }
  socket.bind(port)
  return whole.promise
}
