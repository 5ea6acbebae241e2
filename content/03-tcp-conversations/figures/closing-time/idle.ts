import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
setTimeout(() => socket.end(), params.leavesMs)
socket.on('data', (chunk) => console.log('idle heard', String(chunk).trim()))
