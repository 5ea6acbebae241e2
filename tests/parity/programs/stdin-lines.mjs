// input: first line\nsecond\nunfinished
import readline from 'node:readline'

const lines = readline.createInterface({ input: process.stdin })
lines.on('line', (line) => console.log('line:', line))
lines.on('close', () => console.log('closed'))
