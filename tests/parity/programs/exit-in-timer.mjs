setInterval(() => {}, 10)
setTimeout(() => {
  console.log('leaving')
  process.exit()
  console.log('not here')
}, 25)
process.exitCode = 7
await new Promise((resolve) => setTimeout(resolve, 5))
console.log('main done')
