// A lookup that fails, answers nonsense or throws reaches the socket as an error.
const net = require('net')
const attempt = (title, lookup) =>
  new Promise((resolve) => {
    const socket = net.connect({ port: 9, host: 'a.example', lookup })
    socket.on('lookup', (error, address) => console.log(title, 'event', error?.code ?? error, address))
    socket.on('error', (error) => console.log(title, error.name, error.code, error.message, error.host))
    socket.on('close', (hadError) => resolve(console.log(title, 'close', hadError)))
  })
;(async () => {
  await attempt('fails', (_n, _o, callback) => callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })))
  await attempt('later', (_n, _o, callback) => setTimeout(callback, 5, new Error('slow')))
  await attempt('no address', (_n, _o, callback) => callback(null, []))
  await attempt('bad address', (_n, _o, callback) => callback(null, [{ address: 'nonsense', family: 4 }]))
  await attempt('bad family', (_n, _o, callback) => callback(null, [{ address: '1.2.3.4', family: 7 }]))
  try {
    net.connect({ port: 9, host: 'x', lookup: 'no function' })
  } catch (error) {
    console.log(error.code, error.message)
  }
})()
