const cluster = require('node:cluster')

if (cluster.isPrimary) {
  const worker = cluster.fork()
  worker.once('online', () => worker.process.kill('SIGKILL'))
  cluster.on('exit', (dead, code, signal) => {
    console.log(dead.id, code, signal, dead.isDead(), dead.exitedAfterDisconnect)
    if (dead.id > 2) return
    const next = cluster.fork({ FAIL: '1' })
    next.on('error', (error) => console.log(error.message))
  })
} else if (process.env.FAIL) {
  process.exit(cluster.worker.id)
} else setInterval(() => {}, 1000)
