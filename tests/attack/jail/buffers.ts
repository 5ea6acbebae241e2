/**
 * Submission that fills the buffers of as many connections to itself as it may have. Prints repeatedly how many pages the
 * machine's TCP then holds.
 */
import fs from 'node:fs'
import net from 'node:net'

const bytes = new Uint8Array(12e6)
const server = net.createServer({ pauseOnConnect: true })
await new Promise<void>((resolve) => server.listen(9001, '127.0.0.1', resolve))
net.createServer(() => {}).listen(9000)
for (let i = 0; i < 480; i++) {
  const connection = net.connect(9001, '127.0.0.1').on('error', () => {})
  connection.on('connect', () => connection.write(bytes))
}
setInterval(() => console.log(/^TCP: .* mem (\d+)$/m.exec(fs.readFileSync('/proc/net/sockstat', 'utf8'))?.[1]), 100)
