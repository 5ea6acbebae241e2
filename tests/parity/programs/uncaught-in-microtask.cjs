queueMicrotask(function job() {
  throw new Error('in a microtask')
})
