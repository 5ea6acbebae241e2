import net from 'node:net'

const behaviours = {
  reset: (socket) => socket.once('data', () => socket.resetAndDestroy()),
  end: (socket) => socket.once('data', () => socket.end()),
  nonsense: (socket) => socket.once('data', () => socket.end('nonsense\r\n\r\n')),
  short: (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')),
}
for (const [name, behave] of Object.entries(behaviours)) {
  const server = net.createServer(behave)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`)
    console.log(name, response.status, await response.text())
  } catch (error) {
    console.log(name, error.name, error.message, error.cause?.name, error.cause?.code)
  }
  server.close()
}
for (const url of ['http://127.0.0.1:65000/', 'nonsense', 'ftp://127.0.0.1/', 'http://127.0.0.1:25/'])
  await fetch(url).catch(({ name, message, cause }) => console.log(url, name, message, cause?.code, cause?.message))
await fetch('data:text/plain;base64,aGk=')
  .then((response) => response.text())
  .then(console.log)
