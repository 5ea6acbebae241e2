// watchFile asks again and again, and tells what was before.
const fs = require('fs')
const folder = fs.mkdtempSync('/tmp/parity-')
process.chdir(folder)
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
const attempt = (name, run) => {
  try {
    console.log(name, run())
  } catch (error) {
    console.log(name, error.name, error.code, error.message.replaceAll(folder, 'FOLDER'))
  }
}

fs.writeFileSync('f', 'one')
const told = []
fs.watchFile('f', { interval: 40 }, (now, before) => {
  console.log(before.size, now.size, now.nlink)
  told.push(now.size)
  if (told.length === 1) fs.unlinkSync('f')
  if (told.length === 2) fs.unwatchFile('f')
})
fs.watchFile('missing', { interval: 40 }, (now, before) => {
  console.log('missing', now.size, before.size, now.mtimeMs, now.isFile())
  fs.unwatchFile('missing')
})
setTimeout(() => fs.writeFileSync('f', 'longer'), 120)
attempt('no listener', () => fs.watchFile('f'))
attempt('options', () => fs.watchFile('f', { interval: 'x' }, () => {}))
