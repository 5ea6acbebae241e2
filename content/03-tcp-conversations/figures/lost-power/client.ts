import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
if (params.idle > 0) socket.setKeepAlive(true, params.idle * 1000)
socket.on('data', (chunk) => console.log('heard', String(chunk).trim()))
socket.on('error', (error) => console.log(String(error)))
socket.on('end', () => console.log('the server said goodbye'))
