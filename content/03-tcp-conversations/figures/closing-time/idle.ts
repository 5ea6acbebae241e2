import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
socket.on('error', (error) => console.log(error.message))
setTimeout(() => socket.end(), params.leavesMs)
socket.on('data', (chunk) => console.log('idle heard', String(chunk).trim()))
