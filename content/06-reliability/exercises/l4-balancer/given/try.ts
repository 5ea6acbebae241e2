/** Six clients, one after the other: each says hello, and prints what it hears. The second one asks its backend to crash. Then all close. */
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

const clients: net.Socket[] = []
for (let n = 1; n <= 6; n++) {
  const client = net.connect(params.port, 'p')
  client.on('data', (data) => console.log(`client ${n}:`, String(data).trim()))
  client.on('error', (error) => console.log(`client ${n}:`, error.message))
  client.on('close', () => console.log(`client ${n}: closed`))
  client.write(`hello from ${n}\n`)
  clients.push(client)
  await wait(100)
}
clients[1]!.write('crash\n')
await wait(500)
for (const client of clients) client.end()
