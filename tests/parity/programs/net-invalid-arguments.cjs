const net = require('net')
for (const attempt of [
  () => net.connect(70000),
  () => net.connect({ port: 'x' }),
  () => net.connect(),
  () => net.createServer().listen(-1),
  () => net.createServer(5),
  () => new net.Socket().setTimeout('soon'),
  () => new net.Socket().write(null),
]) {
  try {
    attempt()
    console.log('no error')
  } catch (error) {
    console.log(`${error.name} ${error.code} ${error.message}`)
  }
}
console.log(net.isIP('127.0.0.1'), net.isIP('::1'), net.isIP('nonsense'), net.isIPv4('1.2.3'), net.isIPv6('fe80::1'))
