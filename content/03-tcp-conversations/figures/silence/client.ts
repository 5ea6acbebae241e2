import net from 'node:net'
import { params } from './params.ts'

const signal = AbortSignal.timeout(params.deadline)
const socket = net.connect({ port: 9000, host: '10.0.2.10', signal })
socket.write('hello\n')
socket.on('connect', () => console.log('connected'))
socket.on('data', (chunk) => console.log('heard', String(chunk).trim()))
socket.on('error', (error) => console.log(String(error.cause ?? error)))
