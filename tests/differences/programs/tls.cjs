// area: Network
// difference: Opening a TLS connection throws, and says where TLS is available.
// why: A page has no TLS engine. Exercises that need TLS are graded in Docker, on a real kernel with real Node.
try {
  require('node:tls')
    .connect(1, '127.0.0.1')
    .on('error', ({ code }) => console.log(code))
} catch ({ code }) {
  console.log(code)
}
