// The order in which what was asked for without waiting comes back.
const fs = require('fs')
require('../support/scratch-folder.cjs')

fs.writeFileSync('f', 'text')
const log = (name) => (error) => console.log(name, error ? error.code : 'ok')
fs.stat('f', (error, stats) => {
  console.log('stat', stats.size)
  process.nextTick(() => console.log('tick in stat'))
  Promise.resolve().then(() => console.log('microtask in stat'))
  setTimeout(() => {
    console.log('timeout in stat')
    one()
  }, 0)
  setImmediate(() => console.log('immediate in stat'))
})
process.nextTick(() => console.log('tick'))
Promise.resolve().then(() => console.log('microtask'))
console.log('synchronous')

// Each begins when the one before has ended: on a busy machine what waits 20 ms is not what comes last.
function one() {
  fs.readFile('nope', (error) => {
    log('readFile of nothing')(error)
    fs.writeFile('a', '1', (error) => {
      log('writeFile')(error)
      fs.rename('a', 'b', (error) => {
        log('rename')(error)
        fs.readFile('b', 'utf8', (error, text) => {
          console.log('readFile', text)
          fs.unlink('b', (error) => {
            log('unlink')(error)
            fs.access('b', (error) => {
              console.log(error.code, Object.keys(error), error.stack.split('\n').length)
              fs.promises.access('b').catch((error) => console.log(error.code, error.syscall))
            })
          })
        })
      })
    })
  })
}
