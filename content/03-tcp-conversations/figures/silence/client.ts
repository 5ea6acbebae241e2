import net from 'node:net'
import { params } from './params.ts'

const signal = AbortSignal.timeout(params.deadline)
const socket = net.connect({ port: 9000, host: '10.0.2.10', signal })
socket.on('error', (error) => console.log(error.name, 'because of', String(error.cause)))
socket.on('connect', () => console.log('connected'))
socket.on('data', (chunk) => console.log('heard', String(chunk).trim()))
socket.write('hello\n')
