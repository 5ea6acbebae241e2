// area: Modules
// difference: `new Worker` is not supported; the rest of `node:worker_threads` works.
// why: A process has one thread: two threads that share memory would not be deterministic.
const { Worker } = require('node:worker_threads')
try {
  new Worker('console.log("in a thread")', { eval: true })
} catch ({ message }) {
  console.log(message)
}
