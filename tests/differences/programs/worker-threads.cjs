// area: Modules
// difference: `new Worker` is not supported; the rest of `node:worker_threads` is there.
// why: A process is one thread of the world's: two threads that share memory would not be deterministic.
const { Worker } = require('node:worker_threads')
try {
  new Worker('console.log("in a thread")', { eval: true })
} catch ({ message }) {
  console.log(message)
}
