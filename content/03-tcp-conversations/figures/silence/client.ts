import net from 'node:net'
import { params } from './params.ts'

const began = performance.now()
const signal = AbortSignal.timeout(params.deadline)
const socket = net.connect({ port: 9000, host: '10.0.2.10', signal })
socket.write('hello\n')
const tell = (what: unknown) => console.log(Math.round(performance.now() - began), 'ms:', String(what))
socket.on('connect', () => tell('connected'))
socket.on('data', (chunk) => tell(chunk))
socket.on('error', (error) => tell(error.cause ?? error))
