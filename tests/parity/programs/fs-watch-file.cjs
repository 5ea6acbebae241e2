// watchFile asks again and again, and tells what was before.
const fs = require('fs')
const { attempt } = require('../support/scratch-folder.cjs')

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
