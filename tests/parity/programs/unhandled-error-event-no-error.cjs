// differs in Chromium: the excerpt above an uncaught error shows where the error was created, not where it was thrown
const { EventEmitter } = require('events')
new EventEmitter().emit('error', { not: 'an error' })
