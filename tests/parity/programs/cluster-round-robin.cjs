const cluster = require('node:cluster')
const http = require('node:http')

if (cluster.isPrimary) {
  console.log(cluster.isWorker, cluster.schedulingPolicy === cluster.SCHED_RR)
  let listening = 0
  const seen = new Set()
  cluster.on('fork', (worker) => console.log('fork', worker.id))
  cluster.on('listening', (worker, { address, addressType, port }) => {
    if (++listening === 2) ask(port, 6)
  })
  cluster.on('exit', (worker, code, signal) => {
    console.log('exit', code, signal, worker.exitedAfterDisconnect)
  })
  const workers = [cluster.fork({ NAME: 'a' }), cluster.fork({ NAME: 'b' })]
  console.log(Object.keys(cluster.workers), workers[0].isConnected(), workers[0].isDead())
  const ask = (port, left) => {
    if (left === 0) {
      console.log([...seen].sort())
      cluster.disconnect(() => console.log('all gone', Object.keys(cluster.workers)))
      return
    }
    http.get({ port, agent: false }, (response) => {
      response.on('data', (data) => seen.add(String(data)))
      response.on('end', () => ask(port, left - 1))
    })
  }
} else {
  http.createServer((_, response) => response.end(process.env.NAME)).listen(0)
}
