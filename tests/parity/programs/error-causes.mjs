function parse(text) {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error('cannot parse', { cause })
  }
}
process.on('uncaughtExceptionMonitor', (error) => console.log('monitor', error.cause.name))
setImmediate(() => parse('{nope'))
