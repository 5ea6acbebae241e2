/**
 * Sends 20,000 bytes to the server with your sender. The link loses every tenth datagram; its knobs change that. `node send.ts 500`
 * sends 500 bytes.
 */
import { params } from './params.ts'
import { sendStream } from './sender.ts'

const length = Number(process.argv[2] ?? 20_000)
const began = performance.now()
const data = Uint8Array.from({ length }, (_, i) => i % 251)
const result = await sendStream(data, 'server', params.port).then(
  () => 'all acknowledged',
  (error) => `rejected: ${error.code ?? error.message}`,
)
console.log(`${length} bytes: ${result}, after ${Math.round(performance.now() - began)} ms`)
