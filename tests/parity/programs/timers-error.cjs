setTimeout(() => console.log('never'), 10)
setTimeout(() => {
  throw new TypeError('in a timer')
}, 1)
