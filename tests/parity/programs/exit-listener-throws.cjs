process.on('exit', () => {
  throw new Error('while leaving')
})
console.log('main')
