import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
if (params.idle > 0) socket.setKeepAlive(true, params.idle * 1000)

const began = performance.now()
const tell = (what: unknown) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s:`, String(what).trim())
socket.on('data', tell)
socket.on('error', tell)
socket.on('end', () => tell('the server said goodbye'))
