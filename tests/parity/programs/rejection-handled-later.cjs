process.on('unhandledRejection', (reason, promise) => {
  console.log('unhandled', reason.message)
  setTimeout(() => promise.catch(() => console.log('caught late')), 5)
})
process.on('rejectionHandled', () => console.log('handled'))
const promise = Promise.reject(new Error('late'))
const inTime = Promise.reject(new Error('in time'))
process.nextTick(() => inTime.catch(() => console.log('caught in a tick')))
Promise.resolve()
  .then(() => Promise.reject(new Error('second')))
  .catch((error) => console.log('caught', error.message))
void promise
