import dgram from 'node:dgram'
import { ACK, DATA, decode, END, encode, type Message, OPEN } from './datagram.ts'
import { params } from './params.ts'

export function receiveStream(port: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket('udp4')
    const all: Message[] = [] // by place after OPEN, with holes
    let open: { id: number; number: number; from: string } | null = null
    let lowest = 0
    let lastAt = 0
    let isDone = false
    let clock: NodeJS.Timeout | undefined

    socket.on('error', (error) => (open ? undefined : reject(error)))
    socket.on('message', (bytes, sender) => {
      const message = decode(bytes)
      if (!message || message.type === ACK) return
      const from = `${sender.address}:${sender.port}`
      if (!open) {
        if (message.type !== OPEN) return
        open = { id: message.id, number: message.number, from }
        clock = setInterval(watch, 20)
      }
      if (message.id !== open.id || from !== open.from) return
      const place = (message.number - open.number) >>> 0
      const isOld = place < lowest || place >= 2 ** 31
      if (!isOld && place >= lowest + params.window) return
      lastAt = performance.now()
      if (!isOld) all[place] ??= message
      while (all[lowest]) lowest++
      if (!isDone && all[lowest - 1]!.type === END) {
        isDone = true
        resolve(Buffer.concat(all.filter(({ type }) => type === DATA).map(({ body }) => body)))
      }
      let bits = 0
      for (let bit = 0; bit < 32; bit++) if (all[lowest + 1 + bit]) bits |= 1 << (31 - bit)
      const bitmap = Buffer.alloc(4)
      bitmap.writeInt32BE(bits)
      socket.send(encode(ACK, open.id, (open.number + lowest) >>> 0, bitmap), sender.port, sender.address)
    })
    socket.bind(port)

    function watch() {
      if (performance.now() - lastAt < (isDone ? params.lingerMs : 60_000)) return
      clearInterval(clock)
      socket.close()
      if (!isDone) reject(Object.assign(new Error('the sender is gone'), { code: 'ETIMEDOUT' }))
    }
  })
}
