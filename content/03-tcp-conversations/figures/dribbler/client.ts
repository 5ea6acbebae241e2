import net from 'node:net'
import { params } from './params.ts'

const line = 'slowly\n'
const socket = net.connect(9000, 'server')
let next = 0
const timer = setInterval(() => socket.write(line[next++] ?? ''), params.every)
socket.on('error', (error) => console.log(error.message))
socket.on('data', (chunk) => console.log('heard', String(chunk)))
socket.on('close', () => clearInterval(timer))
