// Many writers to one file, in the order in which they were asked.
const fs = require('fs')
require('../support/scratch-folder.cjs')

const stream = fs.createWriteStream('log', { flags: 'a' })
for (let i = 0; i < 20; i++) stream.write(`${i} `)
stream.end(() => {
  console.log(fs.readFileSync('log', 'utf8'))
  const fd = fs.openSync('log', 'w')
  let left = 5
  const write = (i) => fs.write(fd, `<${i}>`, (error, count) => {
    if (error) throw error
    if (i < 5) return write(i + 1)
    fs.close(fd, () => console.log(fs.readFileSync('log', 'utf8')))
  })
  write(0)
})
console.log(fs.writeFileSync('sync', 'a'), fs.appendFileSync('sync', 'b', { flush: true }), fs.readFileSync('sync', 'utf8'))
const fd = fs.openSync('fd', 'a')
fs.appendFileSync(fd, 'x')
fs.writeFileSync(fd, 'y')
console.log(fs.readFileSync('fd', 'utf8'))
fs.closeSync(fd)
const mixed = fs.openSync('fd', 'r')
console.log(fs.readFileSync(mixed, 'utf8'), JSON.stringify(fs.readFileSync(mixed, 'utf8')))
fs.closeSync(mixed)
