// differs in Chromium: the programs of a page share one thread, so no child can run while its parent blocks
// differs in Firefox: the programs of a page share one thread, so no child can run while its parent blocks
const { spawnSync, execSync, execFileSync } = require('node:child_process')

if (process.argv[2] === 'echo') {
  process.stdin.on('data', (data) => console.log('got', String(data)))
  Promise.resolve().then(() => console.log('microtask'))
  process.nextTick(() => console.log('tick'))
  setTimeout(() => {
    console.error('late')
    process.exitCode = 3
  }, 20)
} else if (process.argv[2] === 'reject') Promise.reject(new Error('nobody cares'))
else if (process.argv[2] === 'wait') setInterval(() => {}, 1000)
else {
  const start = Date.now()
  const { pid, ...echoed } = spawnSync(process.execPath, [__filename, 'echo'], { input: 'hello', encoding: 'utf8' })
  console.log(echoed, pid > 0, Date.now() - start >= 20)
  console.log(execSync('echo hi there').toString())
  const rejected = spawnSync(process.execPath, [__filename, 'reject'], { encoding: 'utf8' })
  console.log(rejected.status, rejected.stderr.includes('nobody cares'))
  const { error, signal, status } = spawnSync(process.execPath, [__filename, 'wait'], { timeout: 200 })
  console.log(error.code, signal, status)
  console.log(spawnSync('nothing-like-this').error.message)
  try {
    execFileSync(process.execPath, ['-e', 'process.exit(5)'])
  } catch (error) {
    console.log(error.status, Object.keys(error))
  }
  console.log(execFileSync(process.execPath, ['-p', '1 + 1'], { encoding: 'utf8' }))
  setTimeout(() => console.log('and it goes on'), 1)
}
