// Watching a folder and a file: one event for each change, and then none.
const fs = require('fs')
const { attempt } = require('../support/scratch-folder.cjs')

fs.mkdirSync('d')
fs.writeFileSync('d/file', '')
const steps = [
  () => fs.writeFileSync('d/new', ''),
  () => fs.appendFileSync('d/file', 'x'),
  () => fs.renameSync('d/new', 'd/renamed'),
  () => fs.unlinkSync('d/renamed'),
  () => fs.mkdirSync('d/sub'),
  () => fs.chmodSync('d/file', 0o600),
]
const seen = []
const watcher = fs.watch('d', (event, name) => seen.push(`${event} ${name}`))
const own = fs.watch('d/file', (event, name) => seen.push(`own ${event} ${name}`))
watcher.on('close', () => console.log('closed'))
const next = () => {
  console.log([...new Set(seen.splice(0))].sort().join(', '))
  const step = steps.shift()
  if (step) {
    step()
    setTimeout(next, 60)
  } else {
    watcher.close()
    own.close()
    fs.writeFileSync('d/unseen', '')
    setTimeout(() => console.log(seen), 60)
  }
}
setTimeout(next, 60)
attempt('nothing', () => fs.watch('nope'))
attempt('listener', () => fs.watch('d', 'x', 'y'))
const bytes = fs.watch('d', { encoding: 'buffer', persistent: false })
bytes.once('change', (event, name) => {
  console.log(event, name)
  bytes.close()
})
