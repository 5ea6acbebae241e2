// What process.getActiveResourcesInfo() lists while it is under way: handles, timers, immediates, requests. A request that has ended
// is listed by Node until its memory is collected.
const dgram = require('node:dgram')
const fs = require('node:fs')
const net = require('node:net')
const STANDARD = ['TTYWrap', 'PipeWrap']
const REQUESTS = ['FSReqCallback', 'FSReqPromise', 'ConnectWrap']
const listed = () => process.getActiveResourcesInfo().filter((name) => !STANDARD.includes(name))
const handles = () => listed().filter((name) => !REQUESTS.includes(name))
const list = (when) =>
  console.log(`${when}:`, handles().join(' '))

list('start')
const timer = setTimeout(() => {}, 10)
list('timer')
timer.unref()
list('unreferenced')
clearTimeout(timer)
const immediate = setImmediate(() => {})
list('immediate')
clearImmediate(immediate)
for (let i = 0; i < 3; i++) fs.open('/none', 'r', () => {})
fs.promises.stat('/none').catch(() => {})
console.log(listed().join(' '))
console.log(process._getActiveRequests().length)

const later = () => {
  list('later')
  const server = net.createServer((socket) => socket.resume())
  server.listen(0, '127.0.0.1', () => {
    list('listening')
    const client = net.connect(server.address().port, '127.0.0.1')
    list('connecting')
    const has = (handle) => process._getActiveHandles().includes(handle)
    client.on('connect', () => {
      console.log(has(client), has(server))
      client.unref()
      console.log(has(client), has(server))
      client.ref()
      server.close()
      console.log(has(server))
      client.destroy()
      client.on('close', () => setImmediate(() => console.log(has(client), has(server))))
    })
  })
}
const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1')
socket.on('listening', () => {
  console.log(process.getActiveResourcesInfo().includes('UDPWrap'))
  // On a slow machine a timer of the main script comes before the loop has closed anything.
  socket.close(() => setImmediate(() => setTimeout(later, 1)))
})
