import net from 'node:net'

const socket = net.connect(9000, 'p')
let lines = 0
socket.setEncoding('utf8')
socket.on('data', (text: string) => {
  lines += text.split('\n').length - 1
})
socket.on('error', (error: NodeJS.ErrnoException) => console.log(error.code, 'after', lines, 'lines: ask again'))
socket.on('end', () => console.log('the report is complete:', lines, 'lines'))
