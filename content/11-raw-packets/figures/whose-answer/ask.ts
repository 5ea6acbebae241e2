import { createSocket } from 'node:dgram'
import { params } from './params.ts'

const client = createSocket('udp4')
client.on('message', (_, { address }) => console.log(`asked ${params.to}, answer from ${address}`))
client.send('hello', 7, params.to)
setTimeout(() => client.close(), 500)
