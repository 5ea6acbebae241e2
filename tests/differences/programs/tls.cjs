// area: Network
// difference: A TLS connection says where TLS is to be had.
// why: There is no TLS engine in a page. Exercises that need TLS are graded in Docker, on a real kernel and by real Node.
try {
  require('node:tls')
    .connect(1, '127.0.0.1')
    .on('error', ({ code }) => console.log(code))
} catch ({ code }) {
  console.log(code)
}
