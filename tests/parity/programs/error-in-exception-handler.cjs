process.on('uncaughtException', (error) => {
  console.log('handling', error.message)
  throw new Error('handler broke')
})
throw new Error('first')
